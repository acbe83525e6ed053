"""Scorecard documents become scorecards, and back."""
