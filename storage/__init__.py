"""What outlives a restart: the database, its keys and the exported files."""
