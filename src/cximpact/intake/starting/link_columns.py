"""Columns whose cells are ids of the list: what their headers say of how they stand to a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cximpact.intake.lists.pool import Pool
from cximpact.intake.lists.proposals import split_ids
from cximpact.intake.starting.amount_columns import all_numbers, counts_in_words, is_open
from cximpact.intake.starting.guess_cells import different
from cximpact.intake.starting.guess_words import FIELD_WORDS, plain_words
from cximpact.intake.starting.link_words import PHRASES, Relation
from cximpact.intake.starting.named_ids import IdFinder
from cximpact.intake.starting.said_links import links_in
from cximpact.intake.starting.sure_cells import sure_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess_headers import Headers
    from cximpact.model.source import Reading

__all__ = ["guess_links", "header_relation", "may_be_links", "named_columns"]

_MOST_WORDS = 8
_UNFIT = "\0"
_TOGETHER = {
    "requires": "each is chosen only together with what it names",
    "excludes": "none is chosen together with what it names",
}
_MEANT = {
    Relation.NEEDS: "requires",
    Relation.GIVEN: "requires",
    Relation.INSTEAD: "excludes",
}
_HEADERS_ONLY: Mapping[tuple[str, ...], Relation] = {
    ("conflict",): Relation.INSTEAD,
    ("conflicts",): Relation.INSTEAD,
    ("konflikt",): Relation.INSTEAD,
    ("konflikte",): Relation.INSTEAD,
    ("konflikt", "mit"): Relation.INSTEAD,
    ("mutually", "exclusive"): Relation.INSTEAD,
    ("mutually", "exclusive", "with"): Relation.INSTEAD,
    ("abhangigkeiten",): Relation.NEEDS,
    ("dependances",): Relation.NEEDS,
    ("dependencias",): Relation.NEEDS,
    ("vorganger",): Relation.NEEDS,
}
_BESIDE = frozenset(
    "first project projects proposal proposals initiative initiatives item items other others id "
    "ids no nr nrs number numbers ref refs which the of list zuerst vorher voraus projekt projekte "
    "vorhaben anderes andere nummer nummern id s d abord projet projets proyecto proyectos".split()
)
_OFTEN_COUNTS = frozenset(
    "need needs needed require required after before nach vor braucht benotigt apres tras conflict "
    "conflicts konflikt konflikte alternative alternatives alternativen".split()
)
"""Words that may head numbers of something else: ``Needs`` of people, ``After`` of months."""

_COUNTABLE = frozenset(
    "dependency dependencies prerequisites abhangigkeit abhangigkeiten voraussetzungen dependance "
    "dependances dependencia dependencias".split()
)
"""Words that may head how many there are, or how much: small numbers below them are no ids."""

_MOST_COUNTED = 20


def header_relation(header: str) -> Relation | None:
    """Return what a header says of the proposals named below it; None if it says more, or nothing.

    Example:
        >>> header_relation("Needs first"), header_relation("Alternative to")
        (<Relation.NEEDS: 'needs'>, <Relation.INSTEAD: 'instead'>)
        >>> header_relation("After stay"), header_relation("Needs approval")
        (None, None)
    """
    words = plain_words(header).split()
    if len(words) > _MOST_WORDS:
        return None
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            found = _relation(words[start:end])
            if found and _BESIDE.issuperset([*words[:start], *words[end:]]):
                return found
    return None


def _relation(words: Sequence[str]) -> Relation | None:
    key = tuple(words)
    found = PHRASES.get(key) or _HEADERS_ONLY.get(key)
    return None if found is Relation.EITHER else found


def guess_links(finder: Headers, columns: Mapping[str, str]) -> dict[str, str]:
    """Return columns of what each proposal needs or rules out, by what their headers say.

    One is taken only if each of its cells holds ids of other proposals of the list, or nothing.

    Args:
        finder: The headers; takes those that are returned, and what is to be told.
        columns: The headers that are found already.
    """
    found = _released(finder, columns)
    columns = {**columns, **found}
    free = [header for header in finder.table.headers if header not in finder.taken]
    named = _id_columns(finder.table, columns.get("id", ""), filter(header_relation, free))
    for header in named:
        ours = _MEANT.get(header_relation(header) or Relation.EITHER, "")
        if not ours or columns.get(ours) or found.get(ours) or _counts(finder, header):
            continue
        found[ours] = header
        finder.taken.add(header)
        finder.remarks.append(f"'{header}': {_TOGETHER[ours]}")
    return found


def _released(finder: Headers, columns: Mapping[str, str]) -> dict[str, str]:
    """Give back a column that names no id, such as ``Requires approval``, or may count.

    One that names proposals in other ways, as by their titles, is given back, too: texts are looked
    through for these.
    """
    header, own = columns.get("requires", ""), columns.get("id", "")
    if not (header and own):
        return {}
    cells = finder.cells(header)
    if not _may_count(header, cells, finder.reading):
        pool = Pool({sure_text(cell, _UNFIT): at for at, cell in enumerate(finder.cells(own))})
        is_said = plain_words(header) in FIELD_WORDS["requires"]
        is_read = is_said or any(_names(cell, pool) for cell in different(cells))
        is_text = header_relation(header) is not None and _names_otherwise(finder, columns, pool)
        if is_read and not is_text:
            return {}
    finder.taken.discard(header)
    return {"requires": ""}


def _counts(finder: Headers, header: str) -> bool:
    return _may_count(header, finder.cells(header), finder.reading)


def _names_otherwise(finder: Headers, columns: Mapping[str, str], pool: Pool) -> bool:
    """Return whether more cells name a proposal by its title, or as ``1 (data feed)``, than by id.

    Of a few among ids a person is told, and mends them.
    """
    header, own = columns["requires"], [sure_text(each) for each in finder.cells(columns["id"])]
    titles = map(sure_text, finder.cells(columns["title"])) if columns.get("title") else []
    named = IdFinder(own, {key: title for key, title in zip(own, titles, strict=False) if title})
    n_other = n_plain = 0
    for key, cell in zip(own, finder.cells(header), strict=True):
        ids = split_ids(sure_text(cell, _UNFIT), pool)
        if ids and all(each in pool.position for each in ids):
            n_plain += 1
        elif isinstance(cell, str):
            n_other += bool(links_in(f"{header}: {cell}", key, named).requires)
    return n_other > n_plain


def _names(cell: Cell, pool: Pool) -> bool:
    return any(each in pool.position for each in split_ids(sure_text(cell, _UNFIT), pool))


def _may_count(header: str, cells: Sequence[Cell], reading: Reading) -> bool:
    """Return whether all cells are numbers, and the header may be that of amounts.

    Whoever writes several ids into one cell counts nothing, and of large numbers none is how many
    others a proposal depends on.
    """
    numbers = all_numbers(cells, reading)
    words = plain_words(header).removeprefix("project ").split()
    if not numbers or counts_in_words(header) or _OFTEN_COUNTS.issuperset(words):
        return bool(numbers)
    return _COUNTABLE.issuperset(words) and all(each <= _MOST_COUNTED for each in numbers)


def may_be_links(table: RawTable, key: str, header: str, reading: Reading) -> str:
    """Return what takes a column if its numbers are ids of the list and no amounts.

    Args:
        table: The list.
        key: The header of its ids, "" for none.
        header: A column that is not read.
        reading: How numbers are written.

    Returns:
        ``requires`` or ``excludes``; "" where its numbers cannot be ids, or its header says that
        they count.
    """
    ours = _MEANT.get(header_relation(header) or Relation.EITHER, "")
    cells = table.column(header)
    if not (key and ours) or counts_in_words(header) or not _may_count(header, cells, reading):
        return ""
    own = [sure_text(cell, _UNFIT) for cell in table.column(key)]
    pool = Pool({name: at for at, name in enumerate(own)})
    # A zero may stand for none, as a dash does.
    named = [None if sure_text(each, _UNFIT) == "0" or is_open(each) else each for each in cells]
    return ours if _holds_ids(own, named, pool) else ""


def named_columns(
    table: RawTable, key: str, headers: Iterable[str], ids: Iterable[str]
) -> tuple[str, ...]:
    """Return which of some columns hold ids of other proposals, whatever their headers say.

    Ids without letters, or of one letter, may be anything else, as a rank or a class is.

    Args:
        table: The list.
        key: The header of its ids.
        headers: The columns that are not read.
        ids: The proposals that take part.
    """
    clear = {each for each in ids if len(each) > 1 and any(map(str.isalpha, each))}
    return tuple(_id_columns(table, key, headers, clear))


def _id_columns(
    table: RawTable, key: str, headers: Iterable[str], known: Collection[str] | None = None
) -> list[str]:
    """Return which of some columns hold ids of other proposals of the list in each cell, or none.

    Args:
        table: The list.
        key: The header of its ids, "" for none.
        headers: The columns to look at.
        known: The ids that count; without it, all of the list.
    """
    own = [sure_text(cell, _UNFIT) for cell in table.column(key)] if key else []
    some = set(own) - {"", _UNFIT} if known is None else known
    pool = Pool({name: at for at, name in enumerate(own) if name in some})
    return [each for each in headers if own and _holds_ids(own, table.column(each), pool)]


def _holds_ids(own: Sequence[str], cells: Sequence[Cell], pool: Pool) -> bool:
    named_any = False
    for name, cell in zip(own, cells, strict=True):
        named = split_ids(sure_text(cell, _UNFIT), pool)
        if not all(each in pool.position and each != name for each in named):
            return False
        named_any |= bool(named)
    return named_any
