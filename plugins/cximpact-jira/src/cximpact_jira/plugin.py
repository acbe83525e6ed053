"""The hooks of cximpact-jira; all work is imported when it is done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cximpact.plugins import Context, EvidenceSource, PluginInfo, Request, Retry, hookimpl
from cximpact_jira import settings

if TYPE_CHECKING:
    from cximpact_jira.cells import Row

__all__ = ["cximpact_evidence_sources", "cximpact_plugin_info"]

_HOUR = 3600.0
# Jira asks for waits of up to a minute or so when its hourly budget is used up.
_PATIENT = Retry(attempts=6, first_wait=1.0, longest_wait=120.0)


def _proposals(request: Request, context: Context) -> Iterable[list[Row]]:
    from cximpact_jira.proposals import collect

    return collect(request, context)


def _issues(request: Request, context: Context) -> Iterable[list[Row]]:
    from cximpact_jira.issues import collect

    return collect(request, context)


def _satisfaction(request: Request, context: Context) -> Iterable[list[Row]]:
    from cximpact_jira.satisfaction import collect

    return collect(request, context)


def _check(context: Context) -> str:
    from cximpact_jira.checking import check

    return check(context)


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say who this is."""
    return PluginInfo(
        "jira", "Proposals, customer-reported issues and satisfaction from Jira Cloud"
    )


@hookimpl
def cximpact_evidence_sources() -> list[EvidenceSource]:
    """Return the three sources."""
    return [
        EvidenceSource(
            "jira-proposals",
            "Initiatives, ideas or epics with their costs, scores, links and votes",
            provides=("proposals",),
            settings=settings.PROPOSALS,
            collect=_proposals,
            check=_check,
            timeout=_HOUR,
            needs_network=True,
            retry=_PATIENT,
            key=("ref",),
        ),
        EvidenceSource(
            "jira-issues",
            "What customers reported, one row an issue: created, resolved, reopened",
            provides=("observations",),
            settings=settings.ISSUES,
            collect=_issues,
            check=_check,
            timeout=_HOUR,
            needs_network=True,
            retry=_PATIENT,
            key=("ref",),
            incremental=True,
        ),
        EvidenceSource(
            "jira-satisfaction",
            "Satisfaction ratings from 1 to 5 of Jira Service Management",
            provides=("observations",),
            settings=settings.SATISFACTION,
            collect=_satisfaction,
            check=_check,
            timeout=_HOUR,
            needs_network=True,
            retry=_PATIENT,
            key=("ref",),
            incremental=True,
        ),
    ]
