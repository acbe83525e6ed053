"""Which plugins are installed: read from package metadata, importing none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, EntryPoint, distributions

from attrs import frozen

__all__ = ["GROUP", "Announced", "announced", "normalized", "same_name"]

GROUP = "cximpact"
"""The group of entry points by which a distribution announces its plugins."""


@frozen
class Announced:
    """A plugin as its distribution announces it; nothing of it was imported.

    Attributes:
        name: Name of the entry point.
        distribution: The distribution it comes with.
        version: That distribution's version; "" where its metadata does not say.
        target: What would be imported, such as ``cximpact_jira.plugin``.
        origin: ``built in``, or the folder it is installed in.
        fault: Why it cannot be used, where its metadata alone show that.
    """

    name: str
    distribution: str
    version: str
    target: str
    origin: str = ""
    fault: str = ""

    def load(self) -> object:
        """Import the module and return it, or the object in it that `target` names."""
        return EntryPoint(name=self.name, value=self.target, group=GROUP).load()


def normalized(name: str) -> str:
    """Return a name in the one spelling in which names of distributions are compared.

    Examples:
        >>> normalized("CXimpact_Jira")
        'cximpact-jira'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def announced() -> tuple[Announced, ...]:
    """Return what is announced on `sys.path`, sorted by name, then by distribution.

    Where one distribution stands twice on the path, the first counts, as it does for imports.
    """
    found: dict[str, tuple[Announced, ...]] = {}
    for distribution in distributions():
        points = tuple(_announcements(distribution))
        if points:
            found.setdefault(normalized(points[0].distribution), points)
    every = (point for points in found.values() for point in points)
    return tuple(sorted(every, key=lambda each: (each.name, each.distribution)))


def same_name(found: Iterable[Announced]) -> dict[str, tuple[Announced, ...]]:
    """Return the names that several distributions announce, with all that announce them."""
    by_name: dict[str, list[Announced]] = {}
    for each in found:
        by_name.setdefault(each.name, []).append(each)
    return {name: tuple(each) for name, each in by_name.items() if len(each) > 1}


def _announcements(distribution: Distribution) -> Iterator[Announced]:
    """Yield the plugins of a distribution; metadata that cannot be read cost only their own."""
    try:
        text = distribution.read_text("entry_points.txt") or ""
    except (OSError, ValueError):
        return
    # Most distributions have none; parsing all of them would be most of the time spent here.
    if GROUP not in text:
        return
    name, version = _field(distribution, "Name"), _field(distribution, "Version")
    origin = str(distribution.locate_file(""))
    try:
        points = tuple(distribution.entry_points.select(group=GROUP))
    except Exception as error:
        fault = f"its entry_points.txt cannot be read: {error}"
        yield Announced(name, name, version, "", origin, fault)
        return
    for point in points:
        yield Announced(point.name, name or point.name, version, point.value, origin)


def _field(distribution: Distribution, name: str) -> str:
    """Return a field of the metadata, or "" where it is missing or cannot be read."""
    try:
        return str((distribution.metadata.get_all(name) or [""])[0])
    except (OSError, ValueError):
        return ""
