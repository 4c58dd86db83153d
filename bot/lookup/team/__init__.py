"""What a team adds to the table, as readers of it."""
