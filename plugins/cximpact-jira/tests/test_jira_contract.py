"""The three sources keep the contract of sources that speak HTTP, whatever goes wrong."""

from __future__ import annotations

from typing import Any

from jira_server import EMAIL, NOW, TOKEN, JiraSite

from cximpact.testing import NetworkSourceContract, Paging, PluginContract

SITE = {"site": "https://jira.example", "email": EMAIL, "token": TOKEN}
SEARCH, HISTORIES = "/rest/api/3/search/jql", "/rest/api/3/changelog/bulkfetch"
COUNT = "/rest/api/3/search/approximate-count"


class TestPlugin(PluginContract):
    plugin = "cximpact_jira.plugin"
    name = "jira"
    clients = ("urllib3",)


class JiraContract(NetworkSourceContract):
    plugin = "cximpact_jira.plugin"
    now = NOW
    queries = (SEARCH, HISTORIES, COUNT)
    paging: Any = (
        Paging(SEARCH, rows="issues", cursor="nextPageToken", last="isLast"),
        Paging(HISTORIES, rows="issueChangeLogs", cursor="nextPageToken"),
        Paging("/rest/api/3/field", rows=""),
        Paging("/rest/api/3/status", rows=""),
        Paging("/rest/api/3/issueLinkType", rows="issueLinkTypes"),
    )

    def transport(self) -> JiraSite:
        return JiraSite(reported=36, initiatives=12, most=10)


class TestIssues(JiraContract):
    source = "jira-issues"
    settings = {  # noqa: RUF012
        **SITE,
        "project": "SUP",
        "reopened": True,
        "fields": ["Touchpoint", "Request Type", "Description", "Time to resolution"],
    }
    block = {  # noqa: RUF012
        "map": [
            {"when": {"Touchpoint": "letters"}, "touchpoint": "letters", "measure": "complaints"},
            {"when": {"Touchpoint": "billing"}, "touchpoint": "billing", "measure": "complaints"},
        ]
    }
    measures = {  # noqa: RUF012
        "complaints": {
            "kind": "rate",
            "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.02},
        }
    }
    set_aside = ("no rule matched",)


class TestSatisfaction(JiraContract):
    source = "jira-satisfaction"
    settings = {  # noqa: RUF012
        **SITE,
        "project": "SUP",
        "fields": {"where": "Touchpoint"},
    }
    block = {  # noqa: RUF012
        "map": [{"touchpoint": {"column": "where"}, "measure": "csat"}],
    }
    touchpoints = ("letters", "billing", "portal", "branch")
    measures = {  # noqa: RUF012
        "csat": {
            "kind": "share",
            "success": {"at_least": 4},
            "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
        }
    }


class TestProposals(JiraContract):
    source = "jira-proposals"
    settings = {  # noqa: RUF012
        **SITE,
        "project": "INI",
        "requires": "is blocked by",
        "customer_links": ["relates to"],
        "fields": ["Cost (EUR)", "Ease"],
    }
    block = {  # noqa: RUF012
        "columns": {
            "status": {"column": "status", "values": {"Open": "proposed"}},
            "cost": {"column": "Cost (EUR)", "currency": "EUR"},
        }
    }
