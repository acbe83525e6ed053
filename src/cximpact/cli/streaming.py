"""Long output, piece by piece: what has ten thousand parts is never held whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from cximpact.cli.output import progress, say

__all__ = ["emit_pieces", "watched", "writing"]

_STEP = 500
_Item = TypeVar("_Item")


def emit_pieces(pieces: Iterable[str], output: Path | None) -> None:
    """Write text, which ends with a line end, to a file or to stdout as it comes.

    A file appears only when all of it is written.
    """
    if output is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    from cximpact.writing.whole_files import write_whole

    write_whole(output, pieces)
    say(f"wrote {output}", err=True)


@contextmanager
def writing(output: Path | None) -> Iterator[Callable[[str], None]]:
    """Give a function that shows how far writing is; silent where the output is itself shown."""
    if output is None and sys.stdout.isatty():
        yield lambda _: None
        return
    with progress() as tell:
        tell("writing")
        yield tell


def watched(items: Iterable[_Item], tell: Callable[[str], None], what: str) -> Iterator[_Item]:
    """Yield items, and tell now and then how many they were.

    Args:
        items: What is written one by one.
        tell: Shows how far writing is.
        what: What they are, in the plural.
    """
    for number, item in enumerate(items, start=1):
        if number % _STEP == 0:
            tell(f"writing: {number:,} {what}")
        yield item
