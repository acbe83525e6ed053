"""What is to become of a workbook's parts: which are replaced, added or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from cximpact.exceptions import InternalError

if TYPE_CHECKING:
    from cximpact.spreadsheet.package.parts import Parts

__all__ = ["Changes", "Content"]

Content: TypeAlias = bytes | Callable[[], Iterable[bytes]]
"""The new content of a part: its bytes, or what gives them piece by piece. The latter is called
when the workbook is saved, and may be called several times."""


class Changes:
    """Changes to the parts of a workbook, kept until they are saved.

    Reading goes through them: what was changed reads as changed, so that one change can build
    upon another. Names are found whatever their letter case.

    Example:
        >>> changes = Changes(parts)  # doctest: +SKIP
        >>> changes.replace("xl/workbook.xml", b"<workbook/>")  # doctest: +SKIP
        >>> changes.read("xl/workbook.xml")  # doctest: +SKIP
        b'<workbook/>'
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self._new: dict[str, Content] = {}
        self._added: dict[str, str] = {}
        self._removed: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._new or self._removed)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts there will be; added ones come last."""
        kept = [name for name in self.parts.names if name not in self._removed]
        return (*kept, *self._added.values())

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the parts that are added, in the order they were."""
        return tuple(self._added.values())

    def find(self, name: str) -> str | None:
        """Return the name of a part as it is spelled; None if there will be no such part."""
        added = self._added.get(name.casefold())
        found = self.parts.find(name)
        return added if added is not None else None if found in self._removed else found

    def read(self, name: str) -> bytes:
        """Return the content a part will have.

        Raises:
            InternalError: There will be no such part.
        """
        found = self._known(name)
        content = self._new.get(found)
        if content is None:
            return self.parts.read(found)
        return content if isinstance(content, bytes) else b"".join(content())

    def new_content(self, name: str) -> Content | None:
        """Return what a part is replaced by; None if it stays as it is."""
        return self._new.get(name)

    def is_removed(self, name: str) -> bool:
        """Return whether a part of the file will be left out, by its name as the file spells it."""
        return name in self._removed

    def replace(self, name: str, content: Content) -> None:
        """Give a part another content.

        Raises:
            InternalError: There will be no such part.
        """
        self._new[self._known(name)] = content

    def add(self, name: str, content: Content) -> None:
        """Add a part; it comes after all others.

        Raises:
            InternalError: There is one of this name.
        """
        if self.find(name) is not None:
            raise InternalError(f"the workbook has a part '{name}' already")
        restored = self.parts.find(name)
        if restored is not None:
            self._removed.discard(restored)
        else:
            self._added[name.casefold()] = name
        self._new[restored or name] = content

    def remove(self, name: str) -> None:
        """Leave a part out.

        Raises:
            InternalError: There will be no such part.
        """
        found = self._known(name)
        self._new.pop(found, None)
        if self._added.pop(found.casefold(), None) is None:
            self._removed.add(found)

    def _known(self, name: str) -> str:
        found = self.find(name)
        if found is None:
            raise InternalError(f"the workbook has no part '{name}'")
        return found
