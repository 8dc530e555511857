class SqlFailed(Exception):
    """What the database or its driver said."""
