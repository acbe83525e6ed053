"""A loaded plugin as plain data: what crosses from its process to the host."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import asdict

if TYPE_CHECKING:
    from cximpact.model.plugin import EvidenceSource
    from cximpact.plugins.hosting.loading import Loaded

__all__ = ["describe"]

_OFFERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "cximpact_measures": ("measures", ("name", "summary", "definition")),
    "cximpact_gates": ("gates", ("name", "summary", "settings")),
    "cximpact_reporters": ("reporters", ("name", "summary", "suffix")),
    "cximpact_commands": ("commands", ("name", "summary")),
    "cximpact_evaluated": ("observers", ("name", "summary")),
}
_SOURCE = "name summary provides settings timeout memory needs_network key incremental".split()


def describe(loaded: Loaded) -> dict[str, Any]:
    """Return a plugin as plain data, such as JSON can hold: the answer to a probe.

    Examples:
        >>> from cximpact.plugins.hosting.loading import load_plugin
        >>> [each["name"] for each in describe(load_plugin("core-files"))["sources"]]
        ['file']
    """
    data: dict[str, Any] = {
        "name": loaded.name,
        "summary": loaded.info.summary,
        "hooks": loaded.hooks,
        "sources": [_source(each) for each in loaded.offers.get("cximpact_evidence_sources", ())],
    }
    for hook, (key, names) in _OFFERS.items():
        found = loaded.offers.get(hook, ())
        data[key] = [{name: getattr(each, name) for name in names} for each in found]
    # There and back: tuples become lists, and no type of the plugin's own is left.
    plain: dict[str, Any] = json.loads(json.dumps(data, allow_nan=False, default=dict))
    return plain


def _source(source: EvidenceSource) -> dict[str, Any]:
    data = {name: getattr(source, name) for name in _SOURCE}
    return {**data, "retry": asdict(source.retry), "checks": source.check is not None}
