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

_CLEAR = re.compile(r"depend|prereq|predecess|requires|abh|vorauss|vorg|prerequis", re.IGNORECASE)
"""Headers below which nothing but proposals stands; below ``Need`` anything may."""

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
    """Return the texts that name other proposals, by id or title, with what they say of them.

    Of a text in other words than are known, nothing is said; it may hold what a selection hangs on.
    So may one that says what is needed and names no proposal that is known. What a column of the
    list says that is read already is left out.

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
    proposals = inputs.proposals
    titled = zip(proposals.ids, proposals.titles, strict=True)
    by_id = IdFinder(usable)
    finder = IdFinder(usable, {one: title for one, title in titled if title and one in usable})
    ids = [sure_text(cell) for cell in table.column(key)]
    found = []
    for header in headers:
        for own, cell in zip(ids, table.column(header), strict=True):
            if isinstance(cell, str) and own in usable:
                links = _links(header, cell, own, finder)
                is_open = not links and _says_more(cell, own, by_id)
                lacks = links.lacks and not (links or is_open)
                new = evolve(_new(links, proposals), lacks=lacks)
                found += [Linked(header, own, cell.strip(), new)] if new or is_open or lacks else []
    return tuple(found)


def _links(header: str, cell: str, own: str, finder: IdFinder) -> Links:
    """Return what a cell says of other proposals, with its header where that says how they stand.

    A number alone may count, whatever its header says.
    """
    if not header_relation(header) or cell.strip().isdigit():
        return links_in(cell, own, finder)
    links = links_in(f"{header}: {_CLAUSES.sub(', ', cell)}", own, finder)
    return links if _CLEAR.search(header) else evolve(links, lacks=False)


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
    lacking = [each for each in found if each.links.lacks]
    others = [each for each in found if not (each.links or each.links.lacks)]
    words = " in other words" if known else ""
    told = _known_told(known)
    if others:
        named = _by_header(others, f"names other proposals{words}")
        todo = (
            "if one needs the other or shuts it out, say so under 'rules: requires' or 'excludes'"
        )
        told.append(f"{named}: {todo} in cximpact.yaml")
    if lacking:
        named = _by_header(lacking, "names something needed that is no id or title of the list")
        todo = "if it is a proposal, say so under 'rules: requires'"
        told.append(f"{named}: {todo} in cximpact.yaml")
    return told


def _known_told(found: Sequence[Linked]) -> list[str]:
    if not found:
        return []
    sections = _sections(found)
    todo = [f"lines for 'rules: {' and '.join(sections)} stand ready"] if sections else []
    if any(each.links.is_choice for each in found):
        todo.append("where one of several would do, state one under 'rules: requires'")
    named = _by_header(found, "names other proposals")
    return [f"{named}: {'; '.join(todo)} in cximpact.yaml"]


def _by_header(found: Sequence[Linked], says: str) -> str:
    headers = dict.fromkeys(each.header for each in found)
    return ", ".join(
        _said(header, [each for each in found if each.header == header], says) for header in headers
    )


def _said(header: str, found: Sequence[Linked], says: str) -> str:
    some = ", ".join(str(each) for each in found[:_MOST_TOLD])
    n_more = len(found) - _MOST_TOLD
    more = f" and {n_more:,} more" if n_more > 0 else ""
    return f"'{printable(header, _LONGEST)}' {says}: {some}{more}"


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
