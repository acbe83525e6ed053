"""Sensitivity: how far things may move before the selection changes."""

from cximpact.decision.sensitivity.intervals import weight_intervals

__all__ = ["weight_intervals"]
