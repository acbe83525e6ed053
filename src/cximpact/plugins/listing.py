"""Which plugins are installed: read from package metadata, importing none of them."""

from __future__ import annotations

from importlib.metadata import entry_points

from attrs import frozen

ENTRY_POINT_GROUP = "cximpact"


@frozen
class InstalledPlugin:
    """A plugin as its distribution announces it.

    Attributes:
        name: Name of the entry point.
        distribution: The distribution it comes with.
        version: That distribution's version.
        target: What would be imported.
    """

    name: str
    distribution: str
    version: str
    target: str


def installed_plugins() -> tuple[InstalledPlugin, ...]:
    """Return the installed plugins, sorted by name and distribution."""
    found = (
        InstalledPlugin(
            name=point.name,
            distribution=point.dist.name if point.dist else "",
            version=point.dist.version if point.dist else "",
            target=point.value,
        )
        for point in entry_points(group=ENTRY_POINT_GROUP)
    )
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.distribution)))
