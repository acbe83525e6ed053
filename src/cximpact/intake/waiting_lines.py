"""Lines that `cximpact init` drafted behind '#', and that still wait there for a person.

To a reader of YAML they are comments, so that what the list calls mandatory, say, counts for
nothing without a word. They are known by their place: the '#' taken away, they are entries of a
few mappings, at the indentation and in the form in which they are drafted. Prose is none of them.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from attrs import Factory, define, frozen

from cximpact.decision.words import listed
from cximpact.exceptions import InputError, printable
from cximpact.intake.files.documents import document_text, parse_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cximpact.intake.spec import WorkspaceSpec

    _Forms = Mapping[tuple[str, ...], str]

__all__ = ["waiting_lines"]

_GROUPS = "groups"
_WORKSPACE: _Forms = {
    ("proposals", "columns", "costs"): "- {",
    ("proposals", "columns", "ratings"): ": {column: ",
    ("rules", "mandatory"): ": {reason: ",
    ("rules", "requires"): ": [",
    ("rules", "excludes"): "- [",
    ("rules", "capacity"): ": {limit: ",
}
"""Under which keys entries are drafted behind '#', and how each is written, but for its name."""
_SHARES = f"{_GROUPS}: {{"
_SCORECARD: _Forms = {(): _SHARES, ("criteria",): ": {group: "}
_YAML = (".yaml", ".yml")
_STEP = 2
"""Spaces of one level, as they are drafted."""
_NEAR = 3
"""Lines no further apart are told as one stretch: comments stand between them."""
_MOST_NAMED = 5
_LONGEST = 40


def waiting_lines(spec: WorkspaceSpec) -> tuple[str, ...]:
    """Return what waits behind '#' in a workspace file and in its scorecard, a line for each.

    Args:
        spec: The workspace; one that was read from no file has nothing that waits.

    Raises:
        InputError: A file cannot be read.
    """
    if spec.base is None:
        return ()
    card = spec.data.get("scorecard")
    files = [(spec.name, _WORKSPACE), (card if isinstance(card, str) else "", _SCORECARD)]
    told = []
    for name, forms in files:
        if name.lower().endswith(_YAML):
            found = _waiting(document_text(spec.base / name, name=name), forms)
            told += [_told(name, found)] if found else []
    return tuple(told)


@define
class _Part:
    """What waits under one key: its name, the lines it stands in, and what it names."""

    key: str
    lines: list[int]
    names: list[str] = Factory(list)

    def __str__(self) -> str:
        named = [printable(each, _LONGEST) for each in self.names if each]
        return f"'{self.key}'{f' ({listed(named, most=_MOST_NAMED)})' if named else ''}"


@frozen
class _Head:
    """A key that is open, and the line it stands in, 0 where that is no comment."""

    key: str
    waits_at: int


def _waiting(text: str, forms: _Forms) -> list[_Part]:
    """Return what waits in a text, in its order."""
    found: dict[str, _Part] = {}
    heads: list[_Head] = []
    for at, indent, body, is_comment in _lines(text):
        depth = -(-indent // _STEP)  # rounded up: what is further in stays open
        path = tuple(each.key for each in heads[:depth])
        fits = indent == _STEP * len(path)
        form = forms.get(path, "")
        if fits and is_comment and _is_entry(body, form):
            above = [each.waits_at for each in heads[:depth] if each.waits_at]
            key = path[-1] if path else _GROUPS
            part = found.setdefault(key, _Part(key, above))
            part.lines.append(at)
            # What is only counted need not be read.
            part.names.append(_name(body, form) if len(part.names) < _MOST_NAMED else body)
        elif not is_comment or _is_key(body):
            del heads[depth:]
            key = body.partition("#")[0].rstrip().removesuffix(":")
            if fits and _is_key(body) and _leads_on((*path, key), forms):
                heads.append(_Head(key, at if is_comment else 0))
    return list(found.values())


def _lines(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield each line that says something: its number, indentation, words, and if it is a comment.

    Of a comment, indentation and words are those that it has without its '#'.
    """
    for at, line in enumerate(io.StringIO(text, newline=None), 1):
        body = line.strip()
        is_comment = body.startswith("#")
        said = body[1:].lstrip(" ") if is_comment else body
        if said and not said.startswith("#"):
            before = len(line) - len(line.lstrip(" "))
            behind = len(body) - 1 - len(said) if is_comment else 0
            yield at, before + behind, said, is_comment


def _is_entry(body: str, form: str) -> bool:
    """Return whether a line is written in a form."""
    if not form:
        return False
    name, sign, rest = body.partition(form)
    is_closed = ("]" if form.endswith("[") else "}") in rest
    return bool(sign) and is_closed and bool(name) == form.startswith(": ")


def _name(body: str, form: str) -> str:
    """Return whom an entry names: its key, its column or its list; "" if it names nobody.

    An entry that somebody changed into what is no YAML is named by its key, as far as it has one.
    """
    if form == _SHARES:
        return ""
    try:
        entry = parse_document(body, suffix=".yaml", name="")
    except InputError:
        return body.partition(form)[0]
    said = entry.data
    if isinstance(said, dict):
        return next(iter(said), "")
    inside = said[0] if isinstance(said, list) and said else None
    if isinstance(inside, dict):
        return str(inside.get("column", inside.get("likely", "")))
    named = inside if isinstance(inside, list) else []
    return " with ".join(entry.written((0, at)) or str(each) for at, each in enumerate(named))


def _is_key(body: str) -> bool:
    """Return whether a line is a key and no more; prose seldom is."""
    key, sign, rest = body.partition(":")
    return bool(sign) and key.isidentifier() and not rest.partition("#")[0].strip()


def _leads_on(path: tuple[str, ...], forms: _Forms) -> bool:
    return any(each[: len(path)] == path for each in forms)


def _told(file: str, found: Sequence[_Part]) -> str:
    lines = sorted({at for part in found for at in part.lines})
    parts = listed([str(each) for each in found], most=len(found))
    one = len(found) == 1 and len(found[0].names) == 1
    wait, they = ("waits", "it holds") if one else ("wait", "they hold")
    return (
        f"{printable(file)}, {_stretches(lines)}: {parts} {wait} behind '#': take it away where "
        f"{they}, delete the line where not"
    )


def _stretches(lines: Sequence[int]) -> str:
    """Return lines in words.

    Example:
        >>> _stretches([7]), _stretches([3, 12, 14, 18])
        ('line 7', 'lines 3, 12-18')
    """
    found: list[list[int]] = []
    for at in lines:
        if found and at - found[-1][1] <= _NEAR + 1:
            found[-1][1] = at
        else:
            found.append([at, at])
    told = [f"{first}-{last}" if last > first else f"{first}" for first, last in found]
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(told)}"
