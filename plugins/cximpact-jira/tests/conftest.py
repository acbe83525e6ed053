"""A site to read from: in this process, behind a socket, and behind a validating proxy."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from jira_server import EMAIL, NOW, TOKEN, JiraSite, serve

from cximpact.plugins import EvidenceSource, Request
from cximpact.plugins.http import open_transport
from cximpact.testing import ListeningContext, make_context
from cximpact_jira.plugin import cximpact_evidence_sources

SPEC = "jira-cloud-platform-v3.openapi.json"
SOURCES: dict[str, EvidenceSource] = {one.name: one for one in cximpact_evidence_sources()}


class Reading:
    """What came of reading a source once."""

    def __init__(self, name: str, site: Any, address: str, settings: dict[str, Any]) -> None:
        self.source = SOURCES[name]
        said = {"site": address, "email": EMAIL, "token": TOKEN, **settings}
        self.since = said.pop("since", None)
        self.context: ListeningContext = make_context(
            said, schema=self.source.settings, transport=site, now=NOW, retry=self.source.retry
        )

    def rows(self) -> list[dict[str, Any]]:
        request = Request(self.source.provides[0], "it", NOW.date(), self.since)
        return [row for page in self.source.collect(request, self.context) for row in page]

    @property
    def heard(self) -> Any:
        return self.context.heard


Read = Callable[..., Reading]


@pytest.fixture
def site() -> JiraSite:
    return JiraSite()


@pytest.fixture
def reading(site: JiraSite) -> Read:
    """Read a source of a site in this process: ``reading("jira-issues", project="SUP")``."""

    def read(name: str, *, of: Any = None, **settings: Any) -> Reading:
        return Reading(name, of or site, "https://jira.example", settings)

    return read


def _missing(what: str, hint: str) -> None:
    """Skip with a hint where something is not installed; on CI it must be."""
    message = f"{what} is missing: {hint}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def specification() -> Path:
    """Atlassian's own OpenAPI document, which is not part of the project."""
    nearby = Path(__file__).parents[4] / "shared" / "specs"
    found = Path(os.environ.get("CXIMPACT_SPECS", nearby)) / SPEC
    if not found.is_file():
        _missing(SPEC, "name the folder it is in by the environment variable CXIMPACT_SPECS")
    return found


@pytest.fixture(scope="session")
def prism() -> str:
    """The program of the validating proxy."""
    named = os.environ.get("CXIMPACT_PRISM") or shutil.which("prism")
    if not named:
        _missing("prism", "run .ci/prism, or npm install -g @stoplight/prism-cli")
    return str(named)


@pytest.fixture(scope="session")
def proxied(specification: Path, prism: str, tmp_path_factory: Any) -> Iterator[Any]:
    """A site behind the proxy: its address, and a way to change what stands behind it."""
    behind = _Behind()
    with serve(behind) as upstream:  # type: ignore[arg-type]
        port = _free_port()
        log = tmp_path_factory.mktemp("prism") / "log.txt"
        with log.open("w") as out:
            command = [prism, "proxy", "-h", "127.0.0.1", "-p", str(port)]
            process = subprocess.Popen(
                [*command, str(specification), upstream, "--errors"],
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            _wait_for(port, process, log)
            behind.address = f"http://127.0.0.1:{port}"
            yield behind
        finally:
            process.terminate()
            process.wait(20)


class _Behind:
    """What stands behind the proxy; tests put a site there."""

    address = ""
    site = JiraSite()

    def answer(self, *asked: Any) -> Any:
        return self.site.answer(*asked)

    def read(self, name: str, site: JiraSite, **settings: Any) -> Reading:
        self.site = site
        return Reading(name, open_transport(), self.address, settings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the proxy listens: it reads a large document first."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"the proxy ended: {log.read_text()[-2000:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the proxy does not listen after two minutes")
