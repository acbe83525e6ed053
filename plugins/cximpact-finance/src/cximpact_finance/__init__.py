"""Costs, budgets, proposals and refunds, from the systems that hold the money."""
