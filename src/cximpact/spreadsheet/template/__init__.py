"""Workbooks to start from, and the way from a workspace in files to a workbook and back."""
