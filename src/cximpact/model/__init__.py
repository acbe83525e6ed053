"""The records that every layer shares: what a scorecard, a proposal, a measurement is.

Records only. Nothing here reads a file, knows a clock or computes a score.
"""
