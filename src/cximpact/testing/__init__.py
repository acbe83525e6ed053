"""What plugin authors test with: contracts to subclass, recorded systems, a fixed clock.

Installing cximpact also installs a small pytest plugin with the fixtures `cximpact_plugins` and
`cximpact_workspace`. Nothing here is imported before it is used.

Examples:
    >>> from cximpact.testing import RecordedTransport, make_context
    >>> with RecordedTransport({"GET /letters": {"letters": []}}) as letters:
    ...     context = make_context({}, transport=letters)
    ...     context.http("https://letters.example").get("/letters").json()
    {'letters': []}
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cximpact.testing.accounts import small_scorecard
    from cximpact.testing.clock import FIXED_NOW, fixed_clock
    from cximpact.testing.contexts import Heard, ListeningContext, make_context
    from cximpact.testing.contracts.network import NetworkSourceContract
    from cximpact.testing.contracts.plugin import PluginContract
    from cximpact.testing.contracts.source import SourceContract
    from cximpact.testing.exchanges import Recording, UnmatchedRequest
    from cximpact.testing.faults import FAULTS, Fault
    from cximpact.testing.faulty import FaultyTransport
    from cximpact.testing.installed import IsolatedPlugin, IsolatedPlugins
    from cximpact.testing.paging import Paging
    from cximpact.testing.recorded import RecordedTransport
    from cximpact.testing.running import Run, run_source
    from cximpact.testing.workspace import CommandResult, WorkspaceRunner

_HOMES = {
    "FAULTS": "faults",
    "FIXED_NOW": "clock",
    "CommandResult": "workspace",
    "Fault": "faults",
    "FaultyTransport": "faulty",
    "Heard": "contexts",
    "IsolatedPlugin": "installed",
    "IsolatedPlugins": "installed",
    "NetworkSourceContract": "contracts.network",
    "Paging": "paging",
    "PluginContract": "contracts.plugin",
    "RecordedTransport": "recorded",
    "Recording": "exchanges",
    "Run": "running",
    "SourceContract": "contracts.source",
    "ListeningContext": "contexts",
    "UnmatchedRequest": "exchanges",
    "WorkspaceRunner": "workspace",
    "fixed_clock": "clock",
    "make_context": "contexts",
    "run_source": "running",
    "small_scorecard": "accounts",
}

__all__ = [
    "FAULTS",
    "FIXED_NOW",
    "CommandResult",
    "Fault",
    "FaultyTransport",
    "Heard",
    "IsolatedPlugin",
    "IsolatedPlugins",
    "ListeningContext",
    "NetworkSourceContract",
    "Paging",
    "PluginContract",
    "RecordedTransport",
    "Recording",
    "Run",
    "SourceContract",
    "UnmatchedRequest",
    "WorkspaceRunner",
    "fixed_clock",
    "make_context",
    "run_source",
    "small_scorecard",
]


def __getattr__(name: str) -> Any:
    """Import a public name from its home the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cximpact.testing' has no attribute '{name}'")
    value = getattr(import_module(f"cximpact.testing.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
