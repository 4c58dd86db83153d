"""What stands around every listener: who asks too much, and what becomes of failures."""
