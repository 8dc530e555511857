"""What the public host keeps in memory, and reads for each request."""
