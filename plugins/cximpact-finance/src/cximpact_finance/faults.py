"""Everything that is wrong with the rows of a source, told at once."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

__all__ = ["Faults"]

_SHOWN = 5


@define
class Faults:
    """Gathers faults of rows: the first few in words, all of them as a number.

    Example:
        >>> faults = Faults()
        >>> faults.add("row 3: no currency")
        >>> str(faults)
        'row 3: no currency'
    """

    _first: list[str] = field(init=False, factory=list)
    count: int = field(init=False, default=0)

    def add(self, fault: str) -> None:
        """Take in one fault."""
        self.count += 1
        if len(self._first) < _SHOWN:
            self._first.append(fault)

    def __str__(self) -> str:
        more = self.count - len(self._first)
        return "; ".join(self._first) + (f"; and {more:,} more" if more > 0 else "")

    def refuse(self, error: Callable[[str], Exception], hint: str = "") -> None:
        """Raise an error that names the faults, if there are any.

        Args:
            error: The kind of error, by its remedy.
            hint: What to do about it.
        """
        if self.count:
            raise error(f"{self}{'; ' if hint else ''}{hint}")
