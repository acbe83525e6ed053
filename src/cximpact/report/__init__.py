"""A result in the forms people and programs read: records, tables, JSON, CSV, text."""
