"""Each check of each contract fails for a plugin that breaks it: else it would check nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from careless import CARELESS
from letter_office import BLOCK, GIVEN, MEASURES, PAGING, RECORDINGS, SETTINGS, source
from letter_office import check as good_check
from letter_office import collect as good_collect

from cximpact.plugins import Context, EvidenceSource, Request
from cximpact.testing import (
    FAULTS,
    NetworkSourceContract,
    PluginContract,
    SourceContract,
)

HERE = Path(__file__).parent
Check = Callable[[NetworkSourceContract], None]
Rows = Iterator[list[dict[str, Any]]]


def contract(**changes: Any) -> NetworkSourceContract:
    """Return the contract of the letter office, with something changed."""
    given = {
        "source": source(),
        "settings": GIVEN,
        "recordings": RECORDINGS,
        "paging": PAGING,
        "block": BLOCK,
        "measures": MEASURES,
        "seconds": 5.0,
    }
    made = type("Contract", (NetworkSourceContract,), {**given, **changes})()
    assert isinstance(made, NetworkSourceContract)
    return made


def schema(**properties: Any) -> EvidenceSource:
    return source(settings={**SETTINGS, "properties": {**SETTINGS["properties"], **properties}})


def changed(change: Callable[[dict[str, Any]], dict[str, Any]]) -> EvidenceSource:
    """Return a source whose rows are changed on their way out."""

    def collect(request: Request, context: Context) -> Rows:
        for rows in good_collect(request, context):
            yield [change(row) for row in rows]

    return source(collect=collect)


def doing(act: Callable[[Request, Context], Any]) -> EvidenceSource:
    """Return a source that does something before it collects."""

    def collect(request: Request, context: Context) -> Rows:
        act(request, context)
        yield from good_collect(request, context)

    return source(collect=collect)


def reading(path: str, **given: Any) -> EvidenceSource:
    """Return a source that asks something besides."""
    return doing(lambda _, context: context.http(context.settings["site"]).post(path, given))


def unquerying(request: Request, context: Context) -> Rows:
    object.__setattr__(context, "_tell", lambda *_: None)
    yield from good_collect(request, context)


def incremental(known: Callable[[str | None], bool]) -> EvidenceSource:
    """Return an incremental source that gives a new row for some cursors, none for others."""

    def collect(request: Request, context: Context) -> Rows:
        if request.since is None:
            yield from good_collect(request, context)
            context.keep_cursor("2026-03-01")
        elif known(request.since):
            yield [{"ref": "new", "received": "2026-01-01", "topic": "x", "answered_in_days": 1}]

    return source(collect=collect, incremental=True)


def last_word(*, rows: list[int]) -> Callable[[Request, Context], Rows]:
    def collect(request: Request, context: Context) -> Rows:
        rows.append(len(rows))
        yield [{"ref": f"L{len(rows)}", "received": "2026-01-01", "answered_in_days": 1}]

    return collect


def leave_a_thread(*_: Any) -> None:
    threading.Thread(target=threading.Event().wait, args=(1,), daemon=True).start()


def wrong_check(said: Any) -> EvidenceSource:
    return source(check=lambda context: said)


def telling_check(context: Context) -> str:
    good_check(context)
    return f"reached with {context.settings['token'].reveal()}"


SETTINGS_BREACHES: dict[str, list[Any]] = {
    "test_settings_schema_is_valid": [
        source(settings={**SETTINGS, "type": "array"}),
        schema(size={"type": "whole"}),
        schema(site={"$ref": "https://elsewhere.example/schema.json", "description": "x"}),
    ],
    "test_unknown_settings_are_refused": [
        source(settings={**SETTINGS, "additionalProperties": True}),
        schema(inner={"type": "object", "description": "Open inside."}),
    ],
    "test_secrets_are_flagged": [
        schema(token={"type": "string", "description": "Not flagged."}),
        schema(api_key={"type": "string", "description": "Not flagged."}),
        schema(token={"type": "string", "secret": True, "default": "x", "description": "x"}),
    ],
    "test_settings_are_described": [schema(size={"type": "integer"})],
    "test_the_settings_of_this_test_fit": [
        schema(token={"type": "integer", "secret": True, "description": "x"})
    ],
    "test_connection_can_be_tried": [
        source(check=None),
        source(check=lambda context: 1 / 0),
        wrong_check(""),
        wrong_check(True),
        wrong_check("two\nlines"),
        source(check=telling_check),
    ],
}
ROW_BREACHES: dict[str, list[Any]] = {
    "test_it_collects_offline": [
        source(collect=lambda request, context: [[]]),
        source(collect=lambda request, context: 1 / 0),
        doing(lambda *_: __import__("socket").create_connection(("127.0.0.1", 9))),
        doing(lambda *_: [None for _ in iter(int, 1)]),
    ],
    "test_it_collects_silently": [doing(lambda *_: sys.stdout.write("collecting"))],
    "test_cells_are_plain": [
        changed(lambda row: {**row, "answered_in_days": float("nan")}),
        changed(lambda row: {**row, "topic": ["a", "list"]}),
        changed(lambda row: {**row, " topic": "x"}),
        changed(lambda row: {**row, "topic": "\ud800"}),
        changed(lambda row: {**row, "topic": "x" * (2**20 + 1)}),
    ],
    "test_two_reads_agree": [
        changed(lambda row: {**row, "read": time.time_ns()}),
        changed(lambda row: {**row, "zone": os.environ.get("TZ")}),
        changed(lambda row: {**row, "folder": str(Path.cwd())}),
        doing(lambda request, context: context.note(str(time.time_ns()))),
    ],
    "test_rows_keep_their_key": [
        source(key=("number",)),
        changed(lambda row: {**row, "ref": None}),
        changed(lambda row: {**row, "ref": "always the same"}),
    ],
    "test_references_name_no_person": [
        changed(lambda row: {**row, "ref": f"{row['ref']}@letters.example"})
    ],
    "test_it_says_what_it_asked": [
        source(collect=unquerying),
        doing(lambda request, context: context.query("two\nlines")),
        doing(lambda request, context: context.query("")),
    ],
    "test_rows_can_be_used": [
        changed(lambda row: {**row, "received": "14.01.2026"}),
        changed(lambda row: {**row, "answered_in_days": "three"}),
    ],
    "test_every_row_counts_or_is_set_aside": [
        changed(lambda row: {**row, "received": None}),
        changed(lambda row: {**row, "received": "2027-01-01"}),
        changed(lambda row: {**row, "answered_in_days": None if row["ref"] == "L3" else 1}),
    ],
    "test_no_secret_leaks": [
        changed(lambda row: {**row, "topic": GIVEN["token"]}),
        doing(lambda request, context: context.log(context.settings["token"].reveal())),
        doing(lambda request, context: context.query("?q=s3cret%2FToken%2B42")),
    ],
    "test_files_are_left_alone": [
        doing(lambda request, context: (context.folder / "cache.txt").write_text("x"))
    ],
    "test_nothing_is_left_running": [
        doing(leave_a_thread),
        doing(lambda *_: subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)),
    ],
    "test_the_environment_is_left_alone": [
        doing(lambda *_: os.environ.__setitem__("CXIMPACT_TRIED", str(time.time_ns()))),
    ],
    "test_a_refresh_brings_what_changed": [
        source(incremental=True),
        incremental(lambda since: True),
        incremental(lambda since: bool(1 // (since != "2026-03-01"))),
    ],
    "test_a_cursor_that_is_none_is_refused": [
        incremental(lambda since: False),
        incremental(lambda since: bool(1 // (since != "no cursor"))),
    ],
}
NETWORK_BREACHES: dict[str, list[Any]] = {
    "test_it_says_that_it_needs_the_network": [source(needs_network=False)],
}
BREACHES = {**SETTINGS_BREACHES, **ROW_BREACHES, **NETWORK_BREACHES}
CONTRACT_BREACHES: dict[str, dict[str, Any]] = {
    "test_requests_only_read": {
        "source": reading("/letters"),
        "recordings": {**RECORDINGS, "POST /letters": {}},
    },
    "test_addresses_hold_no_secret": {
        "source": doing(
            lambda _, context: context.http(context.settings["site"]).get(
                "/letters", {"key": context.settings["token"].reveal()}
            )
        ),
        "recordings": {**RECORDINGS, "GET /letters?key=s3cret%2FToken%2B42": {}},
    },
    "test_every_recording_is_used": {"recordings": {**RECORDINGS, "GET /people": {}}},
    "test_every_excuse_names_a_fault": {"not_applicable": {"busy-for-a-yaer": "it is never busy"}},
    "test_at_least_thirty_faults_were_planted": {
        "not_applicable": dict.fromkeys(list(FAULTS)[:50], "we do not care about it")
    },
}


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what bad sources change, and end what they start."""
    environment = dict(os.environ)
    children: list[subprocess.Popen[Any]] = []
    popen = subprocess.Popen

    def noted(*args: Any, **given: Any) -> Any:
        children.append(popen(*args, **given))
        return children[-1]

    monkeypatch.setattr(subprocess, "Popen", noted)
    yield
    os.environ.clear()
    os.environ.update(environment)
    for child in children:
        if child.stdin:
            child.stdin.close()
        child.kill()
        child.wait()


def checks(of: type) -> set[str]:
    return {name for name in dir(of) if name.startswith("test_")}


def test_there_is_a_breach_of_every_check() -> None:
    tried = {*BREACHES, *CONTRACT_BREACHES, "test_nothing_is_lost_or_doubled"}
    assert tried == checks(NetworkSourceContract)
    assert checks(SourceContract) < checks(NetworkSourceContract)
    assert set(PLUGIN_BREACHES) == checks(PluginContract)


@pytest.mark.parametrize(
    ("check", "bad"),
    [(check, bad) for check, several in BREACHES.items() for bad in several],
    ids=[f"{check}-{at}" for check, several in BREACHES.items() for at in range(len(several))],
)
def test_a_check_fails_for_a_source_that_breaks_it(check: str, bad: EvidenceSource) -> None:
    with pytest.raises(AssertionError):
        getattr(contract(source=bad, seconds=1.0), check)()


@pytest.mark.parametrize("check", CONTRACT_BREACHES)
def test_a_check_fails_for_a_contract_that_is_not_kept(check: str) -> None:
    with pytest.raises(AssertionError):
        getattr(contract(**CONTRACT_BREACHES[check]), check)()


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_finds_a_careless_source(name: str) -> None:
    """Of some careless sources at least one does the wrong thing, and is caught."""
    if name == "fewer-rows-than-promised":
        pytest.skip("the letter office promises no number of rows; shown below")
    caught = []
    for careless, collect in CARELESS.items():
        trying = contract(source=source(collect=collect))
        try:
            trying.test_nothing_is_lost_or_doubled(FAULTS[name])
        except AssertionError:
            caught.append(careless)
    assert caught, "no careless source is caught by it"


def test_a_total_that_nobody_looks_at_is_found() -> None:
    from cximpact.testing import Paging

    counted = {name: {**page, "total": 10} for name, page in RECORDINGS.items()}
    paging = Paging("/letters", rows="letters", cursor="next", last="last", total="total")
    trying = contract(recordings=counted, paging=paging)
    with pytest.raises(AssertionError, match="went unnoticed"):
        trying.test_nothing_is_lost_or_doubled(FAULTS["fewer-rows-than-promised"])


def test_what_is_wrong_is_told_with_its_place() -> None:
    trying = contract(source=source(collect=CARELESS["swallowing"]))
    with pytest.raises(AssertionError) as caught:
        trying.test_nothing_is_lost_or_doubled(FAULTS["server-error-for-good"])
    assert "request 2, GET https://letters.example/letters: 6 of 10 rows were lost" in str(
        caught.value
    )


def test_the_recorded_refresh_of_an_incremental_source_is_used() -> None:
    def collect(request: Request, context: Context) -> Rows:
        if request.since:
            context.http(context.settings["site"]).get("/letters/changed")
        else:
            yield from good_collect(request, context)
            context.keep_cursor("2026-03-01")

    given = {**RECORDINGS, "GET /letters/changed": {"letters": []}}
    contract(
        source=source(collect=collect, incremental=True), recordings=given
    ).test_every_recording_is_used()
    with pytest.raises(AssertionError, match="never asked for: GET /letters/changed"):
        contract(recordings=given).test_every_recording_is_used()


def test_a_request_that_is_not_recorded_is_no_fault_of_its_error_classes() -> None:
    def collect(request: Request, context: Context) -> Rows:
        context.keep_cursor("2026-03-01")
        if request.since:
            context.http(context.settings["site"]).get(f"/changed/{request.since}")
        yield from good_collect(request, context)

    trying = contract(source=source(collect=collect, incremental=True))
    with pytest.raises(AssertionError, match=r"not recorded; .*; record this request, too$"):
        trying.test_a_refresh_brings_what_changed()
    with pytest.raises(AssertionError, match=r"look at `request\.since` before it is asked for"):
        trying.test_a_cursor_that_is_none_is_refused()


def test_an_error_of_no_known_kind_is_told_with_its_place_in_the_plugin() -> None:
    def collect(request: Request, context: Context) -> Rows:
        yield from good_collect(request, context)
        raise KeyError("id")

    line = collect.__code__.co_firstlineno + 2
    trying = contract(source=source(collect=collect))
    with pytest.raises(AssertionError, match=rf"KeyError: 'id' \(\w+\.py, line {line}\)"):
        trying.good_run()


def test_an_excuse_is_told() -> None:
    trying = contract(not_applicable={"gone": "endpoints never go away"})
    with pytest.raises(pytest.skip.Exception, match="endpoints never go away"):
        trying.test_nothing_is_lost_or_doubled(FAULTS["gone"])


MODULE = """
from cximpact.plugins import MeasureTemplate, PluginInfo, hookimpl
{top}

@hookimpl
def cximpact_plugin_info():
    return PluginInfo("bad", "A bad plugin", api={api})

@hookimpl
def cximpact_measures({arguments}):
    {body}
    return {answer}
"""
GOOD = {
    "top": "",
    "api": "(1, 1)",
    "arguments": "",
    "body": "pass",
    "answer": '[MeasureTemplate("bad-one", "One")]',
}
COUNTING = "COUNT.append(0)"
PLUGIN_BREACHES: dict[str, dict[str, str]] = {
    "test_it_is_announced": {},
    "test_core_can_use_it": {},
    "test_it_is_imported_without_its_clients": {"top": "import urllib3"},
    "test_it_is_imported_silently": {"top": "print('hello')"},
    "test_it_is_imported_quickly": {"top": "import time; time.sleep(0.06)"},
    "test_it_brings_in_nothing_heavy": {"top": "import numpy"},
    "test_its_hooks_answer_as_they_should": {"arguments": "config"},
    "test_it_is_written_for_this_api": {"api": "(7, 9)"},
    "test_it_offers_something": {"answer": "[]"},
    "test_its_hooks_say_the_same_twice": {
        "top": "COUNT = []",
        "body": COUNTING,
        "answer": '[MeasureTemplate(f"bad-{len(COUNT)}", "One")]',
    },
}


@pytest.mark.parametrize("check", PLUGIN_BREACHES)
def test_a_check_of_plugins_fails_for_one_that_breaks_it(
    check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"bad_{check}"
    parts = {**GOOD, **PLUGIN_BREACHES[check]}
    (tmp_path / f"{module}.py").write_text(MODULE.format(**parts), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    given = {"plugin": module, "name": "bad", "clients": ("urllib3",)}
    trying = type("Contract", (PluginContract,), given)()
    with pytest.raises(AssertionError):
        getattr(trying, check)()


@pytest.mark.parametrize(
    "check", sorted(set(PLUGIN_BREACHES) - {"test_it_is_announced", "test_core_can_use_it"})
)
def test_a_good_plugin_passes_that_check(
    check: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = f"good_{check}"
    (tmp_path / f"{module}.py").write_text(MODULE.format(**GOOD), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    given = {"plugin": module, "name": "bad", "clients": ("urllib3",)}
    getattr(type("Contract", (PluginContract,), given)(), check)()


HOSTILE_HERE = {
    "test_it_collects_offline": (
        "raises raises-in-repr raises-base raises-too-deep raises-a-circle raises-at-the-end"
        " gives-nothing gives-no-rows gives-numbers-for-columns never-ends"
    ),
    "test_cells_are_plain": (
        "gives-nan gives-infinity gives-nan-in-a-frame gives-objects gives-lists"
        " gives-half-a-character gives-a-huge-cell gives-grumpy-values"
    ),
    "test_rows_keep_their_key": "contradicts-itself",
    "test_no_secret_leaks": (
        "leaks-in-rows-raw leaks-in-rows-base64 leaks-in-rows-base64-pair leaks-in-rows-url"
        " leaks-in-rows-hex leaks-in-texts leaks-in-a-column leaks-what-it-derived leaks-early"
    ),
    "test_unknown_settings_are_refused": "gives-markup gives-the-future looks-around",
}


@pytest.mark.parametrize(
    ("check", "name"),
    [(check, name) for check, names in HOSTILE_HERE.items() for name in names.split()],
)
def test_a_check_fails_for_a_hostile_source(check: str, name: str) -> None:
    from cximpact_hostile.plugin import COLLECTORS, cximpact_evidence_sources

    if name not in COLLECTORS:
        pytest.fail(f"there is no hostile source {name}: {sorted(COLLECTORS)}")
    [bad] = [each for each in cximpact_evidence_sources() if each.name == name]
    given = {"source": bad, "settings": {"token": "hunter2-hunter2"}, "seconds": 0.7}
    trying = type("Contract", (SourceContract,), given)()
    with pytest.raises(AssertionError):
        getattr(trying, check)()


HOSTILE_APART = (
    "exits", "exits-at-once", "crashes", "kills-itself", "raises-interrupt",
    "forks-and-returns", "deletes-its-folders", "prints-before-and-after", "hangs-in-c",
)  # fmt: skip
PROGRAM = """
import sys
sys.path.insert(0, {src!r})
from cximpact.testing import SourceContract

class TestHostile(SourceContract):
    plugin = "cximpact_hostile.plugin"
    source = {name!r}
    settings = {{"token": "hunter2-hunter2"}}
    seconds = 1.0

# What all hostile sources break alike would say nothing about this one.
for check in ("unknown_settings_are_refused", "settings_are_described", "rows_can_be_used",
              "every_row_counts_or_is_set_aside", "it_says_what_it_asked"):
    setattr(TestHostile, f"test_{{check}}", None)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="hostile to Linux")
@pytest.mark.parametrize("name", HOSTILE_APART)
def test_a_source_that_harms_its_process_does_not_pass(tmp_path: Path, name: str) -> None:
    src = str(HERE.parents[1] / "plugins" / "cximpact-hostile" / "src")
    (tmp_path / "test_it.py").write_text(PROGRAM.format(src=src, name=name), "utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "test_it.py"]
    child = subprocess.Popen(
        words, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        code = child.wait(20)
    except subprocess.TimeoutExpired:
        code = -1  # whoever sees a test hang knows that it does not pass
    finally:
        _end_group(child)
    assert code != 0


def _end_group(child: subprocess.Popen[bytes]) -> None:
    import signal

    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
