"""Templates of the usual measures, each with anchors to start from and where these come from.

What is broken and what sets you apart depends on what your customers expect. Some anchors below
lean on published figures; the others are conventions of this software, and say so. Override them.
"""

from __future__ import annotations

from typing import Any

from cximpact.model.plugin import MeasureTemplate, PluginInfo
from cximpact.plugins.markers import hookimpl

_REST = " a convention of cximpact, to be replaced by what your customers expect"
_OURS = f"anchors:{_REST}"


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say what these are."""
    return PluginInfo("core-measures", "Templates of the usual measures of customer experience")


@hookimpl
def cximpact_measures() -> list[MeasureTemplate]:
    """Offer the templates."""
    return [*_surveys(), *_service(), *_operations()]


def _surveys() -> list[MeasureTemplate]:
    return [
        MeasureTemplate(
            "csat",
            f"Satisfied customers: share of 4 and 5 on a scale of 1 to 5; {_OURS}",
            _share("CSAT, top two of five", {"at_least": 4}, 0.50, 0.80, 0.95),
        ),
        MeasureTemplate(
            "csat-seven",
            f"Satisfied customers: share of 6 and 7 on a scale of 1 to 7; {_OURS}",
            _share("CSAT, top two of seven", {"at_least": 6}, 0.45, 0.75, 0.92),
        ),
        MeasureTemplate(
            "nps",
            "Net promoter score of answers 0 to 10; anchors: 0 (as many promoters as detractors), "
            "50 (excellent) and 80 (world-class), levels credited to Bain & Company",
            {
                "kind": "nps",
                "title": "Net promoter score",
                "anchors": _anchors(0, 50, 80),
            },
        ),
        MeasureTemplate(
            "ces",
            "Customer effort score, agreement that it was made easy, 1 to 7 (Dixon, Toman and "
            f"DeLisi, The Effortless Experience, 2013); anchors: 4 is neutral, the others{_REST}",
            {
                "kind": "mean",
                "title": "Customer effort score",
                "scale": [1, 7],
                "anchors": _anchors(4, 5, 6.5),
            },
        ),
        MeasureTemplate(
            "ces-low-is-good",
            f"Customer effort score, effort from 1 (very low) to 5 (very high); {_OURS}",
            {
                "kind": "mean",
                "title": "Customer effort score, low is good",
                "scale": [1, 5],
                "anchors": _anchors(3.5, 2, 1.2),
            },
        ),
        MeasureTemplate(
            "trust",
            f"Trust: share of 4 and 5, 1 to 5 as in OMB Circular A-11 section 280; {_OURS}",
            _share("Trust, top two of five", {"at_least": 4}, 0.50, 0.75, 0.90),
        ),
    ]


def _service() -> list[MeasureTemplate]:
    return [
        MeasureTemplate(
            "complaint-rate",
            "Customers affected by what some complain about, silent ones included, as a share of "
            f"those exposed; {_OURS}",
            {
                "kind": "rate",
                "title": "Affected customers, from complaints",
                "silent": True,
                "anchors": _anchors(0.30, 0.10, 0.02),
            },
        ),
        MeasureTemplate(
            "contact-rate",
            f"Contacts that should not have been needed, per customer exposed; {_OURS}",
            {
                "kind": "rate",
                "title": "Avoidable contacts per customer",
                "anchors": _anchors(0.30, 0.10, 0.03),
            },
        ),
        MeasureTemplate(
            "first-contact-resolution",
            "Share of issues resolved at the first contact (1 yes, 0 no); anchors: 0.80 is what "
            f"SQM Group calls world-class, the others{_REST}",
            _share("First-contact resolution", {"equals": 1}, 0.60, 0.70, 0.80),
        ),
        MeasureTemplate(
            "service-level",
            "Share of calls answered within 20 seconds; anchors: 0.80 in 20 seconds is the usual "
            f"target of call centres, the others{_REST}",
            _share("Calls answered within 20 s", {"at_most": 20}, 0.60, 0.80, 0.95),
        ),
        MeasureTemplate(
            "reopened",
            f"Share of resolved issues that were opened again (1 yes, 0 no); {_OURS}",
            _share("Issues opened again", {"equals": 1}, 0.20, 0.08, 0.02),
        ),
    ]


def _operations() -> list[MeasureTemplate]:
    return [
        MeasureTemplate(
            "on-time",
            f"Share kept of what was promised for a day (1 kept, 0 not); {_OURS}",
            _share("On time", {"equals": 1}, 0.80, 0.95, 0.99),
        ),
        MeasureTemplate(
            "right-first-time",
            f"Share done right at the first attempt (1 yes, 0 no); {_OURS}",
            _share("Right first time", {"equals": 1}, 0.80, 0.95, 0.99),
        ),
        MeasureTemplate(
            "return-rate",
            f"Returns per item delivered; {_OURS}",
            {
                "kind": "rate",
                "title": "Returns per item",
                "anchors": _anchors(0.20, 0.08, 0.02),
            },
        ),
        MeasureTemplate(
            "hours-to-resolve",
            f"Mean hours until an issue is resolved, up to 10 days; {_OURS}",
            {
                "kind": "mean",
                "title": "Time to resolve",
                "unit": "h",
                "scale": [0, 240],
                "anchors": _anchors(72, 24, 2),
            },
        ),
        MeasureTemplate(
            "availability",
            f"Share of time that a service could be used, already aggregated; {_OURS}",
            {
                "kind": "kpi",
                "title": "Availability",
                "anchors": _anchors(0.99, 0.999, 0.9999),
            },
        ),
    ]


def _share(
    title: str, success: dict[str, Any], broken: float, reliable: float, best: float
) -> dict[str, Any]:
    return {
        "kind": "share",
        "title": title,
        "success": success,
        "anchors": _anchors(broken, reliable, best),
    }


def _anchors(broken: float, reliable: float, differentiating: float) -> dict[str, float]:
    return {"broken": broken, "reliable": reliable, "differentiating": differentiating}
