"""Where each value of a document stands in its file."""

from __future__ import annotations

from attrs import Factory, define

__all__ = ["Data", "KeyPath", "Mark", "dotted"]

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None
"""What a document is made of, and nothing else."""

KeyPath = tuple[str | int, ...]
"""Keys of mappings and positions in lists, from the top of a document down to a value."""


@define(eq=False)
class Mark:
    """The place of one value, and of those inside it.

    Attributes:
        line: The line the value starts on, counted from 1.
        key_line: The line of its key; None for an item of a list and for the whole document.
        written: The characters of a number, truth value or null as they stand in the file.
        inside: The marks of the values inside it, by key or position.
    """

    line: int
    key_line: int | None = None
    written: str | None = None
    inside: dict[str | int, Mark] = Factory(dict)

    @property
    def heading(self) -> int:
        """The line a reader looks for: that of the key, where there is one."""
        return self.line if self.key_line is None else self.key_line

    def nearest(self, path: KeyPath) -> tuple[Mark, bool]:
        """Return the mark at a path, or of its nearest known parent, and whether it is the one."""
        mark = self
        for step in path:
            if step not in mark.inside:
                return mark, False
            mark = mark.inside[step]
        return mark, True


def dotted(path: KeyPath) -> str:
    """Return a path of keys as text.

    Example:
        >>> dotted(("effects", 2, "change"))
        'effects[2].change'
    """
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")
