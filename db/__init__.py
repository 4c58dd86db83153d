"""The code table: its TOML source, the SQLite table built from it, and the catalog read back from that table."""
