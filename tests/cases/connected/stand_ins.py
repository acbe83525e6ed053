"""The systems of the demo company, each a local stand-in that holds what its files hold.

A Jira site has the list of proposals, and calls and each week's letters as issues; a database of
finance has costs, budgets and indicators; Qualtrics has the two surveys. The first and
the last are the stateful servers that the plugins themselves are tested with.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

PLUGINS = Path(__file__).parents[3] / "plugins"
for name in ("cximpact-jira", "cximpact-survey"):
    sys.path.append(str(PLUGINS / name / "tests"))

import jira_server  # noqa: E402
import qualtrics_server  # noqa: E402

__all__ = ["DEMO", "systems"]

DEMO = Path(str(files("cximpact.demo").joinpath("workspace")))
CSAT, NPS = "SV_0000000000000Cs", "SV_0000000000000Np"

# Field of an initiative: the column of the list it holds, and whether it is a number.
_INITIATIVE = {
    "Number": ("ID", False),
    "Department": ("Department", False),
    "Kind": ("Type", False),
    "Share of customers": ("Share of customers", True),
    "Effects": ("Effects", False),
    "Confirmed by": ("Confirmed by", False),
    "Mitigation": ("Mitigation", False),
    "Mandatory": ("Mandatory", False),
    "Why mandatory": ("Why mandatory", False),
    "Mandate approved by": ("Mandate approved by", False),
    "NPV low": ("NPV low", True),
    "NPV likely": ("NPV likely", True),
    "NPV high": ("NPV high", True),
}
_REPORTED = {"Topic": False, "Letters": True, "Reason": False, "Ease": True, "Solved": False}
_FIELDS = {
    name: jira_server.field(20_000 + at, name, "number" if number else "string", "org.example:own")
    for at, (name, number) in enumerate(
        [*((name, number) for name, (_, number) in _INITIATIVE.items()), *_REPORTED.items()]
    )
}


def _rows(file: str, delimiter: str = ",") -> list[dict[str, str]]:
    with (DEMO / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter))


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


# -- Jira ------------------------------------------------------------------------------------------


class DemoSite(jira_server.JiraSite):
    """The Jira site: projects INI (proposals), VOC (complaints) and CALL (calls)."""

    def __init__(self) -> None:
        super().__init__(reported=0, initiatives=0)
        self.issues = {**_initiatives(), **_complaints(), **_calls()}
        self.ids = {key: str(at) for at, key in enumerate(self.issues, start=10_000)}

    def answer(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and data; fields are those of this site."""
        status, more, data = super().answer(method, url, headers, body)
        if status == 200 and url.partition("?")[0] == "/rest/api/3/field":
            data = [*jira_server.FIELDS[:14], *_FIELDS.values()]
        return status, more, data


def _issue(project: str, day: str, summary: str, status: str, **held: Any) -> dict[str, Any]:
    moment = jira_server.written(_noon(day))
    return {
        "summary": summary,
        "description": None,
        "status": {"id": "1", "name": status},
        "issuetype": {"id": "1", "name": "Task"},
        "priority": None,
        "labels": [],
        "components": [],
        "created": moment,
        "updated": moment,
        "resolutiondate": None,
        "project": {"id": "1", "key": project, "name": project},
        "votes": {"votes": 0, "hasVoted": False},
        "issuelinks": [],
        **{_FIELDS[name]["id"]: value for name, value in held.items()},
    }


def _held(text: str, number: bool) -> Any:
    """Return a cell of the list as Jira holds it: a number, a choice, or nothing."""
    if not text:
        return None
    return json.loads(text) if number else {"id": "1", "value": text}


def _initiatives() -> dict[str, dict[str, Any]]:
    issues = {}
    for at, row in enumerate(_rows("proposals.csv"), start=1):
        held = {name: _held(row[theirs], number) for name, (theirs, number) in _INITIATIVE.items()}
        issue = _issue("INI", "2026-01-15", row["Proposal"], row["Status"], **held)
        text = {"type": "text", "text": row["What changes for the customer"]}
        paragraph = {"type": "paragraph", "content": [text]}
        issue["description"] = {"type": "doc", "version": 1, "content": [paragraph]}
        issues[f"INI-{at}"] = issue
    return issues


def _complaints() -> dict[str, dict[str, Any]]:
    """Return an issue for every week and topic, with how many letters there were."""
    weeks = [json.loads(line) for line in (DEMO / "complaints.jsonl").read_text().splitlines()]
    return {
        f"VOC-{at}": _issue(
            "VOC",
            week["week_ending"],
            "Letters of a week",
            "Open",
            Topic=_held(week["topic"], False),
            Letters=week["letters"],
        )
        for at, week in enumerate(weeks, start=1)
    }


def _calls() -> dict[str, dict[str, Any]]:
    return {
        f"CALL-{at}": _issue(
            "CALL",
            call["day"],
            "A call",
            "Closed",
            Reason=_held(call["reason"], False),
            Ease=_held(call["ease"], True),
            Solved=_held(call["solved"], False),
        )
        for at, call in enumerate(_rows("calls.csv"), start=1)
    }


# -- Finance ---------------------------------------------------------------------------------------


def make_ledger(path: Path) -> None:
    """Write the database of finance: money as text of its digits, so that it stays exact."""
    with closing(sqlite3.connect(path)) as ledger, ledger:
        _table(ledger, "project_costs", _rows("costs.csv"))
        _table(ledger, "indicators", _rows("kpis.csv"))
        limits = [
            {"fund": "capex", "amount": "1800000", "currency": "EUR"},
            {"fund": "opex", "amount": "1450000", "currency": "EUR"},
        ]
        _table(ledger, "fund_limits", limits)


def _table(ledger: sqlite3.Connection, name: str, rows: list[dict[str, str]]) -> None:
    columns = ", ".join(f'"{column}" TEXT' for column in rows[0])
    marks = ", ".join("?" for _ in rows[0])
    ledger.execute(f"CREATE TABLE {name} ({columns})")
    filled = [[cell or None for cell in row.values()] for row in rows]
    ledger.executemany(f"INSERT INTO {name} VALUES ({marks})", filled)


# -- Surveys ---------------------------------------------------------------------------------------


def demo_brand() -> qualtrics_server.Brand:
    """Return the account at Qualtrics, with previews and unfinished responses among the others."""
    csat = _survey("Wie zufrieden waren Sie?", "Occasion")
    for at, row in enumerate(_rows("csat_survey.csv")):
        told = {"QID1": row["Score"], "QID2_TEXT": row["Comment"], "Occasion": row["Survey"]}
        csat.responses.append(_response(at, row["Answered"], **told))
    nps = _survey("Würden Sie uns empfehlen?", "Anlass")
    for at, row in enumerate(_rows("nps_survey.csv", ";")):
        day = "-".join(reversed(row["Datum"].split(".")))
        nps.responses.append(_response(at, day, QID1=row["Empfehlung"], Anlass=row["Anlass"]))
    for survey in (csat, nps):
        survey.responses.append(_response(90_001, "2026-01-10", status=1, QID1="1"))
        survey.responses.append(_response(90_002, "2026-01-10", finished=0, QID1="1"))
    return qualtrics_server.Brand({CSAT: csat, NPS: nps})


def _survey(text: str, embedded: str) -> qualtrics_server.Survey:
    questions = {"QID1": ("Q1", text), "QID2_TEXT": ("Q2", "Was möchten Sie uns noch sagen?")}
    return qualtrics_server.Survey(questions, (embedded,))


def _response(number: int, day: str, **told: Any) -> dict[str, Any]:
    return {
        "endDate": _noon(day),
        "status": 0,
        "finished": 1,
        "_recordId": f"R_{number:06d}",
        "ipAddress": "203.0.113.7",
        "recipientEmail": "someone@example.org",
        **told,
    }


# -- Together --------------------------------------------------------------------------------------


@contextmanager
def systems(folder: Path) -> Iterator[dict[str, str]]:
    """Run all systems; yields the environment in which the workspace finds them.

    Args:
        folder: Where the database is written.
    """
    make_ledger(folder / "ledger.db")
    with (
        jira_server.serve(DemoSite()) as jira,
        qualtrics_server.serving(demo_brand()) as qualtrics,
    ):
        yield {
            "VELMORA_JIRA": jira,
            "VELMORA_JIRA_TOKEN": jira_server.TOKEN,
            "VELMORA_LEDGER": f"sqlite:///{(folder / 'ledger.db').as_posix()}",
            "VELMORA_QUALTRICS": qualtrics,
            "VELMORA_QUALTRICS_TOKEN": qualtrics_server.TOKEN,
        }
