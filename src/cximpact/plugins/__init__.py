"""The seam for plugins: the marker that authors put on their hooks."""
