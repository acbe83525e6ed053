"""Starting a plugin: a complete distribution, written from templates, that passes its tests."""

from cximpact.authoring.distribution import write_plugin

__all__ = ["write_plugin"]
