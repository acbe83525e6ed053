"""Sources in SQL databases: one read-only query each, streamed."""
