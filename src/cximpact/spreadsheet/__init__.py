"""Budgets where they live: score a workbook in place, keep it intact, and keep it live."""
