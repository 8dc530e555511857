"""Runs flows: begins where the caller stands, and goes to the background only to wait."""
