"""Reading letters: the head of each file becomes a row; the words of the customer do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cximpact.plugins import Context, QueryError, Request

Row = dict[str, Any]
_AT_ONCE = 500


def collect(request: Request, context: Context) -> Iterator[list[Row]]:
    """Yield one row per letter, in the order of their names.

    Args:
        request: What is asked for; letters of all days are given, core sorts out the late ones.
        context: Its settings name the folder.

    Raises:
        QueryError: There is no such folder, or no such encoding.
    """
    del request
    folder, paths = _letters(context)
    context.query(f"{len(paths)} letters in {context.settings['folder']}")
    rows: list[Row] = []
    unread: list[str] = []
    for path in paths:
        ref = path.relative_to(folder).as_posix()
        row = _row(ref, _head(path, context.settings["encoding"]))
        if row is None:
            unread.append(ref)
            continue
        rows.append(row)
        if len(rows) == _AT_ONCE:
            yield rows
            rows = []
            context.progress(f"letters up to {ref}")
    yield rows
    if unread:
        context.note(f"letters without a readable head: {len(unread)}, such as {unread[0]}")


def check(context: Context) -> str:
    """Return how many letters there are."""
    folder, paths = _letters(context)
    return f"{len(paths)} letters in {folder.name}"


def _letters(context: Context) -> tuple[Path, list[Path]]:
    folder = context.folder / context.settings["folder"]
    if not folder.is_dir():
        raise QueryError(f"there is no folder {context.settings['folder']!r} beside the workspace")
    return folder, sorted(path for path in folder.rglob("*.txt") if path.is_file())


def _head(path: Path, encoding: str) -> dict[str, str]:
    """Return the lines above the first empty line, by their name in small letters."""
    found = {}
    try:
        with path.open(encoding=encoding, errors="replace") as lines:
            for line in lines:
                name, colon, said = line.partition(":")
                if not colon:
                    break
                found[name.strip().lower()] = said.strip()
    except LookupError:
        raise QueryError(f"there is no encoding called {encoding!r}") from None
    return found


def _row(ref: str, head: dict[str, str]) -> Row | None:
    """Return the row of a letter; None where its head cannot be read."""
    received, answered = _day(head.get("received")), _day(head.get("answered"))
    about = head.get("about", "")
    late = received and answered and answered < received
    if received is None or not about or late or (head.get("answered") and answered is None):
        return None
    return {
        "ref": ref,
        "received": received,
        "about": about,
        "answered": answered,
        "days_to_answer": (answered - received).days if answered else None,
    }


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None
