"""Solving the programs of the selection: small ones by trying all, others by branch and bound."""
