"""Weights as people state them: what the statements allow, and what lies in the middle of it."""
