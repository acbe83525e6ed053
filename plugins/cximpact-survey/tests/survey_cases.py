"""The sources of the plugin, and respondents with every personal field filled."""

from __future__ import annotations

from typing import Any

from qualtrics_server import at

from cximpact.plugins import EvidenceSource
from cximpact_survey.plugin import cximpact_evidence_sources

__all__ = ["PERSONAL", "SOURCES", "response"]

SOURCES: dict[str, EvidenceSource] = {one.name: one for one in cximpact_evidence_sources()}

PERSONAL = {
    "ipAddress": "203.0.113.7",
    "recipientLastName": "Featherstonehaugh",
    "recipientFirstName": "Wilhelmina",
    "recipientEmail": "wilhelmina.f@example.org",
    "externalDataReference": "CRM-0099417",
    "locationLatitude": "52.520008",
    "locationLongitude": "13.404954",
}


def response(number: int, **given: Any) -> dict[str, Any]:
    """Return a finished response with every personal field filled."""
    return {
        "startDate": at("2026-01-10", "09:59:00"),
        "endDate": at("2026-01-10", "10:00:00"),
        "recordedDate": at("2026-01-10", "10:00:01"),
        "status": 0,
        "progress": 100,
        "duration": 60,
        "finished": 1,
        "_recordId": f"R_{number:012d}",
        "distributionChannel": "email",
        "userLanguage": "DE",
        **PERSONAL,
        **given,
    }
