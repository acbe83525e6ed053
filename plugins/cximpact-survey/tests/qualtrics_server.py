"""A stand-in for Qualtrics: surveys, exports that take a while, refusals; in process or on a port.

It keeps state as the system does: an export is started, looked at until it is complete, and its
file is an archive with a CSV of three heading rows, of the columns that were asked for.
"""

from __future__ import annotations

import csv
import io
import json
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from attrs import Factory, define

from cximpact.plugins.http import HttpRequest, HttpResponse

TOKEN = "qt-4f1d0c8e9ab3"  # noqa: S105  (of nobody)
SURVEY = "SV_8dKqZ1vRw0aPb3L"

METADATA = {
    "startDate": ("StartDate", "Start Date"),
    "endDate": ("EndDate", "End Date"),
    "status": ("Status", "Response Type"),
    "ipAddress": ("IPAddress", "IP Address"),
    "progress": ("Progress", "Progress"),
    "duration": ("Duration (in seconds)", "Duration (in seconds)"),
    "finished": ("Finished", "Finished"),
    "recordedDate": ("RecordedDate", "Recorded Date"),
    "_recordId": ("ResponseId", "Response ID"),
    "recipientLastName": ("RecipientLastName", "Recipient Last Name"),
    "recipientFirstName": ("RecipientFirstName", "Recipient First Name"),
    "recipientEmail": ("RecipientEmail", "Recipient Email"),
    "externalDataReference": ("ExternalReference", "External Data Reference"),
    "locationLatitude": ("LocationLatitude", "Location Latitude"),
    "locationLongitude": ("LocationLongitude", "Location Longitude"),
    "distributionChannel": ("DistributionChannel", "Distribution Channel"),
    "userLanguage": ("UserLanguage", "User Language"),
}
TIMES = {"startDate", "endDate", "recordedDate"}


@define
class Survey:
    """A survey: its columns beyond the metadata, and its responses by ImportId.

    Times are moments in UTC.
    """

    questions: dict[str, tuple[str, str]] = Factory(dict)
    """ImportId: export tag and text."""
    embedded: tuple[str, ...] = ()
    responses: list[dict[str, Any]] = Factory(list)
    name: str = "Customers"


@define
class Brand:
    """An account at Qualtrics.

    Attributes:
        surveys: By id.
        token: The only one it accepts.
        looks: How often an export is in progress before it is complete.
        ends: What becomes of exports: complete, failed, cancelled, or anything else.
        busy: Requests (counted from 1) that are answered with 429.
        asked: What was asked so far.
        exports: The bodies that exports were started with, by id.
    """

    surveys: dict[str, Survey] = Factory(dict)
    token: str = TOKEN
    looks: int = 2
    ends: str = "complete"
    busy: frozenset[int] = frozenset()
    asked: list[HttpRequest] = Factory(list)
    exports: dict[str, dict[str, Any]] = Factory(dict)
    seen: dict[str, int] = Factory(dict)

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Answer as a transport does."""
        self.asked.append(request)
        given = {name.lower(): text for name, text in request.headers.items()}
        if given.get("x-api-token") != self.token:
            return _told(401, error={"errorMessage": "Unrecognized X-API-TOKEN."})
        if len(self.asked) in self.busy:
            return HttpResponse(429, {"retry-after": "1"}, b"{}")
        parts = urlsplit(request.url).path.strip("/").split("/")
        if parts[:3] != ["API", "v3", "surveys"] or len(parts) < 4:
            return _told(404, error={"errorMessage": "No such endpoint."})
        survey = self.surveys.get(parts[3])
        if survey is None:
            return _told(404, error={"errorMessage": "The requested survey was not found."})
        return self._about(survey, request, parts[4:])

    def _about(self, survey: Survey, request: HttpRequest, rest: list[str]) -> HttpResponse:
        if request.method == "GET" and not rest:
            return _told(200, {"id": "", "name": survey.name, "isActive": True})
        if request.method == "POST" and rest == ["export-responses"]:
            return self._start(survey, json.loads(request.body or b"null"))
        if request.method == "GET" and len(rest) == 2 and rest[1] in self.exports:
            return self._progress(rest[1])
        if request.method == "GET" and len(rest) == 3 and rest[2] == "file":
            export = rest[1].removesuffix("-def")
            if self.seen.get(export, 0) > self.looks and self.ends == "complete":
                return HttpResponse(
                    200,
                    {"content-type": "application/zip"},
                    archive(export_csv(survey, self.exports[export])),
                )
        return _told(404, error={"errorMessage": "Not found."})

    def _start(self, survey: Survey, body: Any) -> HttpResponse:
        known = {"format", "useLabels", "surveyMetadataIds", "questionIds", "embeddedDataIds"}
        known |= {"timeZone", "startDate", "endDate", "compress"}
        if not isinstance(body, dict) or set(body) - known or body.get("format") != "csv":
            return _told(400, error={"errorMessage": "Invalid request body."})
        asked = {found for each in body.get("questionIds", ()) for found in [each]}
        have = {each.split("_")[0] for each in survey.questions}
        if asked - have or set(body.get("surveyMetadataIds", ())) - set(METADATA):
            return _told(400, error={"errorMessage": "Unknown question or metadata."})
        if set(body.get("embeddedDataIds", ())) - set(survey.embedded):
            return _told(400, error={"errorMessage": "Unknown embedded data."})
        export = f"ES_{len(self.exports) + 1:04d}"
        self.exports[export] = body
        return _told(200, {"progressId": export, "percentComplete": 0.0, "status": "inProgress"})

    def _progress(self, export: str) -> HttpResponse:
        self.seen[export] = self.seen.get(export, 0) + 1
        if self.seen[export] <= self.looks:
            # Done to all appearances, and not complete: only the status counts.
            done = 100.0 if self.seen[export] == self.looks else 50.0
            told = {"percentComplete": done, "status": "inProgress", "fileId": None}
        elif self.ends == "complete":
            told = {"percentComplete": 100.0, "status": "complete", "fileId": f"{export}-def"}
        else:
            error = {"code": "ESRV9", "message": "too many columns"}
            told = {"percentComplete": 0.0, "status": self.ends, "error": error}
        return _told(200, told)


def _told(
    status: int, result: Mapping[str, Any] | None = None, *, error: Any = None
) -> HttpResponse:
    meta = {"httpStatus": str(status), "requestId": "r-1", **({"error": error} if error else {})}
    data = {"meta": meta, **({"result": result} if result is not None else {})}
    headers = {"content-type": "application/json"}
    return HttpResponse(status, headers, json.dumps(data).encode())


def export_csv(survey: Survey, body: Mapping[str, Any]) -> bytes:
    """Return the CSV of an export: what was asked for, in the zone that was asked for."""
    zone = body.get("timeZone", "UTC")
    metadata = body.get("surveyMetadataIds", list(METADATA))
    wanted = body.get("questionIds")
    questions = [
        each for each in survey.questions if wanted is None or each.split("_")[0] in wanted
    ]
    embedded = body.get("embeddedDataIds", list(survey.embedded))
    columns = [*(each for each in METADATA if each in metadata), *questions, *embedded]
    labels = {**METADATA, **survey.questions}
    since = datetime.fromisoformat(body.get("startDate", "1970-01-01T00:00:00Z"))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([labels.get(each, (each, each))[0] for each in columns])
    writer.writerow([labels.get(each, (each, each))[1] for each in columns])
    writer.writerow([_import_id(each, zone) for each in columns])
    for response in survey.responses:
        if response.get("recordedDate", response["endDate"]) >= since:
            writer.writerow([_cell(response.get(each, ""), zone) for each in columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _import_id(column: str, zone: str) -> str:
    told = {"ImportId": column}
    if column in TIMES:
        told["timeZone"] = "Z" if zone == "UTC" else zone
    return json.dumps(told, separators=(",", ":"))


def _cell(value: Any, zone: str) -> str:
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)


def archive(content: bytes, name: str = "Customers.csv") -> bytes:
    """Return an archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(name, content)
    return out.getvalue()


def at(day: str, clock: str = "12:00:00") -> datetime:
    """Return a moment in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


@contextmanager
def serving(brand: Brand) -> Iterator[str]:
    """Serve an account on a port of this machine; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            request = HttpRequest(
                self.command, self.path, dict(self.headers), self.rfile.read(length) or None
            )
            with lock:
                answer = brand.send(request, 1.0)
            self.send_response(answer.status)
            for name, text in answer.headers.items():
                self.send_header(name, text)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
