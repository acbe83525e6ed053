"""Where the pages of an answer keep their rows and the way to the next page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from cximpact.plugins.http import HttpRequest

__all__ = ["Paging", "at_path", "with_path"]


@frozen
class Paging:
    """How a system divides its rows into pages, so that faults can be planted in them.

    Places inside an answer are keys joined by dots: ``data.items``; "" is the answer itself.

    Attributes:
        path: The path that pages are asked at; one that ends in ``*`` stands for all below.
        rows: Where the list of rows is.
        cursor: Where the cursor (or the address) of the next page is; "" where pages are counted
            by the source.
        last: Where a flag says that this is the last page; "" without one.
        more: Where a flag says that more pages follow; "" without one.
        total: Where the number of all rows is; "" without one.

    Examples:
        >>> Paging("/letters", rows="letters", cursor="next").page_at({"letters": []})
        []
    """

    path: str
    rows: str
    cursor: str = ""
    last: str = ""
    more: str = ""
    total: str = ""

    def asks(self, request: HttpRequest) -> bool:
        """Whether a request asks for a page."""
        path = urlsplit(request.url).path
        if self.path.endswith("*"):
            return path.startswith(self.path[:-1])
        return path == self.path

    def page_at(self, answer: Any) -> list[Any] | None:
        """Return the rows of an answer; None where it holds none."""
        found = at_path(answer, self.rows)
        return found if isinstance(found, list) else None


def at_path(data: Any, path: str) -> Any:
    """Return what stands at a place of nested mappings; None where nothing does."""
    for key in path.split(".") if path else ():
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def with_path(data: Any, path: str, value: Any) -> Any:
    """Return a copy of nested mappings with another value at one place."""
    key, _, rest = path.partition(".")
    if not key:
        return value
    whole = dict(data) if isinstance(data, Mapping) else {}
    return {**whole, key: with_path(whole.get(key), rest, value) if rest else value}
