"""A hundred thousand Jira issues to measurements, against a bare client reading the same pages.

Run it with ``python tests/benchmarks/jira_pages.py [ISSUES]``, with cximpact-jira installed. Each
way is measured in a process of its own, with the most memory it took; the server, a process of
its own too, sends pages that it rendered beforehand.
"""

from __future__ import annotations

import json
import os
import resource
import socketserver
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

ISSUES = 100_000
PAGE = 100
TOPICS = ("letters", "billing", "portal", "branch")
BEGIN = datetime(2025, 4, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
FIELDS = [
    {"id": "customfield_10040", "name": "Touchpoint", "schema": {"type": "option"}},
]
SCORECARD = {
    "promise": "Answers that help.",
    "criteria": {"journey": {"kind": "journey", "weight": 1}},
    "journey": {"stages": {"use": {"touchpoints": {one: {"volume": 10**6} for one in TOPICS}}}},
    "measures": {
        "complaints": {
            "kind": "rate",
            "anchors": {"broken": 0.3, "reliable": 0.1, "differentiating": 0.02},
        }
    },
}


def issue(number: int) -> dict[str, Any]:
    """Return an issue with as much around its fields as Jira sends."""
    created = BEGIN + timedelta(seconds=(NOW - BEGIN).total_seconds() * number / (ISSUES + 1))
    site = "https://example.atlassian.net"
    done = number % 3 > 0
    return {
        "expand": "renderedFields,names,schema,operations,editmeta,changelog",
        "id": str(100_000 + number),
        "self": f"{site}/rest/api/3/issue/{100_000 + number}",
        "key": f"SUP-{number + 1}",
        "fields": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
            "resolutiondate": (created + timedelta(hours=number % 50)).strftime(
                "%Y-%m-%dT%H:%M:%S.000+0000"
            )
            if done
            else None,
            "status": {
                "self": f"{site}/rest/api/3/status/10001",
                "description": "",
                "iconUrl": f"{site}/images/icons/statuses/generic.png",
                "name": "Done" if done else "Open",
                "id": "10001",
                "statusCategory": {
                    "self": f"{site}/rest/api/3/statuscategory/2",
                    "id": 2,
                    "key": "done" if done else "new",
                    "colorName": "blue-gray",
                    "name": "Done" if done else "To Do",
                },
            },
            "issuetype": {
                "self": f"{site}/rest/api/3/issuetype/10005",
                "id": "10005",
                "description": "A complaint of a customer.",
                "iconUrl": f"{site}/rest/api/2/universal_avatar/view/type/issuetype/avatar/10318",
                "name": "Complaint",
                "subtask": False,
                "avatarId": 10318,
                "hierarchyLevel": 0,
            },
            "priority": {
                "self": f"{site}/rest/api/3/priority/3",
                "iconUrl": f"{site}/images/icons/priorities/medium.svg",
                "name": "Medium",
                "id": "3",
            },
            "labels": ["german", "letters"] if number % 5 == 0 else [],
            "components": [
                {
                    "self": f"{site}/rest/api/3/component/10000",
                    "id": "10000",
                    "name": TOPICS[number % 4],
                }
            ],
            "project": {
                "self": f"{site}/rest/api/3/project/10000",
                "id": "10000",
                "key": "SUP",
                "name": "Support",
                "projectTypeKey": "service_desk",
                "simplified": False,
                "avatarUrls": {
                    f"{size}x{size}": f"{site}/rest/api/3/universal_avatar/view/type/project/1"
                    for size in (16, 24, 32, 48)
                },
            },
            "customfield_10040": {
                "self": f"{site}/rest/api/3/customFieldOption/10020",
                "value": TOPICS[number % 4],
                "id": "10020",
            },
        },
    }


def rendered(count: int) -> list[bytes]:
    """Return the pages of so many issues."""
    pages = []
    for start in range(0, count, PAGE):
        last = start + PAGE >= count
        page = {"issues": [issue(at) for at in range(start, min(start + PAGE, count))]}
        more = {"isLast": True} if last else {"isLast": False, "nextPageToken": str(start + PAGE)}
        pages.append(json.dumps(page | more).encode())
    return pages


def serve(count: int) -> None:
    """Send rendered pages for ever; the first line printed is the port."""
    pages, fields = rendered(count), json.dumps(FIELDS).encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send(fields)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._send(pages[int(asked.get("nextPageToken", 0)) // PAGE])

        def _send(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return None

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        print(server.server_address[1], flush=True)  # noqa: T201
        server.serve_forever()


def bare(address: str) -> int:
    """Read all pages with urllib3 and parse their JSON; nothing else."""
    import urllib3

    pool, count = urllib3.PoolManager(), 0
    body: dict[str, Any] = {"jql": "project = SUP", "fields": ["created"], "maxResults": PAGE}
    while True:
        answer = pool.request("POST", f"{address}/rest/api/3/search/jql", json=body)
        page = json.loads(answer.data)
        count += len(page["issues"])
        if "nextPageToken" not in page:
            return count
        body["nextPageToken"] = page["nextPageToken"]


def settings(address: str) -> dict[str, Any]:
    """Return the settings of the source."""
    return {
        "site": address,
        "email": "agent@example.org",
        "token": {"$env": "JIRA_TOKEN"},
        "project": "SUP",
        "fields": ["Touchpoint"],
    }


def collected(address: str) -> int:
    """Read all rows from `collect`, in this process."""
    from cximpact.plugins import Context, Request, Secret
    from cximpact_jira.plugin import cximpact_evidence_sources

    (source,) = [one for one in cximpact_evidence_sources() if one.name == "jira-issues"]
    said = settings(address) | {"token": Secret("secret-token")}
    context = Context(said, NOW, Path(), Path())
    pages = source.collect(Request("observations", "it", date(2026, 3, 1)), context)
    return sum(len(page) for page in pages)


def hosted(address: str) -> int:
    """Read all rows by the host: in a process of their own, checked, into a file."""
    from cximpact.plugins.isolation.jobs import Job
    from cximpact.plugins.isolation.running import run_job

    with tempfile.TemporaryDirectory() as name:
        payload = {
            "settings": settings(address) | {"token": {"$secret": "secret-token"}},
            "folder": name,
            "now": NOW.isoformat(),
            "retry": {},
            "request": {"kind": "observations", "block": "it", "as_of": "2026-03-01"},
        }
        job = Job(
            "it",
            "jira",
            "cximpact-jira",
            "collect",
            "jira-issues",
            payload,
            secrets=("secret-token",),
        )
        outcome = run_job(job, folder=Path(name))
    assert outcome.worked, outcome
    return outcome.count


def evaluated(address: str) -> int:
    """Evaluate a workspace: issues to measurements of touchpoints."""
    import cximpact

    os.environ["JIRA_TOKEN"] = "secret-token"  # noqa: S105
    rules = [
        {"when": {"Touchpoint": one}, "touchpoint": one, "measure": "complaints"} for one in TOPICS
    ]
    workspace = {
        "scorecard": "scorecard.yaml",
        "as_of": "2026-03-01",
        "proposals": {"rows": [{"id": "P1", "title": "One"}]},
        "evidence": {
            "reported": {"source": "jira-issues", "settings": settings(address), "map": rules}
        },
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scorecard.yaml").write_text(json.dumps(SCORECARD), "utf-8")
        (folder / "cximpact.yaml").write_text(json.dumps(workspace), "utf-8")
        frame = cximpact.evaluate(folder).to_frame("evidence")
    return int(frame["n"].sum())


WAYS: dict[str, tuple[str, Callable[[str], int]]] = {
    "bare": ("bare: urllib3, json.loads", bare),
    "collected": ("collect(), in process", collected),
    "hosted": ("through the host, to a file", hosted),
    "evaluated": ("evaluate: to measurements", evaluated),
}


@contextmanager
def server(count: int) -> Iterator[str]:
    """Run the server and give its address."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--serve", str(count)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


def measured(way: str, address: str) -> tuple[float, float, float, int]:
    """Return seconds, seconds of processors, megabytes of the largest process, and issues."""
    # As anywhere else, modules are compiled once and not again in each process.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, __file__, "--measure", way, address]
    done = subprocess.run(command, capture_output=True, text=True, env=environ)
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, busy, memory, count = done.stdout.split()
    return float(seconds), float(busy), float(memory), int(count)


def measure(way: str, address: str) -> None:
    """Do it once and print what it took."""
    start = time.perf_counter()
    count = WAYS[way][1](address)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    busy = sum(each.ru_utime + each.ru_stime for each in used)
    print(seconds, busy, max(each.ru_maxrss for each in used) / 1024, count)  # noqa: T201


def main(count: int) -> None:
    """Measure and print the table."""
    heads = ("issues", "seconds", "ratio", "CPU seconds", "ratio", "MB", "MB, a tenth")
    table = Table("way", *heads)
    with server(count) as whole, server(count // 10) as tenth:
        limits: tuple[float, float] | None = None
        for way, (title, _) in WAYS.items():
            seconds, busy, memory, found = min(measured(way, whole) for _ in range(3))
            limits = limits or (seconds, busy)
            cells = [seconds, seconds / limits[0], busy, busy / limits[1]]
            sizes = [memory, measured(way, tenth)[2]]
            texts = [f"{cell:.2f}" for cell in cells] + [f"{size:.0f}" for size in sizes]
            table.add_row(title, f"{found:,}", *texts)
    Console(width=130).print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(int(sys.argv[2]))
    elif sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ISSUES)
