"""Which proposals there are, for the tables that speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from attrs import Factory, field, frozen

from cximpact.intake.files.problems import did_you_mean
from cximpact.model.proposal import SetAside

if TYPE_CHECKING:
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter

__all__ = ["Pool", "Rows"]

_MOST_HINTS = 20
# P1 and P2 are as close as this.
_CLOSE = 0.5


@frozen(eq=False)
class Rows:
    """Rows of a companion table that count, with the positions and ids of their proposals."""

    rows: list[int]
    positions: list[int]
    ids: list[str]


@frozen(eq=False)
class Pool:
    """The proposals by id, and those that were set aside.

    Attributes:
        position: Id to position, for the proposals that take part.
        aside: Ids of those that were read and set aside.
        known: Whether the list of proposals could be read at all; if not, no id is questioned.
        doubled: Ids that two rows of the list have, which was told: the id that one of them should
            have is likely to be close, so one that is close is not questioned again.
    """

    position: Mapping[str, int]
    aside: frozenset[str] = frozenset()
    known: bool = True
    doubled: frozenset[str] = frozenset()
    _unlisted: dict[str, int] = field(default=Factory(dict), init=False, repr=False)

    def unknown(self, key: str) -> bool:
        """Return whether no proposal has this id, set aside or not."""
        if not self.known or key in self.position or key in self.aside:
            return False
        return not get_close_matches(key, self.doubled, n=1, cutoff=_CLOSE)

    def hint(self, key: str) -> str | None:
        """Return which id may have been meant."""
        return did_you_mean(key, self.position)

    def match(self, part: TablePart, set_aside: list[SetAside]) -> Rows:
        """Return the rows of a companion table whose proposal takes part.

        Rows of a proposal that was set aside go with it and are counted; an id nobody has is a
        problem.
        """
        lookup = part.required("proposal")
        keys = [] if lookup is None else part.ids(lookup, part.rows)
        found, gone, strangers = Rows([], [], []), 0, 0
        for row, key in zip(part.rows if keys else (), keys, strict=True):
            if key in self.position or not self.known:
                found.rows.append(row)
                found.positions.append(self._place(key))
                found.ids.append(key)
            elif key in self.aside:
                gone += 1
            elif lookup is not None and self.unknown(key):
                strangers += 1
                self._stranger(part, row, lookup.column, key, strangers)
        _count_aside(part, gone, set_aside)
        return found

    def _place(self, key: str) -> int:
        """Return the position of an id; of a list that cannot be read, ids are told apart only."""
        if self.known:
            return self.position[key]
        return self._unlisted.setdefault(key, len(self._unlisted))

    def _stranger(self, part: TablePart, row: int, header: str, key: str, number: int) -> None:
        if not key:
            part.problem(row, header, "no proposal is named", expected="a proposal's id")
            return
        # Looking for what was meant takes long in a large pool; twenty are reported anyway.
        hint = self.hint(key) if number <= _MOST_HINTS else None
        part.problem(row, header, "no such proposal", hint=hint)

    def check(self, report: Reporter, path: tuple[str | int, ...], key: str) -> bool:
        """Note a problem if a document names a proposal that does not exist.

        Returns:
            Whether the proposal takes part.
        """
        if self.unknown(key):
            report.add(path, "no such proposal", value=key, hint=self.hint(key))
        return key in self.position


def _count_aside(part: TablePart, gone: int, set_aside: list[SetAside]) -> None:
    file = part.table.name
    if gone:
        reason = "their proposal was set aside"
        set_aside.append(SetAside(f"rows of {part.name}", reason, gone, file))
    if part.filtered:
        reason = f"they do not match 'where' of {part.name}"
        set_aside.append(SetAside(f"rows of {part.name}", reason, len(part.filtered), file))
