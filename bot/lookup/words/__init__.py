"""What the words of a text mean."""
