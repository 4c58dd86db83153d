"""What trains the models when a table is built."""
