"""What workflows need from outside, fulfilled: a file for each port of app/workflows/ports.py."""
