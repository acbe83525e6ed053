"""The marker a plugin puts on a function that answers one of cximpact's hooks."""

from __future__ import annotations

import pluggy

hookimpl = pluggy.HookimplMarker("cximpact")
"""Marks a function as an answer to the hook of its name."""
