"""Plugins that are part of cximpact: of the same kind as any other, with no process of their own.

They are named here as an entry point would name them, and imported when one of them is needed.
"""

from __future__ import annotations

from cximpact.plugins.hosting.discovery import Announced

__all__ = ["BUILT_IN", "CORE", "ORIGIN"]

CORE = "cximpact"
"""The distribution that built-in plugins come with."""

ORIGIN = "built in"


def _own(name: str, target: str) -> Announced:
    return Announced(name, CORE, "", target, ORIGIN)


BUILT_IN = (
    _own("core-files", "cximpact.plugins.builtin.files"),
    _own("core-gates", "cximpact.plugins.builtin.gates"),
    _own("core-measures", "cximpact.plugins.builtin.measures"),
    # Reports are written below this layer, so the plugin that offers them stands there too.
    _own("core-reporters", "cximpact.report.reporters"),
)
"""The built-in plugins, sorted by name; their version is that of cximpact."""
