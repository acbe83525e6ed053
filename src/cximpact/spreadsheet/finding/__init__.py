"""Which table of a workbook is the list of proposals, and what its columns mean."""
