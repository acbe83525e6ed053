"""Edits of a workbook's XML, byte by byte: what need not change does not."""
