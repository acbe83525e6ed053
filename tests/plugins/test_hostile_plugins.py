"""The worst plugins cost only their own evidence: each runs here beside one that behaves.

For each of them: the host survives and says what went wrong in a sentence, the rows of the other
source are whole, no process is left running, and no secret stands in anything that came back.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import uuid
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from attrs import evolve
from fake_distributions import from_source, write_module

from cximpact.plugins.isolation.jobs import Job, Outcome
from cximpact.plugins.isolation.process_tree import PROC, marked
from cximpact.plugins.isolation.running import run_job, run_jobs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="hostile to Linux")

WELL_BEHAVED = """
    from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("letters", "Letters from customers")

    def collect(request, context):
        context.query("all letters")
        for page in range(4):
            yield [{"id": page * 500 + each, "comment": "thanks"} for each in range(500)]

    @hookimpl
    def cximpact_evidence_sources():
        return [
            EvidenceSource(
                "letters", "Letters", provides=["observations"], settings={"type": "object"},
                collect=collect, key=("id",),
            )
        ]
"""
SECRETS = (
    "hunter2-hunter2",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "a+b/c==d?e&f=g h",
    'quo"te\\back/slash',
    "Grüße-aus-Köln-äöü",
    "100%-sicher%20ja",
    "  spaces around  ",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0T",
    "-----BEGIN KEY-----\nMIIEvgIBADANBgkqhkiG9w0BAQEF\nAASCBKgwggSkAgEAAoIB\n-----END KEY-----",
    "🔑tasteninstrument🎹",
)
WORKS = ""
FAMILIES = {
    "allocates-ten-gigabytes": "died",
    "closes-everything": "died",
    "contradicts-itself": "answer",
    "crashes": "died",
    "deletes-its-folders": WORKS,
    "ends-in-a-thread": WORKS,
    "exits": "died",
    "exits-at-once": "died",
    "forks-and-hangs": "timeout",
    "forks-and-returns": WORKS,
    "forks-twice-the-rows": WORKS,
    "gives-a-huge-cell": "plugin",
    "gives-a-huge-number": "plugin",
    "gives-grumpy-values": "plugin",
    "gives-half-a-character": "plugin",
    "gives-infinity": "plugin",
    "gives-lists": "plugin",
    "gives-many-columns": "plugin",
    "gives-markup": WORKS,
    "gives-nan": "plugin",
    "gives-nan-in-a-frame": "plugin",
    "gives-no-rows": "plugin",
    "gives-nothing": "plugin",
    "gives-numbers-for-columns": "plugin",
    "gives-objects": "plugin",
    "gives-rows-twice": WORKS,
    "gives-the-future": WORKS,
    "gives-untrue-texts": WORKS,
    "grows": "died",
    "grows-in-children": "died",
    "hangs": "timeout",
    "hangs-in-a-pattern": "timeout",
    "hangs-in-c": "timeout",
    "kills-its-parent": "died",
    "kills-itself": "died",
    "leaks-between-the-cuts": "plugin",
    "leaks-early": "plugin",
    "leaks-in-a-column": "plugin",
    "leaks-in-an-error": "plugin",
    "leaks-in-rows-base64": "plugin",
    "leaks-in-rows-base64-pair": "plugin",
    "leaks-in-rows-base64-url": "plugin",
    "leaks-in-rows-base64-user": "plugin",
    "leaks-in-rows-hex": "plugin",
    "leaks-in-rows-json": "plugin",
    "leaks-in-rows-raw": "plugin",
    "leaks-in-rows-small": "plugin",
    "leaks-in-rows-url": "plugin",
    "leaks-in-rows-url-plus": "plugin",
    "leaks-in-texts": WORKS,
    "leaks-what-it-derived": WORKS,
    "locks-its-folder": WORKS,
    "looks-around": WORKS,
    "never-ends": "flood",
    "opens-everything": WORKS,
    "overwrites-the-interpreter": "died",
    "prints-a-huge-log": WORKS,
    "prints-before-and-after": WORKS,
    "prints-for-ever": WORKS,
    "raises": "plugin",
    "raises-a-circle": "plugin",
    "raises-at-the-end": WORKS,
    "raises-base": "plugin",
    "raises-in-repr": "plugin",
    "raises-interrupt": "plugin",
    "raises-too-deep": "plugin",
    "replaces-its-streams": WORKS,
    "signals-its-group": "died",
    "stops-its-parent": "timeout",
    "tells-too-much": WORKS,
    "writes-everywhere": "plugin",
}
TIGHT = {"grows": 200, "grows-in-children": 300}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("site")
    write_module(folder, "letters", WELL_BEHAVED)
    with from_source("cximpact-hostile", folder):
        yield


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch, installed: None) -> Iterator[Any]:
    """Give a function that finds what is still running of the processes this test started."""
    mark = uuid.uuid4().hex
    monkeypatch.setenv("LC_CXIMPACT_TEST", mark)
    return lambda: marked(f"LC_CXIMPACT_TEST={mark}")


def collecting(source: str, folder: Path, *secrets: str, plugin: str = "hostile") -> Job:
    hostile = plugin.startswith("hostile")
    settings = {"token": {"$secret": secrets[0]}, "tokens": [{"$secret": s} for s in secrets]}
    return Job(
        name=f"evidence.{source}",
        plugin=plugin,
        distribution="cximpact-hostile" if hostile else "cx-letters",
        operation="collect",
        target=source,
        payload={
            "settings": settings if hostile else {},
            "folder": str(folder),
            "now": "2026-03-01T12:00:00+00:00",
            "retry": {"attempts": 1},
            "request": {"kind": "observations", "block": source, "as_of": "2026-03-01"},
        },
        secrets=secrets if hostile else (),
        timeout=8 if source in FAMILIES and FAMILIES[source] != "timeout" else 1.5,
        memory=TIGHT.get(source, 512),
        rows_limit=60_000_000 if source == "gives-many-columns" else 5_000_000,
    )


def letters(folder: Path) -> Job:
    return evolve(collecting("letters", folder, "-", plugin="letters"), timeout=30)


def rows_of(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.rows is not None
    return list(outcome.each_row())


def spelled(secret: str) -> Iterator[str]:
    """Yield the spellings by which a secret may show, found in another way than the code does."""
    raw = secret.encode()
    yield secret
    for encode in (b64encode, urlsafe_b64encode):
        for before in (b"", b"a", b"ab"):
            # The first and the last four letters may belong to what stands around it.
            yield encode(before + raw + b"xyz").decode()[4:-8]
    yield from (quote(secret, safe=""), quote_plus(secret), secret.lower())
    yield from (json.dumps(secret)[1:-1], raw.hex())


def texts_of(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from texts_of([*data, *data.values()])
    elif isinstance(data, list | tuple):
        for each in data:
            yield from texts_of(each)


def assert_no_secret(outcome: Outcome, secrets: tuple[str, ...], *more: str) -> None:
    found = [
        outcome.reason, outcome.query, outcome.cursor or "", outcome.log, repr(outcome), *more,
        *outcome.notes, *texts_of(outcome.answer), *outcome.columns,
    ]  # fmt: skip
    if outcome.rows is not None:
        found += [text for row in rows_of(outcome) for text in texts_of(row)]
    for secret in secrets:
        for form in spelled(secret):
            assert not [text for text in found if form in text], form


def test_there_is_an_expectation_for_every_source(installed: None, tmp_path: Path) -> None:
    job = Job("plugin hostile", "hostile", "cximpact-hostile", "probe", timeout=20)
    outcome = run_job(job, folder=tmp_path)
    assert outcome.worked, outcome.reason
    assert {each["name"] for each in outcome.answer["sources"]} == FAMILIES.keys()
    assert len(FAMILIES) >= 20


@pytest.mark.parametrize("source", FAMILIES)
def test_a_hostile_source_costs_only_its_own_evidence(
    source: str, left: Any, tmp_path: Path
) -> None:
    heard: list[str] = []
    jobs = [collecting(source, tmp_path, *SECRETS), letters(tmp_path)]
    folder = tmp_path / "out"

    bad, good = run_jobs(jobs, folder=folder, at_once=2, progress=heard.append)

    assert left() == []
    assert good.worked, good.reason
    assert rows_of(good) == [{"id": str(number), "comment": "thanks"} for number in range(2_000)]
    assert bad.family == FAMILIES[source], (bad.reason, bad.log)
    assert bool(bad.reason) == bool(bad.family)
    assert_no_secret(bad, SECRETS, *heard)
    for text in (bad.reason, bad.query, *bad.notes, *heard, *bad.log.splitlines()):
        assert text.isprintable()
    kept = {good.rows, bad.rows} - {None}
    assert set(folder.iterdir()) == kept
    assert (bad.rows is None) == bool(bad.family)
    assert bad.seconds < 16


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("allocates-ten-gigabytes", "memory"),
        ("contradicts-itself", "row 2 says otherwise than an earlier row of the same key (id '1')"),
        ("crashes", "its process was ended by SIGSEGV"),
        ("exits", "the plugin ended its own process: exit(0)"),
        ("exits-at-once", "its process ended by itself, without an answer (exit code 3)"),
        ("gives-lists", "row 1, column 'value': the cell is of type list; cells are text,"),
        ("gives-nan", "row 2, column 'value': the cell is not a number (NaN);"),
        ("gives-nan-in-a-frame", "row 2, column 'value': the cell is not a number (NaN);"),
        ("gives-nothing", "collect returned nothing; it must yield lists of rows or data frames"),
        ("gives-numbers-for-columns", "the name of a column is of type int, not text"),
        ("grows", "it was ended because it used more than 200 MB of memory"),
        ("hangs", "it did not finish within 1.5 seconds"),
        ("leaks-in-rows-raw", "a secret from the settings stands in its rows: row 2, column"),
        ("never-ends", "it gave more than 5 MB of rows"),
        ("raises", "ZeroDivisionError: one by nought"),
        ("raises-in-repr", "UnspeakableError: (its text cannot be made)"),
        ("writes-everywhere", "it wrote into the channel of cximpact itself"),
    ],
)
def test_the_reason_says_what_went_wrong(
    source: str, reason: str, installed: None, tmp_path: Path
) -> None:
    outcome = run_job(collecting(source, tmp_path, *SECRETS), folder=tmp_path)
    assert reason in outcome.reason


def test_where_it_raised_stands_in_the_log(installed: None, tmp_path: Path) -> None:
    log = run_job(collecting("raises", tmp_path, *SECRETS), folder=tmp_path).log
    assert "errors.py:" in log.splitlines()[1]
    assert "in raises: raise ZeroDivisionError" in log.splitlines()[1]


@pytest.mark.parametrize("source", ["hangs", "hangs-in-a-pattern"])
def test_where_it_hung_stands_in_the_log(source: str, installed: None, tmp_path: Path) -> None:
    outcome = run_job(collecting(source, tmp_path, *SECRETS), folder=tmp_path)
    assert f"in {source.replace('-', '_')}" in outcome.log or source != "hangs"


def test_rows_given_again_count_once_and_a_note_says_so(installed: None, tmp_path: Path) -> None:
    outcome = run_job(collecting("gives-rows-twice", tmp_path, "-"), folder=tmp_path)
    assert [row["id"] for row in rows_of(outcome)] == ["1", "2"]
    assert outcome.notes == ("2 rows came twice and counted once",)


def test_a_fork_gives_no_row_twice(installed: None, tmp_path: Path) -> None:
    outcome = run_job(collecting("forks-twice-the-rows", tmp_path, "-"), folder=tmp_path)
    assert [row["id"] for row in rows_of(outcome)] == ["before", "after"]


def test_markup_and_escapes_in_cells_stay_what_they_are(installed: None, tmp_path: Path) -> None:
    outcome = run_job(collecting("gives-markup", tmp_path, "-"), folder=tmp_path)
    (row,) = rows_of(outcome)
    assert row["comment"].startswith("<script>alert(1)</script>\x1b[31m")
    assert outcome.query.startswith("<script>alert(1)</script>\\x1b[31m")


def test_a_text_of_another_type_gives_what_it_holds(installed: None, tmp_path: Path) -> None:
    (row,) = rows_of(run_job(collecting("gives-untrue-texts", tmp_path, "-"), folder=tmp_path))
    assert row["value"] == "3"


def test_the_beginning_and_the_end_of_a_huge_log_are_kept(installed: None, tmp_path: Path) -> None:
    log = run_job(collecting("prints-a-huge-log", tmp_path, "-"), folder=tmp_path).log
    assert "bytes left out" in log
    assert len(log) < 2_000_000


def test_secrets_of_the_host_are_nowhere_a_worker_can_look(
    monkeypatch: pytest.MonkeyPatch, installed: None, tmp_path: Path
) -> None:
    for number, secret in enumerate(SECRETS):
        monkeypatch.setenv(f"TOKEN_{number}", secret)
    seen: list[bytes] = []

    def look(_: str) -> None:
        for folder in PROC.iterdir():
            if folder.name.isdigit() and int(folder.name) != os.getpid():
                for name in ("cmdline", "environ"):
                    try:
                        seen.append((folder / name).read_bytes())
                    except OSError:
                        continue

    outcome = run_job(
        collecting("looks-around", tmp_path, *SECRETS), folder=tmp_path, progress=look
    )

    rows = rows_of(outcome)
    assert {"PATH", "TMPDIR", "argv"} <= {row["what"] for row in rows}
    assert not [row for row in rows if row["what"].startswith("TOKEN_")]
    assert_no_secret(outcome, SECRETS)
    everything = b"\0".join(seen)
    assert b"cximpact.plugins.isolation.worker" in everything
    for secret in SECRETS:
        assert secret.encode() not in everything


def test_a_check_tells_no_secret(installed: None, tmp_path: Path) -> None:
    job = evolve(collecting("leaks-in-texts", tmp_path, *SECRETS), operation="check")
    outcome = run_job(job, folder=tmp_path)
    assert outcome.worked
    assert outcome.answer.count("•••") >= len(SECRETS)
    assert_no_secret(outcome, SECRETS)


@pytest.mark.parametrize(
    ("plugin", "family"),
    [
        ("hostile-hook-endless", "plugin"),
        ("hostile-hook-exits", "plugin"),
        ("hostile-import-exits", "died"),
        ("hostile-import-hangs", "timeout"),
        ("hostile-import-missing", "plugin"),
        ("hostile-import-prints", ""),
        ("hostile-import-raises", "plugin"),
        ("hostile-other-api", "plugin"),
    ],
)
def test_a_plugin_that_is_hostile_before_it_runs(
    plugin: str, family: str, left: Any, tmp_path: Path
) -> None:
    timeout = 1.5 if family == "timeout" else 20
    bad, good = run_jobs(
        [
            Job(f"plugin {plugin}", plugin, "cximpact-hostile", "probe", timeout=timeout),
            letters(tmp_path),
        ],
        folder=tmp_path / "out",
    )
    assert bad.family == family, bad.reason
    assert good.count == 2_000
    assert left() == []


def test_a_descriptor_that_lies_gives_plain_data_or_nothing(
    installed: None, tmp_path: Path
) -> None:
    job = Job("plugin hostile-lies", "hostile-lies", "cximpact-hostile", "probe", timeout=20)
    outcome = run_job(job, folder=tmp_path)
    assert outcome.family in ("", "plugin")
    json.dumps(outcome.answer, allow_nan=False)


@pytest.mark.parametrize(
    ("operation", "target", "family"),
    [
        ("judge", "hostile-judges-well", ""),
        ("judge", "hostile-judges-wrongly", "plugin"),
        ("judge", "hostile-judges-unknown", "plugin"),
        ("judge", "hostile-judges-never", "timeout"),
        ("render", "hostile-bytes", "plugin"),
        ("render", "hostile-prints", ""),
        ("render", "hostile-endless", "plugin"),
        ("notify", "hostile-exits", "died"),
    ],
)
def test_hostile_gates_reporters_and_observers(
    operation: Any, target: str, family: str, left: Any, tmp_path: Path
) -> None:
    payload = {"proposals": [{"proposal": "P1"}], "settings": {}, "evaluation": {"id": "17"}}
    outcome = run_job(
        Job(
            target, "hostile", "cximpact-hostile", operation, target, payload,
            timeout=2 if family == "timeout" else 20, memory=1_024,
        ),
        folder=tmp_path,
    )  # fmt: skip
    assert outcome.family == family, outcome.reason
    assert left() == []
    if target == "hostile-judges-well":
        assert outcome.answer == [{"outcome": "pass", "reason": "P1 is fine", "cure": ""}]
    if target == "hostile-prints":
        assert outcome.answer == "<b>17</b>"


def test_stopping_ends_everything(left: Any, tmp_path: Path) -> None:
    stop = threading.Event()
    jobs = [evolve(collecting("forks-and-hangs", tmp_path, "-"), timeout=60) for _ in range(3)]
    threading.Timer(1.0, stop.set).start()
    outcomes = run_jobs(jobs, folder=tmp_path, at_once=2, stop=stop)
    assert [each.family for each in outcomes] == ["cancelled"] * 3
    assert left() == []
    assert list(tmp_path.iterdir()) == []
