"""Rows become counts and sums where they lie: files and frames alike, aggregated in DuckDB.

`collect` is the way in. Nothing here makes a Python object per row; the SQL is put together in
layers, one module each: tables, used columns, texts, rules, values, outcomes, groups.
"""
