"""HTTP and Socket Mode, start and stop, health, logs."""
