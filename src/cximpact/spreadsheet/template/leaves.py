"""A document taken apart into single values, each with its path, and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cximpact.intake.files.marks import Data, KeyPath

__all__ = ["BLOCKED", "joined", "leaves", "value_at"]

BLOCKED = "stands under a value, or beside one of another kind"


def leaves(data: Data, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Data]]:
    """Yield every value of a document that holds no others, in the document's order.

    Lists and mappings that hold nothing count as values.

    Example:
        >>> list(leaves({"a": [1, {}]}))
        [(('a', 0), 1), (('a', 1), {})]
    """
    inside: Iterable[tuple[str | int, Data]] = ()
    if isinstance(data, dict):
        inside = data.items()
    elif isinstance(data, list):
        inside = enumerate(data)
    if not isinstance(data, dict | list) or not data:
        yield path, data
    for step, value in inside:
        yield from leaves(value, (*path, step))


def joined(found: Mapping[KeyPath, Data]) -> tuple[dict[str, Data], list[KeyPath]]:
    """Return the document that values at paths make up, and the paths that fit no document.

    Positions in lists close up where some are missing, so that a person can take one out.

    Example:
        >>> joined({("a", 1): "x", ("a", 4): "y"})
        ({'a': ['x', 'y']}, [])
    """
    tree: dict[str | int, Any] = {}
    unfit = [path for path, value in found.items() if not _grow(tree, path, value)]
    whole: dict[str, Data] = {str(key): _data(part) for key, part in tree.items()}
    return whole, unfit


class _Leaf:
    def __init__(self, value: Data) -> None:
        self.value = value


def _grow(tree: dict[str | int, Any], path: KeyPath, value: Data) -> bool:
    at = tree
    for step, later in pairwise(path):
        at = at.setdefault(step, {})
        if not isinstance(at, dict) or any(type(key) is not type(later) for key in at):
            return False
    if path[-1] in at:
        return False
    at[path[-1]] = _Leaf(value)
    return True


def _data(part: Any) -> Data:
    if isinstance(part, _Leaf):
        return part.value
    if any(isinstance(key, int) for key in part):
        return [_data(part[key]) for key in sorted(part)]
    return {key: _data(inside) for key, inside in part.items()}


def value_at(data: Data, path: KeyPath) -> Data:
    """Return the value at a path; None where there is none."""
    at: Any = data
    for step in path:
        is_there = isinstance(at, list) and isinstance(step, int) and step < len(at)
        if is_there or (isinstance(at, dict) and step in at):
            at = at[step]
        else:
            return None
    return at  # type: ignore[no-any-return]
