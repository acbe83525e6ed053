"""Files, sheets and frames become documents and tables, strictly, with the place of every value."""
