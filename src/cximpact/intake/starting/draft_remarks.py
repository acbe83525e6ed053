"""Remarks of a draft at the lines they are about; what is about no single line stands apart."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from cximpact.intake.starting.guess_ids import GIVE_ID
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.scale_remarks import RATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["at_their_lines", "said_once"]

_BEHIND = "    # "
_HEADER_SAYS = "the header says "
_AT_WORDS = (", as nothing is known of it", " part in this round; ", " as committed: paid ")
"""What the draft says at each word for a status."""

_GUESS = "a guess from the values"
_SCALE = f"{_BEHIND}worst, no change, best"
_ASIDE = " set aside: "
_RULE = "    - {when: "


def at_their_lines(
    lines: Sequence[str], remarks: Iterable[str], headers: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return lines of a draft with the remarks on them, and the remarks that have no line.

    Args:
        lines: The lines that map columns and set rows aside.
        remarks: What was seen and left to a person.
        headers: The columns that are mapped.
    """
    kept, named = list(lines), list(headers)
    left = _rows_told(kept, list(remarks))
    return kept, [each for each in left if not _is_placed(kept, each, named)]


def said_once(lines: Sequence[str], head: str) -> list[str]:
    """Return lines with a remark that all lines below a heading share behind the heading instead.

    Args:
        lines: The lines of a draft.
        head: The heading; what stands further in below it belongs to it.

    Example:
        >>> said_once(["a:", "  b: 1    # odd", "  c: 2    # odd"], "a:")
        ['a:    # odd', '  b: 1', '  c: 2']
    """
    if head not in lines:
        return list(lines)
    at = lines.index(head)
    deep = len(head) - len(head.lstrip()) + 1
    below = takewhile(lambda line: line[:deep].isspace(), lines[at + 1 :])
    own = [line for line in below if not line.lstrip().startswith("#")]
    remarks = {line.partition(_BEHIND)[2] for line in own}
    if len(own) < 2 or len(remarks) != 1 or "" in remarks:
        return list(lines)
    tail = f"{_BEHIND}{remarks.pop()}"
    bare = {line: line.removesuffix(tail) for line in own}
    return [f"{line}{tail}" if line == head else bare.get(line, line) for line in lines]


def _rows_told(lines: list[str], remarks: Sequence[str]) -> list[str]:
    """Say behind each rule which rows it sets aside; return the other remarks."""
    rules = [at for at, line in enumerate(lines) if line.startswith(_RULE)]
    told = [each for each in remarks if each.startswith("row") and _ASIDE in each]
    if len(rules) != len(told):
        return list(remarks)
    for at, remark in zip(rules, told, strict=True):
        if remark.endswith(GIVE_ID):
            # A title before it may say anything.
            lines[at] += comment(f"{_BEHIND}{remark.rpartition(_ASIDE)[0]}: {GIVE_ID}")
        else:
            lines[at] += comment(f"{_BEHIND}{remark.partition(_ASIDE)[0]}")
    return [each for each in remarks if each not in told]


def _is_placed(lines: list[str], remark: str, headers: Sequence[str]) -> bool:
    """Say a remark behind the lines of the columns it begins with; return whether it could be."""
    named, _, scale = remark.partition(RATED)
    if scale.endswith(_GUESS):
        some = [header for header in headers if f", '{header}'," in f", {named},"]
        return named == _and_so_on(some, named) and _is_behind(lines, some, _GUESS)
    for header in headers:
        start = f"'{header}'"
        if remark.startswith((f"{start} ", f"{start}: ")) and not remark.startswith(
            f"{start} and "
        ):
            return _is_behind(lines, [header], remark[len(start) :].lstrip(": "))
    return False


def _and_so_on(headers: Sequence[str], named: str) -> str:
    """Return headers as a remark names them, in its order."""
    return ", ".join(sorted((f"'{each}'" for each in headers), key=named.index))


def _is_behind(lines: list[str], headers: Sequence[str], text: str) -> bool:
    """Say a text behind the line of each of some columns, unless one of them has no line."""
    places = [[at for at, line in enumerate(lines) if _maps(line, each)] for each in headers]
    if not headers or any(len(found) != 1 for found in places):
        return False
    for (at,) in places:
        if not _is_told(lines[at], text):
            lines[at] = _with(lines[at], comment(text))
    return True


def _maps(line: str, header: str) -> bool:
    """Return whether a line reads a column."""
    code, text = line.partition(_BEHIND)[0].rstrip(), quoted(header)
    if code.lstrip().startswith("#"):
        return False
    return code.endswith(f": {text}") or f"column: {text}," in code or f"column: {text}}}" in code


def _is_told(line: str, text: str) -> bool:
    """Return whether the draft says so anyway: what a header multiplies, and odd statuses."""
    is_unit = text.startswith(_HEADER_SAYS) and f"{_BEHIND}{_HEADER_SAYS}" in line
    return is_unit or any(each in text for each in _AT_WORDS)


def _with(line: str, text: str) -> str:
    if text == _GUESS and _SCALE in line:
        return line.replace(_SCALE, f"{_SCALE}: {_GUESS}", 1)
    return f"{line}; {text}" if _BEHIND in line else f"{line}{_BEHIND}{text}"
