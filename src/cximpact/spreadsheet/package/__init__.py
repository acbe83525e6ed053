"""A workbook as a file of parts: read them all, change some, and save so that none is lost."""
