"""Response files of customer feedback under OMB Circular A-11, Section 280.

A question of trust, and what drives it: effectiveness, ease, efficiency, transparency, humanity
(equity), employees. Drivers are rated 1 to 5, or ticked as what went well or badly; a ticked driver
is 1 where it went well, 0 where it went badly, and no answer where it was not ticked. Headings of
the second kind are those of the bulk upload of Touchpoints (GSA): ``question_1``,
``positive_ease``, ``negative_ease``, ``question_4``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from cximpact_survey.faults import Unreadable, shown
from cximpact_survey.layouts.headings import NO, YES, numbered, take
from cximpact_survey.tables import Cells, Column, Sheet, Table, single

__all__ = ["DRIVERS", "read_a11"]

DRIVERS = ("effectiveness", "ease", "efficiency", "transparency", "humanity", "employee", "other")

_TRUST = ("trust", "question_1", "answer_01")
_POSITIVE, _NEGATIVE = ("positive", "answer_02"), ("negative", "answer_03")
_COMMENT = ("comment", "question_4", "answer_04")
_ROLES = {"date": "Created At", "id": "ID"}
_DROPPED = ("Flagged", "Archived", "Spam", "Deleted")
_OTHER_NAMES = {"equity": "humanity", "empathy": "humanity", "employees": "employee"}


def read_a11(rows: Sheet, roles: Mapping[str, str], _keep_unfinished: bool) -> Table:
    """Return an A-11 response file: `trust`, every driver and `comment` under their own names."""
    (headings,) = take(rows, 1)
    columns = tuple(Column(at, (name,)) for at, name in enumerate(numbered(headings)))
    bare = Table(columns, rows, roles={**_ROLES, **roles})
    return Table(columns, rows, roles=bare.roles, set_aside=_judge(bare), made=_made(bare))


def _made(table: Table) -> dict[str, Cells]:
    made: dict[str, Cells] = {}
    for name, candidates in (("trust", _TRUST), ("comment", _COMMENT)):
        column = table.role(name) or _first(table, candidates)
        if column:
            made[name] = single(column.at)
    for driver in DRIVERS:
        cells = _driver(table, driver)
        if cells:
            made[driver] = cells
    aliases = {other: made[name] for other, name in _OTHER_NAMES.items() if name in made}
    return {**aliases, **made}


def _first(table: Table, names: Sequence[str]) -> Column | None:
    return next((column for name in names if (column := table.find(name))), None)


def _driver(table: Table, driver: str) -> Cells | None:
    """Return how a driver is read: rated, ticked in a column of its own, or in a list."""
    names = (driver, *(other for other, name in _OTHER_NAMES.items() if name == driver))
    rated = _first(table, names)
    if rated:
        return single(rated.at)
    good = [f"{side}_{name}" for side in _POSITIVE for name in names]
    bad = [f"{side}_{name}" for side in _NEGATIVE for name in names]
    ticked = _ticked(_first(table, good)), _ticked(_first(table, bad))
    if not any(ticked):
        listed = table.role("positive") or _first(table, _POSITIVE)
        against = table.role("negative") or _first(table, _NEGATIVE)
        ticked = _listed(listed, names), _listed(against, names)
    return _either(*ticked) if any(ticked) else None


_Ticked = Callable[[Sequence[str]], bool]


def _ticked(column: Column | None) -> _Ticked | None:
    """Return whether a box is ticked; anything but yes and no is refused."""
    if column is None:
        return None
    place, name = column.at, column.names[0]

    def ticked(row: Sequence[str]) -> bool:
        said = row[place].strip().casefold()
        if said not in YES and said not in NO:
            raise Unreadable(f"{shown(name)} is a box to tick; expected 1 or 0 in it")
        return said in YES

    return ticked


def _listed(column: Column | None, names: Sequence[str]) -> _Ticked | None:
    """Return whether a driver is among those a cell lists."""
    if column is None:
        return None
    place, wanted = column.at, set(names)
    return lambda row: (
        not wanted.isdisjoint(word.strip().casefold() for word in re.split(r"[,;|]", row[place]))
    )


def _either(good: _Ticked | None, bad: _Ticked | None) -> Cells:
    def cells(row: Sequence[str]) -> tuple[str, ...]:
        well = ("1",) if good is not None and good(row) else ()
        badly = ("0",) if bad is not None and bad(row) else ()
        return well + badly

    return cells


def _judge(table: Table) -> Callable[[Sequence[str]], str]:
    places = [column.at for name in _DROPPED if (column := table.find(name))]

    def judge(row: Sequence[str]) -> str:
        dropped = any(row[at].strip().casefold() in YES for at in places)
        return "flagged, archived or deleted" if dropped else ""

    return judge
