"""Where output goes: a file written whole, or stdout; progress on stderr, only on a terminal."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cximpact.exceptions import printable

NAME = "cximpact"
_PAGES = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".svg", ".xml")


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done, on a terminal; elsewhere it is silent."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status("starting") as status:
        # As a text of its own: names in brackets are no markup.
        yield lambda text: status.update(Text(printable(text, 200)))


def emit(text: str, output: Path | None) -> None:
    """Write text to a file, or to stdout where no file is named."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    from cximpact.writing.whole_files import write_whole

    write_whole(output, text if text.endswith("\n") else text + "\n")
    say(f"wrote {output}", err=True)


def refuse_page(output: Path | None) -> None:
    """Make sure that text is not written where a browser would read it as a page, markup and all.

    Raises:
        click.UsageError: The ending of the file is one of a page.
    """
    ending = "" if output is None else output.suffix.lower()
    if ending in _PAGES:
        raise click.UsageError(
            f"This writes text, JSON or CSV, and a browser would take {ending} for a page; "
            "name a file ending in .txt, .json or .csv."
        )


def say(text: str, *, err: bool = False) -> None:
    """Print what may hold names and texts of others, without the power to move a terminal."""
    click.echo(harmless(text), err=err)


def harmless(text: str) -> str:
    r"""Return text of several lines in which no character can give orders to a terminal.

    Example:
        >>> print(harmless("# Result\n\x1b[31mred"))
        # Result
        \x1b[31mred
    """
    return "".join(
        char if char.isprintable() or char in "\n\t" else printable(char) for char in text
    )


def width(without: int) -> int:
    """Return how many columns the terminal has.

    Args:
        without: What holds where the output goes to no terminal.
    """
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else without


def invoked() -> str:
    """Return the command as it was started, so that what is suggested can be typed.

    A shell that finds the command on its PATH hands over the whole path; the name is then enough.
    """
    started = Path(sys.argv[0])
    if started.stem != NAME or started.parent == Path() or not started.is_file():
        return NAME
    found = shutil.which(NAME)
    return NAME if found and started.samefile(found) else shlex.quote(str(started))


def suggested(*words: str | Path) -> str:
    """Return a command line of ours to be typed next; a workspace that is this folder is left out.

    Example:
        >>> suggested("explain", "P 1", Path())
        "cximpact explain 'P 1'"
    """
    return " ".join([invoked(), *(shlex.quote(str(word)) for word in words if word != Path())])
