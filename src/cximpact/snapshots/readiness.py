"""What reads collected rows is imported while they are on their way: waiting costs nothing."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from threading import Thread

__all__ = ["make_ready"]

_NEEDED_LATER = (
    *("duckdb", "cximpact.snapshots.tables", "cximpact.sources.collect"),
    *("cximpact.sources.source", "cximpact.evidence.conditions"),
    *("cximpact.scoring.score", "cximpact.decision.decide"),
)


def make_ready() -> None:
    """Begin to import what will be needed, in a thread; a module that fails does so when used."""
    Thread(target=_import_all, name="cximpact-imports").start()


def _import_all() -> None:
    for name in _NEEDED_LATER:
        with suppress(Exception):
            import_module(name)
