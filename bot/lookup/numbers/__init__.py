"""What numbers stand in a text, and what each is."""
