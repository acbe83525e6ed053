"""What people say about weights, read from the workspace and from what they type."""
