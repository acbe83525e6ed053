"""The front door of solving: `solve` takes any program and finds the engine for it."""

from __future__ import annotations

from cximpact.decision.solving.front import solve

__all__ = ["solve"]
