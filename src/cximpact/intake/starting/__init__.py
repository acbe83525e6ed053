"""A first workspace from a list that exists already."""
