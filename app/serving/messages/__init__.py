"""From process to process, and to those who listen."""
