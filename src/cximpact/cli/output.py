"""Where output goes: a file written whole, or stdout; progress on stderr, only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done, on a terminal; elsewhere it is silent."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield lambda text: status.update(text)


def emit(text: str, output: Path | None) -> None:
    """Write text to a file, or to stdout where no file is named."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    from cximpact.report.files import write_whole

    write_whole(output, text if text.endswith("\n") else text + "\n")
    click.echo(f"wrote {output}", err=True)
