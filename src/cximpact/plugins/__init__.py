"""What plugins are written with: the marker for hooks, the descriptors, the context, the errors.

Everything a plugin may import from cximpact is here, in `cximpact` itself, and in
`cximpact.testing`. Importing it is cheap and brings in nothing heavy.

Examples:
    >>> from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl
    >>> @hookimpl
    ... def cximpact_plugin_info():
    ...     return PluginInfo("letter-box", "Letters from customers")
"""

from cximpact.exceptions import (
    AnswerError,
    AuthenticationError,
    QueryError,
    SourceError,
    TemporaryError,
)
from cximpact.model.plugin import (
    API_VERSION,
    Command,
    EvidenceSource,
    Gate,
    GateAnswer,
    MeasureTemplate,
    Observer,
    PluginInfo,
    Reporter,
    Request,
    Retry,
)
from cximpact.plugins.context import Context
from cximpact.plugins.markers import hookimpl
from cximpact.plugins.secrets import Secret

__all__ = [
    "API_VERSION",
    "AnswerError",
    "AuthenticationError",
    "Command",
    "Context",
    "EvidenceSource",
    "Gate",
    "GateAnswer",
    "MeasureTemplate",
    "Observer",
    "PluginInfo",
    "QueryError",
    "Reporter",
    "Request",
    "Retry",
    "Secret",
    "SourceError",
    "TemporaryError",
    "hookimpl",
]
