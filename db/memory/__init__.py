"""The memory of the teams: notes, lessons, preferences, feedback and counts, in SQLite or PostgreSQL."""
