"""Rows of a source become text in one way only, and are refused where two would be possible."""
