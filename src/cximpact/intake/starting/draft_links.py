"""What texts of a list say of other proposals: told, and rules ready for a person to take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.exceptions import printable
from cximpact.intake.starting.link_columns import header_relation
from cximpact.intake.starting.named_ids import PIECE, IdFinder
from cximpact.intake.starting.quoting import comment, is_key, listed, quoted
from cximpact.intake.starting.said_links import Links, links_in
from cximpact.intake.starting.sure_cells import sure_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.inputs import Inputs
    from cximpact.model.proposal import Proposals

__all__ = ["LINKS_HEAD", "Linked", "link_lines", "linked", "links_told"]

LINKS_HEAD = (
    "# What texts of the list seem to say of other proposals: check each line, and take the '#'",
    "# away from those that are meant.",
)
_CLAUSES = re.compile(r"[;\n]")
"""What ends a clause of a text, but only parts ids below a header that says what they are."""

_SEE = {"see", "also", "cf", "ref", "siehe", "auch", "vgl", "voir", "aussi", "ver", "véase", "and"}
"""Words that point to another proposal and say nothing of it."""

_MOST_TOLD = 3
_MOST_LINES = 100
_LONGEST = 40
_LONGEST_BEHIND = 80


@frozen
class Linked:
    """A text that says something of other proposals.

    Attributes:
        header: Its column.
        key: The proposal whose text it is.
        text: The text.
        links: What it says; nothing where its words are not known.
    """

    header: str
    key: str
    text: str
    links: Links

    def __str__(self) -> str:
        return f"{printable(self.key, _LONGEST)} '{printable(self.text, _LONGEST)}'"


def linked(
    table: RawTable, inputs: Inputs, key: str, headers: Iterable[str], open_ids: Collection[str]
) -> tuple[Linked, ...]:
    """Return the texts that name other proposals, by their ids, with what they say of them.

    Of a text in other words than are known, nothing is said; it may hold what a selection hangs on.
    What a column of the list says that is read already is left out.

    Args:
        table: The list.
        inputs: What the draft reads.
        key: The header of its ids, "" for none.
        headers: The columns that are not read.
        open_ids: The proposals that take part and are not withdrawn.
    """
    if not key:
        return ()
    usable = frozenset(filter(is_key, open_ids))
    finder = IdFinder(usable)
    ids = [sure_text(cell) for cell in table.column(key)]
    proposals = inputs.proposals
    found = []
    for header in headers:
        before = f"{header}: " if header_relation(header) else ""
        for own, cell in zip(ids, table.column(header), strict=True):
            if isinstance(cell, str) and own in usable:
                said = before + _CLAUSES.sub(", ", cell) if before else cell
                links = links_in(said, own, finder)
                new = _new(links, proposals)
                is_open = not links and _says_more(cell, own, finder)
                found += [Linked(header, own, cell.strip(), new)] if new or is_open else []
    return tuple(found)


def _says_more(text: str, own: str, finder: IdFinder) -> bool:
    """Return whether a text says something of another proposal that it names, beyond `see`."""
    named = finder.named(text)
    if all(each.key == own for each in named):
        return False
    words = {
        piece[0].casefold()
        for piece in PIECE.finditer(text)
        if not any(each.start <= piece.start() < each.end for each in named)
    }
    return any(map(str.isalpha, words - _SEE))


def _new(links: Links, known: Proposals) -> Links:
    """Return links without those that columns of the list state already, either way round."""
    requires = (pair for pair in links.requires if pair[1] not in known.requires.get(pair[0], ()))
    excludes = (
        (one, other)
        for one, other in links.excludes
        if other not in known.excludes.get(one, ()) and one not in known.excludes.get(other, ())
    )
    return evolve(links, requires=tuple(requires), excludes=tuple(excludes))


def links_told(found: Sequence[Linked]) -> list[str]:
    """Return which texts name other proposals, and what stands ready for them or is to be said."""
    known = [each for each in found if each.links]
    others = [each for each in found if not each.links]
    if not others:
        return _known_told(known)
    todo = "if one needs the other or shuts it out, say so under 'rules: requires' or 'excludes'"
    words = " in other words" if known else ""
    return [*_known_told(known), f"{_by_header(others, words)}: {todo} in cximpact.yaml"]


def _known_told(found: Sequence[Linked]) -> list[str]:
    if not found:
        return []
    sections = _sections(found)
    todo = [f"lines for 'rules: {' and '.join(sections)} stand ready"] if sections else []
    if any(each.links.is_choice for each in found):
        todo.append("where one of several would do, state one under 'rules: requires'")
    return [f"{_by_header(found)}: {'; '.join(todo)} in cximpact.yaml"]


def _by_header(found: Sequence[Linked], words: str = "") -> str:
    headers = dict.fromkeys(each.header for each in found)
    return ", ".join(
        _said(header, [each for each in found if each.header == header], words)
        for header in headers
    )


def _said(header: str, found: Sequence[Linked], words: str) -> str:
    some = ", ".join(str(each) for each in found[:_MOST_TOLD])
    n_more = len(found) - _MOST_TOLD
    more = f" and {n_more:,} more" if n_more > 0 else ""
    return f"'{printable(header, _LONGEST)}' names other proposals{words}: {some}{more}"


def _sections(found: Sequence[Linked]) -> list[str]:
    """Return the rules that lines stand ready for, as a remark names them behind ``'rules: ``."""
    names = []
    if any(each.links.requires for each in found):
        names.append("requires'")
    if any(each.links.excludes for each in found):
        names.append("'excludes'" if names else "excludes'")
    return names


def link_lines(found: Sequence[Linked]) -> list[str]:
    """Return the lines of `requires` and `excludes`, as comments; they stand under `rules`."""
    requires: dict[str, list[str]] = {}
    excludes: dict[frozenset[str], str] = {}
    texts: dict[str, str] = {}
    for each in found:
        for one, other in each.links.requires:
            if other not in requires.setdefault(one, []):
                requires[one].append(other)
            texts.setdefault(one, _behind(each))
        for pair in map(frozenset, each.links.excludes):
            excludes.setdefault(pair, _behind(each))
    needing = [f"    {quoted(one)}: [{listed(some)}]{texts[one]}" for one, some in requires.items()]
    apart = [f"    - [{listed(sorted(pair))}]{text}" for pair, text in excludes.items()]
    return [*_block("requires", needing), *_block("excludes", apart)]


def _behind(each: Linked) -> str:
    said = f"{printable(each.key, _LONGEST)}: {printable(each.text, _LONGEST_BEHIND)}"
    return comment(f"    # {said}")


def _block(name: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    n_more = len(lines) - _MOST_LINES
    more = [f"#    # and {n_more:,} more"] if n_more > 0 else []
    return [f"#  {name}:", *(f"#{line}" for line in lines[:_MOST_LINES]), *more]
