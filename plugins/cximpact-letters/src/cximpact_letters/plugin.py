"""The hooks: what this plugin is and which source it offers. Nothing here reads a letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cximpact.plugins import Context, EvidenceSource, PluginInfo, Request, hookimpl

SETTINGS: dict[str, Any] = {
    "type": "object",
    "properties": {
        "folder": {
            "type": "string",
            "minLength": 1,
            "description": "Folder of the letters, from the workspace; its folders are read, too.",
        },
        "encoding": {
            "type": "string",
            "default": "utf-8",
            "description": "Encoding of the letters, such as cp1252.",
        },
    },
    "required": ["folder"],
    "additionalProperties": False,
}


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say who this is."""
    return PluginInfo("letters", "Letters from customers, kept as text files")


@hookimpl
def cximpact_evidence_sources() -> list[EvidenceSource]:
    """Offer the letters."""
    return [
        EvidenceSource(
            name="letters",
            summary="Letters in a folder, one text file each: received, about, answered",
            provides=("observations",),
            settings=SETTINGS,
            collect=_collect,
            check=_check,
            key=("ref",),
        )
    ]


# Listing plugins imports this module; reading letters imports the other.


def _collect(request: Request, context: Context) -> Iterable[list[dict[str, Any]]]:
    from cximpact_letters.letters import collect

    return collect(request, context)


def _check(context: Context) -> str:
    from cximpact_letters.letters import check

    return check(context)
