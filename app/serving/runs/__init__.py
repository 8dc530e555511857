"""Runs of workflows: how they begin, what they reach outside, who watches them."""
