"""Plugins under test, apart from whatever else is installed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cximpact.testing.running import Run, run_source

if TYPE_CHECKING:
    from cximpact.model.plugin import EvidenceSource, Gate, GateAnswer, MeasureTemplate, PluginInfo
    from cximpact.plugins.hosting.loading import Loaded

__all__ = ["IsolatedPlugin", "IsolatedPlugins"]


class IsolatedPlugin:
    """One plugin, loaded and checked as core does it, and called in this process.

    Attributes:
        info: What it says of itself.
        hooks: The hooks it answers.
    """

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.info: PluginInfo = loaded.info
        self.hooks: tuple[str, ...] = loaded.hooks

    def source(self, name: str) -> EvidenceSource:
        """Return a source by name."""
        return self._loaded.source(name)

    def measure(self, name: str) -> MeasureTemplate:
        """Return a measure template by name."""
        return self._loaded.measure(name)

    def gate(self, name: str) -> Gate:
        """Return a gate by name."""
        return self._loaded.gate(name)

    def collect(self, name: str, settings: Mapping[str, Any], **given: Any) -> Run:
        """Collect from a source; see `run_source`."""
        return run_source(self.source(name), settings, **given)

    def judge(
        self, name: str, proposal: Mapping[str, Any], settings: Mapping[str, Any] | None = None
    ) -> GateAnswer:
        """Return a gate's answer for one proposal."""
        judge = self.gate(name).judge
        assert judge is not None, f"gate {name} has no `judge`"
        return judge(proposal, settings or {})

    def render(self, name: str, evaluation: Mapping[str, Any]) -> str:
        """Return what a reporter writes of an evaluation, given as plain data."""
        return self._loaded.reporter(name).render(evaluation)

    def run(self, name: str, *words: str) -> int:
        """Run a command of its own; returns its exit code."""
        return self._loaded.command(name).run(words)

    def notify(self, name: str, evaluation: Mapping[str, Any]) -> None:
        """Tell an observer of an evaluation, given as plain data."""
        self._loaded.observer(name).notify(evaluation)


class IsolatedPlugins:
    """A host that knows only the plugins it is given.

    Examples:
        >>> from types import SimpleNamespace
        >>> from cximpact.plugins import PluginInfo, hookimpl
        >>> @hookimpl
        ... def cximpact_plugin_info():
        ...     return PluginInfo("letters", "Letters from customers")
        >>> module = SimpleNamespace(cximpact_plugin_info=cximpact_plugin_info)
        >>> IsolatedPlugins().load(module, "letters").info.summary
        'Letters from customers'
    """

    def load(self, plugin: object, name: str = "") -> IsolatedPlugin:
        """Load a plugin.

        Args:
            plugin: A module, its dotted name, or any object whose functions are marked `hookimpl`.
            name: The entry point's name; without one, what the plugin calls itself.

        Raises:
            LoadError: One of its answers is not right; the message says which.
        """
        from cximpact.plugins.hosting.loading import load_object

        found = import_module(plugin) if isinstance(plugin, str) else plugin
        own = getattr(found, "cximpact_plugin_info", None)
        return IsolatedPlugin(load_object(found, name or (own().name if own else "")))
