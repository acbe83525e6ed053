"""What a job gives back, how often it is tried, and that stopping it leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fake_distributions import on_path, write_module

from cximpact.plugins.isolation.jobs import Job, Outcome
from cximpact.plugins.isolation.process_tree import marked
from cximpact.plugins.isolation.running import launching, one_try, run_job, run_jobs
from cximpact.plugins.isolation.running.ending import close_order
from cximpact.plugins.isolation.running.launching import environment, proxy_secrets
from cximpact.plugins.isolation.scratch import make_scratch, remove_scratch

CODE = """
    import os, time
    from pathlib import Path
    from cximpact.plugins import (
        AnswerError, AuthenticationError, EvidenceSource, InputError_ as InputError, PluginInfo,
        QueryError, SourceError, TemporaryError, hookimpl,
    )

    ERRORS = {
        "authentication": AuthenticationError("token refused"),
        "query": QueryError("no such field"),
        "answer": AnswerError("no page 2"),
        "source": SourceError("certificate refused"),
        "input": InputError("folder is missing"),
        "tried": TemporaryError("busy", tried=True),
    }

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("office", "A source for each outcome")

    def full(request, context):
        context.progress("page 1 of 2")
        context.query("SELECT 1")
        context.query("SELECT 2")
        context.note("one row was empty")
        context.log("asked twice")
        context.keep_cursor("2026-02-28")
        print("printed")
        yield [{"id": 1, "site": context.settings["site"]}]
        yield [{"id": 2, "since": request.since, "as_of": request.as_of, "kind": request.kind}]
        yield [{"id": 3, "block": request.block, "now": context.now,
                "cwd": str(Path.cwd() == context.scratch), "folder": str(context.folder),
                "secret": str(context.settings["token"]),
                "length": len(context.settings["token"].reveal())}]

    def fails(request, context):
        yield [{"id": 1}]
        raise ERRORS[context.settings["error"]]

    def recovers(request, context):
        tries = context.folder / "tries"
        with tries.open("a") as file:
            file.write("x")
        yield [{"id": f"try {tries.stat().st_size}"}]
        if tries.stat().st_size < context.settings["tries"]:
            raise TemporaryError("busy")

    def waits(request, context):
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
        context.progress("waiting")
        time.sleep(600)
        yield []

    def nothing(request, context):
        return []

    def dismembered(request, context):
        for number in range(1_500):
            yield [{"id": number}]
        yield [{"id": "last", "late": "x"}]

    def source(name, collect):
        return EvidenceSource(
            name, "Rows", provides=["observations"], settings={"type": "object"}, collect=collect,
            check=lambda context: f"reached {context.settings['site']}" if name == "full" else 17,
        )

    @hookimpl
    def cximpact_evidence_sources():
        return [
            source("full", full), source("fails", fails), source("recovers", recovers),
            source("waits", waits), source("nothing", nothing),
            source("dismembered", dismembered),
        ]
"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "site"
    code = CODE.replace("InputError_ as InputError, ", "").replace(
        "    import os, time\n", "    import os, time\n    from cximpact import InputError\n"
    )
    write_module(folder, "office", code)
    with on_path(folder):
        yield folder


@pytest.fixture
def job(site: Path, tmp_path: Path) -> Callable[..., Job]:
    """Build a job for one of the sources."""

    def build(source: str, operation: Any = "collect", *, timeout: float = 30, **more: Any) -> Job:
        retry = {"attempts": 1, **more.pop("retry", {})}
        payload = {
            "settings": {"site": "north", "token": {"$secret": "hunter2-hunter2"}, **more},
            "folder": str(tmp_path),
            "now": "2026-03-01T12:00:00+00:00",
            "retry": retry,
            "request": {
                "kind": "observations",
                "block": "complaints",
                "as_of": "2026-03-01",
                "since": "2026-01-01",
            },
        }
        return Job(
            "evidence.complaints", "office", "cx-office", operation, source, payload,
            secrets=("hunter2-hunter2",), timeout=timeout,
        )  # fmt: skip

    return build


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Find what is still running of the processes this test started."""
    mark = uuid.uuid4().hex
    monkeypatch.setenv("LC_CXIMPACT_TEST", mark)

    def found() -> list[Any]:
        return [each for each in marked(f"LC_CXIMPACT_TEST={mark}") if each.session != os.getsid(0)]

    return found


def rows_of(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.rows is not None
    return list(outcome.each_row())


def test_everything_a_source_says_comes_back(job: Callable[..., Job], tmp_path: Path) -> None:
    heard: list[str] = []
    outcome = run_job(job("full"), folder=tmp_path / "out", progress=heard.append)
    assert outcome.worked, outcome.reason
    assert heard == ["evidence.complaints: page 1 of 2"]
    assert (outcome.query, outcome.cursor) == ("SELECT 1; SELECT 2", "2026-02-28")
    assert outcome.notes == ("one row was empty",)
    assert outcome.log.splitlines() == ["asked twice", "printed:", "printed"]
    assert outcome.count == 3
    assert 0 < outcome.seconds < 30
    empty = dict.fromkeys(outcome.columns)
    assert rows_of(outcome) == [
        empty | {"id": "1", "site": "north"},
        empty | {"id": "2", "since": "2026-01-01", "as_of": "2026-03-01", "kind": "observations"},
        empty
        | {
            "id": "3",
            "block": "complaints",
            "now": "2026-03-01T12:00:00Z",
            "cwd": "True",
            "folder": str(tmp_path),
            "secret": "•••",
            "length": "15",
        },
    ]


def test_each_row_has_every_column_however_late_it_came(
    job: Callable[..., Job], tmp_path: Path
) -> None:
    rows = rows_of(run_job(job("dismembered"), folder=tmp_path / "out"))
    assert len(rows) == 1_501
    assert {tuple(row) for row in rows} == {("id", "late")}
    assert rows[-1] == {"id": "last", "late": "x"}
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".jsonl"]


def test_no_rows_is_an_answer_too(job: Callable[..., Job], tmp_path: Path) -> None:
    outcome = run_job(job("nothing"), folder=tmp_path / "out")
    assert (outcome.worked, outcome.count, outcome.columns) == (True, 0, ())
    assert rows_of(outcome) == []


def test_a_check_gives_its_line_and_no_rows(job: Callable[..., Job], tmp_path: Path) -> None:
    outcome = run_job(job("full", "check"), folder=tmp_path / "out")
    assert (outcome.answer, outcome.rows) == ("reached north", None)
    wrong = run_job(job("waits", "check"), folder=tmp_path / "out")
    assert (wrong.family, wrong.reason) == (
        "plugin",
        "check must return one line of text, not int",
    )


@pytest.mark.parametrize(
    ("error", "family", "reason"),
    [
        ("authentication", "authentication", "token refused"),
        ("query", "query", "no such field"),
        ("answer", "answer", "no page 2"),
        ("source", "query", "certificate refused"),
        ("input", "query", "folder is missing"),
        ("tried", "temporary", "busy"),
        ("unknown", "plugin", "KeyError: 'unknown'"),
    ],
)
def test_errors_are_sorted_by_their_remedy(
    job: Callable[..., Job], tmp_path: Path, error: str, family: str, reason: str
) -> None:
    again = job("fails", error=error, retry={"attempts": 3, "first_wait": 60})
    outcome = run_job(again, folder=tmp_path / "out")
    said, _, place = outcome.reason.partition(" (")
    assert (outcome.family, said) == (family, reason)
    assert re.fullmatch(r"\w+\.py, line \d+\)", place) if family == "plugin" else not place
    assert (outcome.rows, outcome.count) == (None, 0)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_passing_failure_is_tried_again_and_only_the_last_rows_count(
    job: Callable[..., Job], tmp_path: Path
) -> None:
    heard: list[str] = []
    again = job("recovers", tries=3, retry={"attempts": 4, "first_wait": 0.01})
    outcome = run_job(again, folder=tmp_path / "out", progress=heard.append)
    assert [row["id"] for row in rows_of(outcome)] == ["try 3"]
    assert heard == ["evidence.complaints: busy; again in 0 s"] * 2
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_tries_end(job: Callable[..., Job], tmp_path: Path) -> None:
    again = job("recovers", tries=9, retry={"attempts": 2, "first_wait": 0.01})
    outcome = run_job(again, folder=tmp_path / "out")
    assert (outcome.family, outcome.reason) == ("temporary", "busy")
    assert (tmp_path / "tries").read_text() == "xx"


def test_no_wait_outlasts_the_deadline(job: Callable[..., Job], tmp_path: Path) -> None:
    again = job("recovers", timeout=10, tries=9, retry={"attempts": 3, "first_wait": 30})
    outcome = run_job(again, folder=tmp_path / "out")
    assert outcome.family == "temporary"
    assert outcome.seconds < 10


def test_outcomes_come_in_the_order_of_the_jobs(job: Callable[..., Job], tmp_path: Path) -> None:
    jobs = [job("fails", error="query"), job("full"), job("nothing"), job("fails", error="answer")]
    outcomes = run_jobs(jobs, folder=tmp_path / "out", at_once=3)
    assert [each.family for each in outcomes] == ["query", "", "", "answer"]


def test_there_is_nothing_to_do_for_no_jobs(tmp_path: Path) -> None:
    assert run_jobs([], folder=tmp_path) == ()


def test_an_error_of_the_hosts_own_ends_all_processes(
    job: Callable[..., Job], tmp_path: Path, left: Callable[[], list[Any]]
) -> None:
    def fail(_: str) -> None:
        raise KeyboardInterrupt

    for run in (
        lambda: run_job(job("waits"), folder=tmp_path / "out", progress=fail),
        lambda: run_jobs([job("waits")] * 2, folder=tmp_path / "out", progress=fail),
    ):
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            run()
        assert time.monotonic() - began < 10
        assert left() == []
        assert list((tmp_path / "out").iterdir()) == []


HOST = """
    import sys
    from pathlib import Path
    from cximpact.plugins.isolation.jobs import Job
    from cximpact.plugins.isolation.running import run_jobs

    payload = {"settings": {}, "folder": ".", "now": "2026-03-01T12:00:00+00:00", "retry": {},
               "request": {"kind": "observations", "block": "b", "as_of": "2026-03-01"}}
    job = Job("j", "office", "cx-office", "collect", "waits", payload)
    run_jobs([job, job], folder=Path(sys.argv[1]), progress=lambda text: print(text, flush=True))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes by /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_the_host_is_ended(
    how: signal.Signals, site: Path, tmp_path: Path, left: Callable[[], list[Any]]
) -> None:
    write_module(site, "own_host", HOST)
    path = os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")])
    scratch = tmp_path / "temporary"
    scratch.mkdir()
    host = subprocess.Popen(
        [sys.executable, "-m", "own_host", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with host:
        assert host.stdout is not None
        assert [host.stdout.readline() for _ in range(2)] == [b"j: waiting\n"] * 2
        assert len(left()) >= 6
        host.send_signal(how)
        host.wait(90)
    end = time.monotonic() + 10
    while (left() or any(scratch.iterdir())) and time.monotonic() < end:
        time.sleep(0.05)
    assert left() == []
    assert list(scratch.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a host watches there itself")
def test_a_host_that_closed_its_files_is_taken_for_gone(job: Callable[..., Job]) -> None:
    """A host that is killed is the parent of its runs for a moment, when its files are closed."""
    scratch = make_scratch()
    started = launching.start(job("waits"), 30, scratch)
    with started.process, started.channel:
        assert started.channel.read(1)  # the worker is there, and says something
        close_order(started)
        assert started.process.wait(20) == 0
    assert not scratch.exists()


def test_scratch_folders_are_removed(
    job: Callable[..., Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    run_job(job("full"), folder=tmp_path / "out")
    assert list(folder.iterdir()) == []


def test_an_interpreter_that_cannot_start_is_told(
    job: Callable[..., Job], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launching.sys, "executable", "/bin/false")
    outcome = run_job(job("full"), folder=tmp_path / "out")
    assert outcome.family == "died"
    assert list((tmp_path / "out").iterdir()) == []


def test_only_what_programs_need_is_in_the_environment(tmp_path: Path) -> None:
    ours = {
        "PATH": "/bin",
        "LC_ALL": "C",
        "https_proxy": "http://me:pass%40word@proxy:8080",
        "JIRA_TOKEN": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "TZ": "Europe/Berlin",
        "TMPDIR": "/elsewhere",
        "PYTHONSTARTUP": "x.py",
        "LD_PRELOAD": "x.so",
    }
    theirs = environment(ours, tmp_path, "17")
    assert theirs.keys() == {
        "CXIMPACT_RUN", "LC_ALL", "PATH", "PYTHONPATH", "TEMP", "TMP", "TMPDIR", "TZ",
        "https_proxy",
    }  # fmt: skip
    assert (theirs["TZ"], theirs["TMPDIR"]) == ("UTC", str(tmp_path))
    assert set(proxy_secrets(ours)) == {"pass%40word", "pass@word"}


def test_a_scratch_folder_goes_whatever_a_plugin_made_of_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    scratch = make_scratch()
    deep = scratch / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "file").write_text("x")
    (scratch / "a" / "away").symlink_to(kept)
    deep.chmod(0)
    (scratch / "a").chmod(0o500)
    remove_scratch(scratch)
    assert not scratch.exists()
    assert (kept / "file").exists()


def test_only_a_scratch_folder_is_ever_removed(tmp_path: Path) -> None:
    for folder in (tmp_path / "other", tmp_path / "cximpact-link"):
        remove_scratch(folder)
    (tmp_path / "other").mkdir()
    (tmp_path / "cximpact-link").symlink_to(tmp_path / "other")
    remove_scratch(tmp_path / "other")
    remove_scratch(tmp_path / "cximpact-link")
    assert (tmp_path / "other").is_dir()


def test_a_system_that_cannot_fork_still_gives_rows_reasons_and_deadlines(
    job: Callable[..., Job],
    tmp_path: Path,
    left: Callable[[], list[Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(one_try, "_GRACE", 0.5)
    good = run_job(job("full"), folder=tmp_path / "out")
    assert (good.count, good.query) == (3, "SELECT 1; SELECT 2")
    assert run_job(job("fails", error="query"), folder=tmp_path / "out").reason == "no such field"
    late = run_job(job("waits", timeout=1), folder=tmp_path / "out")
    assert (late.family, late.reason) == ("timeout", "it did not finish within 1 seconds")
    assert left() == []
