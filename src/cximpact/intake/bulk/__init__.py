"""Frames of very many ratings, read column by column instead of cell by cell."""
