"""What was collected, in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.report.words import counted

if TYPE_CHECKING:
    from cximpact.snapshots.manifest import PartRecord
    from cximpact.snapshots.reading import Snapshot

__all__ = ["collected_lines"]


def collected_lines(snapshot: Snapshot) -> Iterator[str]:
    """Yield a line for each part of a snapshot, and below it what its source wants to be known."""
    for record in snapshot.parts.values():
        yield printable(_line(record), 600)
        yield from (printable(f"  note: {note}", 600) for note in record.notes)


def _line(record: PartRecord) -> str:
    whose = f"{record.distribution} {record.version}".strip()
    source = f"{record.source}, {whose}" if whose else record.source
    if not record.worked:
        return f"{record.part}: failed: {record.reason} ({source})"
    return f"{record.part}: {counted(record.rows, 'row')} ({source})"
