"""What a plugin raised, as plain data: its family, a sentence for people, a log for its author."""

from __future__ import annotations

import linecache
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from cximpact.exceptions import (
    AnswerError,
    AuthenticationError,
    InputError,
    QueryError,
    SourceError,
    TemporaryError,
    printable,
)
from cximpact.plugins.hosting.loading import LoadError
from cximpact.plugins.isolation.places import place_of
from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.rows.reading import RowError

__all__ = ["failure"]

_FAMILIES: tuple[tuple[type[BaseException], str], ...] = (
    (AuthenticationError, "authentication"),
    (QueryError, "query"),
    (TemporaryError, "temporary"),
    (AnswerError, "answer"),
    # Neither says more than that the user can do something about it: mostly in the settings.
    (SourceError, "query"),
    (InputError, "query"),
    (SystemExit, "died"),
    (MemoryError, "died"),
)
_LONGEST = 1_000
_MOST_FRAMES = 12


def failure(error: BaseException, redactor: Redactor) -> dict[str, Any]:
    """Return what the host must know of an error; nothing in it runs the plugin's code again.

    Args:
        error: What was raised.
        redactor: Knows the secrets.
    """
    family = next((name for kind, name in _FAMILIES if isinstance(error, kind)), "plugin")
    reason = redactor.cut(_reason(error, family), _LONGEST)
    places = "\n".join(_places(error.__traceback__))
    return {
        "family": family,
        "reason": printable(reason, _LONGEST),
        "tried": isinstance(error, TemporaryError) and vars(error).get("tried") is True,
        "log": redactor.cut(f"{reason}\n{places}" if places else reason, 20 * _LONGEST),
    }


def _reason(error: BaseException, family: str) -> str:
    kind, text = type(error).__name__, _text(error)
    if isinstance(error, SystemExit):
        return f"the plugin ended its own process: exit({text})"
    if isinstance(error, MemoryError):
        return "it asked for more memory than it may use"
    if isinstance(error, LoadError | RowError) or (family != "plugin" and text):
        return text
    said = f"{kind}: {text}" if text else kind
    # Only a fault of the plugin itself: the reader of any other error is not its author.
    place = place_of(error) if family == "plugin" else ""
    return f"{said} ({place})" if place else said


def _text(error: BaseException) -> str:
    """Return what an error says; making that text may itself fail, in any way."""
    try:
        return "".join(str(error))
    except BaseException:
        return "(its text cannot be made)"


def _places(traceback: TracebackType | None) -> Iterator[str]:
    """Yield where it went wrong, the last calls first; code only, since values may be private."""
    frames = []
    while traceback is not None:
        frames.append((traceback.tb_frame.f_code, traceback.tb_lineno))
        traceback = traceback.tb_next
    for code, line in reversed(frames[-_MOST_FRAMES:]):
        source = linecache.getline(code.co_filename, line).strip()
        yield f"  {code.co_filename}:{line} in {code.co_name}: {source}"
