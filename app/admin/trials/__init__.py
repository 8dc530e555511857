"""Requests that are tried from the console: how one is typed, sent, and told step by step."""
