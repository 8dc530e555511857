"""What asks the database most, once more where FOYER_DATABASE_URL names PostgreSQL."""
