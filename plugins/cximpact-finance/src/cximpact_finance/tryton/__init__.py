"""Tryton over JSON-RPC: projects, budgets and booked costs, by reading methods only."""
