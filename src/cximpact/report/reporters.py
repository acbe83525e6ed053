"""The built-in reporters, as the plugin `core-reporters`: table, json and csv.

They take an evaluation as plain data, as every reporter does. Where the records of an evaluation
are at hand, the modules they call are quicker.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cximpact.model.plugin import PluginInfo, Reporter
from cximpact.plugins.markers import hookimpl


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say what these are."""
    return PluginInfo("core-reporters", "An evaluation as a table, as JSON and as CSV")


@hookimpl
def cximpact_reporters() -> list[Reporter]:
    """Offer the three."""
    return [
        Reporter("table", "The ranked list, for people to read", render_table, suffix=".txt"),
        Reporter("json", "The whole evaluation, for programs", render_json, suffix=".json"),
        Reporter("csv", "The ranked list, for spreadsheets", render_csv, suffix=".csv"),
    ]


def render_table(evaluation: Mapping[str, Any]) -> str:
    """Return the ranked list as text without colours."""
    from cximpact.report.json_text import from_document
    from cximpact.report.terminal import render

    return render(*from_document(evaluation), to_file=True)


def render_json(evaluation: Mapping[str, Any]) -> str:
    """Return the evaluation as JSON, the same bytes as `Evaluation.to_json`."""
    from cximpact.report.json_text import from_document, json_chunks

    return "".join(json_chunks(*from_document(evaluation)))


def render_csv(evaluation: Mapping[str, Any]) -> str:
    """Return the ranked list as CSV."""
    from cximpact.report.csv_text import csv_text
    from cximpact.report.json_text import from_document
    from cximpact.report.tables import recommendations

    return csv_text(recommendations(from_document(evaluation)[1]))
