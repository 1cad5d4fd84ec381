"""What outlives a restart: the database, the keys, the exports and the backups."""
