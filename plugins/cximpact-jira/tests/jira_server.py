"""A small Jira Cloud site that keeps state: 1,200 issues, paging, limits, a token that expires.

`JiraSite` answers requests in this process and is a transport as it is; `serve` puts it behind a
socket. What it holds follows from the number of each issue by plain arithmetic, so that tests can
work out by themselves what must be read.
"""

from __future__ import annotations

import json
import re
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cximpact.plugins.http import HttpRequest, HttpResponse

EMAIL, TOKEN, OAUTH = "agent@example.org", "good-token-0123456789", "good-oauth-9876543210"
REPORTED, INITIATIVES = 1140, 60
BEGIN = datetime(2025, 3, 1, 0, 30, tzinfo=UTC)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PERSON = {
    "accountId": "5b10a2844c20165700ede21g",
    "displayName": "Mia Krystof",
    "emailAddress": "mia@example.org",
    "active": True,
    "accountType": "customer",
}
TOPICS = ("Letters", "Billing", "Portal", "Branch")
OPEN, WORKING, DONE, CLOSED = "10001", "10002", "10003", "10004"
_CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes"
_DESK = "com.atlassian.servicedesk"


def field(number: int, name: str, kind: str, custom: str, project: str = "") -> dict[str, Any]:
    """Return a custom field as the site describes it."""
    scope = {"type": "PROJECT", "project": {"id": project}}
    return {
        "id": f"customfield_{number}",
        "key": f"customfield_{number}",
        "name": name,
        "custom": True,
        "orderable": True,
        "navigable": True,
        "searchable": True,
        "clauseNames": [f"cf[{number}]", name],
        "schema": {"type": kind, "custom": custom, "customId": number},
        **({"scope": scope} if project else {}),
    }


def system_field(name: str, shown: str, kind: str, items: str = "") -> dict[str, Any]:
    """Return a field that every site has."""
    schema = {"type": kind, "system": name, **({"items": items} if items else {})}
    return {"id": name, "key": name, "name": shown, "custom": False, "schema": schema}


FIELDS = [
    system_field("summary", "Summary", "string"),
    system_field("description", "Description", "string"),
    system_field("status", "Status", "status"),
    system_field("issuetype", "Issue Type", "issuetype"),
    system_field("priority", "Priority", "priority"),
    system_field("labels", "Labels", "array", "string"),
    system_field("components", "Components", "array", "component"),
    system_field("created", "Created", "datetime"),
    system_field("updated", "Updated", "datetime"),
    system_field("resolutiondate", "Resolved", "datetime"),
    system_field("project", "Project", "project"),
    system_field("votes", "Votes", "votes"),
    system_field("issuelinks", "Linked Issues", "array", "issuelinks"),
    system_field("reporter", "Reporter", "user"),
    field(10040, "Touchpoint", "option", f"{_CUSTOM}:select"),
    field(10050, "Zufriedenheit", "sd-feedback", f"{_DESK}:sd-request-feedback"),
    field(10051, "Datum der Zufriedenheit", "datetime", f"{_DESK}:sd-request-feedback-date"),
    field(10060, "Time to resolution", "sd-servicelevelagreement", f"{_DESK}:sd-sla-field"),
    field(10061, "Request Type", "sd-customerrequesttype", f"{_DESK}:vp-origin"),
    field(10070, "Account manager", "user", f"{_CUSTOM}:userpicker"),
    field(10071, "Anything", "any", "org.example:anything"),
    field(10100, "Cost (EUR)", "number", f"{_CUSTOM}:float"),
    field(10101, "Ease", "number", f"{_CUSTOM}:float"),
    field(10102, "Department", "option", f"{_CUSTOM}:cascadingselect"),
    field(10110, "Impact", "number", f"{_CUSTOM}:float", "20001"),
    field(10111, "Impact", "option", f"{_CUSTOM}:select", "20002"),
]
STATUSES = [
    {"id": number, "name": name, "statusCategory": {"id": at, "key": key, "name": key}}
    for number, name, at, key in (
        (OPEN, "Open", 2, "new"),
        (WORKING, "In work", 4, "indeterminate"),
        (DONE, "Resolved", 3, "done"),
        (CLOSED, "Closed", 3, "done"),
    )
]
LINK_TYPES = [
    {"id": "10000", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"},
    {"id": "10001", "name": "Relates", "inward": "relates to", "outward": "relates to"},
]


def written(moment: datetime) -> str:
    """Return a moment as Jira writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000%z")


def document(*texts: str) -> dict[str, Any]:
    """Return paragraphs in Atlassian Document Format, each ending with a mention of a person."""
    mention = {"type": "mention", "attrs": {"id": "x", "text": "@Mia Krystof"}}
    return {
        "type": "doc",
        "version": 1,
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": text}, mention]}
            for text in texts
        ],
    }


def rating(number: int) -> int:
    """Return how the customer rated a reported issue: from 2 to 5."""
    return number // 5 % 4 + 2


def created_at(number: int) -> datetime:
    """Return when reported issue number was created: every seven hours."""
    return BEGIN + timedelta(hours=7 * (number - 1))


def reported_issue(number: int) -> dict[str, Any]:
    """Return one customer-reported issue.

    Every third is open; the others were resolved after number % 50 + 1 hours. Every fifth of the
    resolved ones was rated, a day after it was resolved.
    """
    created, resolved = created_at(number), None
    if number % 3:
        resolved = created + timedelta(hours=number % 50 + 1)
    rated = bool(resolved and number % 5 == 0)
    topic = TOPICS[number % 4]
    return {
        "summary": f"Complaint {number} of a customer",
        "description": document("The letter was not clear. "),
        "status": {"id": DONE if resolved else OPEN, "name": "Resolved" if resolved else "Open"},
        "issuetype": {"id": "1", "name": "Complaint" if number % 2 else "Question"},
        "priority": {"id": "3", "name": "High" if number % 10 == 0 else "Medium"},
        "labels": ["letters", "german"] if number % 6 == 0 else [],
        "components": [{"id": "1", "name": topic}],
        "created": written(created),
        "updated": written((resolved or created) + timedelta(hours=30 if rated else 0)),
        "resolutiondate": written(resolved) if resolved else None,
        "project": {"id": "20001", "key": "SUP", "name": "Support"},
        "votes": {"votes": number % 4, "hasVoted": False},
        "reporter": PERSON,
        "customfield_10040": {"id": "7", "value": topic.lower()},
        "customfield_10050": {"rating": rating(number)} if rated else None,
        "customfield_10051": written(resolved + timedelta(days=1)) if rated and resolved else None,
        "customfield_10060": {
            "id": "1",
            "name": "Time to resolution",
            "completedCycles": [{"elapsedTime": {"millis": 5_400_000}}] if resolved else [],
        },
        "customfield_10061": {"requestType": {"id": "1", "name": f"Ask about {topic}"}},
        "customfield_10070": PERSON,
        "customfield_10071": PERSON if number == 4 else {"value": "shown"},
    }


def initiative(number: int) -> dict[str, Any]:
    """Return one initiative: it needs the one before where its number divides by four."""
    links = [link("Relates", "outwardIssue", f"SUP-{number * 10 + at}") for at in range(number % 4)]
    if number % 4 == 0:
        links.append(link("Blocks", "inwardIssue", f"INI-{number - 1}"))
        links.append(link("Blocks", "outwardIssue", "INI-1"))
    if number == 7:
        links.append(link("Blocks", "inwardIssue", "OPS-9"))
    return {
        "summary": f"Initiative {number}",
        "description": document(f"Customers of letter {number} understand why. ", "Second. "),
        "status": {"id": OPEN, "name": "Open"},
        "issuetype": {"id": "9", "name": "Initiative"},
        "created": written(BEGIN - timedelta(days=number)),
        "updated": written(BEGIN),
        "project": {"id": "20002", "key": "INI", "name": "Initiatives"},
        "votes": {"votes": number, "hasVoted": False},
        "issuelinks": links,
        "customfield_10100": number * 1000.5,
        "customfield_10101": number % 7 - 3,
        "customfield_10102": {"value": "Service", "child": {"value": "Letters"}},
    }


def link(name: str, side: str, key: str) -> dict[str, Any]:
    """Return a link to another issue."""
    kind = next(kind for kind in LINK_TYPES if kind["name"] == name)
    return {"id": "1", "type": kind, side: {"id": "1", "key": key, "fields": {}}}


def reopenings(number: int) -> int:
    """Return how often a reported issue was reopened: every tenth, number % 3 times."""
    return number % 3 if number % 10 == 0 else 0


def histories(number: int) -> list[dict[str, Any]]:
    """Return the changes of status of an issue, of which number 20 has many."""
    steps = [(OPEN, WORKING)] * (150 if number == 20 else 1)
    for _ in range(reopenings(number)):
        steps += [(WORKING, DONE), (DONE, CLOSED), (CLOSED, WORKING)]
    if number == 6:
        steps += [("99999", WORKING)]
    return [
        {
            "id": str(number * 1000 + at),
            "author": PERSON,
            "created": "2025-06-01T10:00:00+00:00",
            "items": [
                {
                    "field": "status",
                    "fieldId": "status",
                    "fieldtype": "jira",
                    "from": before,
                    "fromString": f"Status {before}",
                    "to": after,
                    "toString": f"Status {after}",
                }
            ],
        }
        for at, (before, after) in enumerate(steps)
    ]


class JiraSite:
    """Answers as Jira Cloud does.

    Args:
        limited_every: Each so many requests one is refused with 429; 0: none.
        expires_after: The token is refused after so many requests; None: never.
        offset: Hours from UTC of the token owner's time zone, which JQL reads days in.
        most: How many issues a page holds at most, whatever is asked.
        reported: How many customer-reported issues there are.
        initiatives: How many initiatives there are.
    """

    def __init__(
        self,
        *,
        limited_every: int = 0,
        expires_after: int | None = None,
        offset: int = 0,
        most: int = 100,
        reported: int = REPORTED,
        initiatives: int = INITIATIVES,
    ) -> None:
        self.limited_every, self.expires_after = limited_every, expires_after
        self.offset, self.most = timedelta(hours=offset), most
        self.issues = {f"SUP-{at}": reported_issue(at) for at in range(1, reported + 1)}
        self.issues |= {f"INI-{at}": initiative(at) for at in range(1, initiatives + 1)}
        self.ids = {key: str(100_000 + at) for at, key in enumerate(self.issues)}
        self.asked: list[str] = []
        self._count = 0
        self._lock = threading.Lock()

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Answer in this process."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        status, more, answer = self.answer(request.method, request.url, headers, request.body)
        body = json.dumps(answer).encode()
        return HttpResponse(status, {"content-type": "application/json", **more}, body)

    def answer(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and data."""
        place = f"{method} {urlsplit(url).path}"
        with self._lock:
            self._count += 1
            turn = self._count
            self.asked.append(place)
        if self.limited_every and turn % self.limited_every == 0:
            return 429, {"retry-after": "7"}, _errors("Rate limit exceeded.")
        expired = self.expires_after is not None and turn > self.expires_after
        if expired or headers.get("authorization") not in _accepted():
            return 401, {}, _errors("Client must be authenticated to access this resource.")
        route = _ROUTES.get(place)
        if route is None:
            return 404, {}, _errors("Not found.")
        asked = json.loads(body) if body else parse_qs(urlsplit(url).query)
        try:
            return 200, {}, route(self, asked)
        except _RefusedError as error:
            return 400, {}, _errors(str(error))

    def fields(self, asked: dict[str, Any]) -> Any:
        return FIELDS

    def statuses(self, asked: dict[str, Any]) -> Any:
        return STATUSES

    def link_types(self, asked: dict[str, Any]) -> Any:
        return {"issueLinkTypes": LINK_TYPES}

    def count(self, asked: dict[str, Any]) -> Any:
        return {"count": len(self._matching(asked["jql"]))}

    def search(self, asked: dict[str, Any]) -> Any:
        """Return a page: some are short and every ninth is empty, but not the last."""
        keys = self._matching(asked["jql"])
        start, page = _place(asked.get("nextPageToken"), asked["jql"])
        size = max(1, min(asked.get("maxResults", 50), self.most) - page % 7)
        size = 0 if page % 9 == 8 else size
        found = keys[start : start + size]
        shown = asked.get("fields") or ["id"]
        issues = [self._shown(key, shown) for key in found]
        if start + size >= len(keys):
            return {"issues": issues, "isLast": True}
        token = _token(start + size, page + 1, asked["jql"])
        return {"issues": issues, "nextPageToken": token, "isLast": False}

    def changelogs(self, asked: dict[str, Any]) -> Any:
        """Return histories in pages of a hundred, over the borders of issues."""
        keys = {number: key for key, number in self.ids.items()}
        whole = [
            (number, history)
            for number in asked["issueIdsOrKeys"]
            if number in keys
            for history in histories(int(keys[number].rpartition("-")[2]))
        ]
        start = _start(asked.get("nextPageToken", "0"))
        logs: dict[str, list[Any]] = {}
        for number, history in whole[start : start + 100]:
            logs.setdefault(number, []).append(history)
        more = {"nextPageToken": str(start + 100)} if start + 100 < len(whole) else {}
        return {
            "issueChangeLogs": [
                {"issueId": number, "changeHistories": found} for number, found in logs.items()
            ],
            **more,
        }

    def _shown(self, key: str, fields: list[str]) -> dict[str, Any]:
        if fields == ["id"]:
            return {"id": self.ids[key]}
        held = self.issues[key]
        return {
            "id": self.ids[key],
            "key": key,
            "self": f"https://jira.example/rest/api/3/issue/{self.ids[key]}",
            "fields": {name: held[name] for name in fields if name in held},
        }

    def _matching(self, jql: str) -> list[str]:
        tests = [_test(clause.strip(), self.offset) for clause in _clauses(jql)]
        found = [key for key, held in self.issues.items() if all(test(held) for test in tests)]
        return sorted(found, key=lambda key: (self.issues[key]["created"], key))


class _RefusedError(Exception):
    """What was asked is refused."""


def _errors(message: str) -> dict[str, Any]:
    return {"errorMessages": [message], "errors": {}}


def _accepted() -> set[str]:
    return {"Basic " + b64encode(f"{EMAIL}:{TOKEN}".encode()).decode(), f"Bearer {OAUTH}"}


def _token(start: int, page: int, jql: str) -> str:
    return b64encode(json.dumps([start, page, jql]).encode()).decode()


def _place(token: str | None, jql: str) -> tuple[int, int]:
    if token is None:
        return 0, 0
    try:
        start, page, asked = json.loads(b64decode(token))
    except (TypeError, ValueError):
        asked = None
    if asked != jql:
        raise _RefusedError("The provided next page token is invalid.")
    return start, page


def _start(token: object) -> int:
    if not isinstance(token, str) or not token.isdigit():
        raise _RefusedError("The provided next page token is invalid.")
    return int(token)


def _clauses(jql: str) -> list[str]:
    where = re.split(r"\s+ORDER BY\s+", jql)[0]
    if not where.strip():
        raise _RefusedError("Unbounded JQL queries are not allowed here.")
    return where.split(" AND ")


def _test(clause: str, offset: timedelta) -> Any:
    """Return a test of an issue's fields for one clause of JQL; a few forms are known."""
    clause = clause[1:-1] if clause.startswith("(") else clause
    if found := re.fullmatch(r'project in \(("[^"]+"(?:, "[^"]+")*)\)', clause):
        keys = set(re.findall(r'"([^"]+)"', found[1]))
        return lambda held: held["project"]["key"] in keys
    if clause == "resolution is not EMPTY":
        return lambda held: held.get("resolutiondate") is not None
    if found := re.fullmatch(r"(?:issue)?type = (\w+)", clause):
        return lambda held: held["issuetype"]["name"] == found[1]
    if found := re.fullmatch(r'(created|updated) >= "(\d{4}-\d\d-\d\d)( \d\d:\d\d)?"', clause):
        said = datetime.fromisoformat(found[2] + (found[3] or " 00:00")).replace(tzinfo=UTC)
        return lambda held: datetime.fromisoformat(held[found[1]]) >= said - offset
    raise _RefusedError(f"Error in the JQL Query: {clause}")


_ROUTES: dict[str, Any] = {
    "GET /rest/api/3/field": JiraSite.fields,
    "GET /rest/api/3/status": JiraSite.statuses,
    "GET /rest/api/3/issueLinkType": JiraSite.link_types,
    "POST /rest/api/3/search/jql": JiraSite.search,
    "POST /rest/api/3/search/approximate-count": JiraSite.count,
    "POST /rest/api/3/changelog/bulkfetch": JiraSite.changelogs,
}


@contextmanager
def serve(site: JiraSite) -> Iterator[str]:
    """Serve a site on a free port of this machine and give its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = self.rfile.read(length) if length else None
            status, more, answer = site.answer(self.command, self.path, headers, asked)
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {"content-type": "application/json", **more}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
