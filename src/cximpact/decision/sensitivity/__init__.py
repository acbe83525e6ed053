"""Sensitivity: how far things may move before the selection changes, and what moves it most."""

from cximpact.decision.sensitivity.intervals import weight_intervals
from cximpact.decision.sensitivity.tornado import sensitivity_notes, tornado

__all__ = ["sensitivity_notes", "tornado", "weight_intervals"]
