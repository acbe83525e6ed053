"""Raises when it is imported."""

raise RuntimeError("this plugin cannot be imported")
