"""The hooks and descriptors: what this plugin offers, and nothing heavy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cximpact.plugins import (
    Context,
    EvidenceSource,
    MeasureTemplate,
    PluginInfo,
    Request,
    hookimpl,
)
from cximpact_survey.settings import FILE_SETTINGS, QUALTRICS_SETTINGS

if TYPE_CHECKING:
    from cximpact_survey.observations import Rows

__all__ = [
    "cximpact_evidence_sources",
    "cximpact_measures",
    "cximpact_plugin_info",
]


def _collect_qualtrics(request: Request, context: Context) -> Iterable[Rows]:
    from cximpact_survey.qualtrics import collect

    return collect(request, context)


def _check_qualtrics(context: Context) -> str:
    from cximpact_survey.qualtrics import check

    return check(context)


def _collect_files(request: Request, context: Context) -> Iterable[Rows]:
    from cximpact_survey.files import collect

    return collect(request, context)


def _check_files(context: Context) -> str:
    from cximpact_survey.files import check

    return check(context)


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say who this is."""
    return PluginInfo("survey", "Answers of customers from survey systems and their files")


@hookimpl
def cximpact_evidence_sources() -> list[EvidenceSource]:
    """Offer the two sources: a system and files."""
    return [
        EvidenceSource(
            "survey-qualtrics",
            "Answers to a Qualtrics survey, by its export API",
            provides=("observations",),
            settings=QUALTRICS_SETTINGS,
            collect=_collect_qualtrics,
            check=_check_qualtrics,
            timeout=1800.0,
            needs_network=True,
        ),
        EvidenceSource(
            "survey-file",
            "Answers from a file of SurveyMonkey, LimeSurvey, Qualtrics, A-11 or any other survey",
            provides=("observations",),
            settings=FILE_SETTINGS,
            collect=_collect_files,
            check=_check_files,
        ),
    ]


@hookimpl
def cximpact_measures() -> list[MeasureTemplate]:
    """Offer the usual questions as measures; anchors are the scorecard's to state."""
    return [
        MeasureTemplate(
            "survey-nps",
            "Net promoter score of answers from 0 to 10; state your anchors",
            {"kind": "nps", "title": "Net promoter score (0 to 10)"},
        ),
        MeasureTemplate(
            "survey-csat",
            "Share of answers 4 and 5 on a scale from 1 to 5; state your anchors",
            {
                "kind": "share",
                "title": "Satisfied customers (4 or 5 of 5)",
                "success": {"at_least": 4},
            },
        ),
        MeasureTemplate(
            "survey-ces",
            "Mean ease on a scale from 1 to 7, 7 is easiest; state your anchors",
            {"kind": "mean", "title": "How easy it was (1 to 7)", "scale": [1, 7]},
        ),
        MeasureTemplate(
            "survey-yes",
            "Share of answers that count as a success (1, not 0); state your anchors",
            {
                "kind": "share",
                "title": "Answers that count as a success",
                "success": {"at_least": 1},
            },
        ),
    ]
