"""Settings: references are followed, secrets never shown, and misfits told with their line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import Problem, SourceError
from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.reporter import Reporter
from cximpact.plugins.hosting.cards import SourceCard
from cximpact.plugins.settings.resolving import (
    ResolvedSettings,
    resolve_settings,
    settings_fingerprint,
)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["site", "token"],
    "additionalProperties": False,
    "properties": {
        "site": {"type": "string", "description": "The address of the site", "minLength": 4},
        "token": {"$ref": "#/$defs/hidden"},
        "days": {"type": "integer", "minimum": 1, "default": 30},
        "mode": {"enum": ["fast", "slow"]},
        "paging": {
            "type": "object",
            "default": {},
            "properties": {"size": {"type": "integer", "default": 100}},
        },
        "keys": {"type": "array", "items": {"type": "string", "secret": True}},
        "account": {"type": "object", "secret": True},
    },
    "$defs": {"hidden": {"type": "string", "secret": True, "minLength": 8}},
}
HUNTER = "s3cr3t-hunter2"


def card(schema: dict[str, Any] | None = None) -> SourceCard:
    shape = SCHEMA if schema is None else schema
    return SourceCard("desk", "A help desk", ("observations",), shape, "desk", "acme-desk", "1.2.0")


def resolve(
    text: str,
    folder: Path | None = None,
    schema: dict[str, Any] | None = None,
    **environ: str,
) -> tuple[ResolvedSettings, tuple[Problem, ...]]:
    document = parse_document(text, suffix=".yaml", name="cximpact.yaml")
    problems = ProblemList()
    assert isinstance(document.data, dict)
    found = resolve_settings(
        card(schema),
        document.data["settings"],
        report=Reporter(document, problems),
        path=("settings",),
        base=folder,
        environ=environ,
    )
    return found, problems.problems()


def test_a_variable_becomes_a_marked_secret_and_defaults_are_filled_in() -> None:
    found, problems = resolve(
        "settings:\n  site: https://desk\n  token: {$env: TOKEN}", TOKEN=HUNTER
    )
    assert problems == ()
    assert found.payload == {
        "site": "https://desk",
        "token": {"$secret": HUNTER},
        "days": 30,
        "paging": {"size": 100},
    }
    assert found.secrets == (HUNTER,)
    assert HUNTER not in repr(found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [("hunter2-long\n", "hunter2-long"), ("two\nlines\r\n", "two\nlines"), ("x" * 9, "x" * 9)],
)
def test_of_a_file_one_line_end_is_dropped(tmp_path: Path, content: str, expected: str) -> None:
    (tmp_path / "token.txt").write_text(content, newline="")
    found, problems = resolve("settings: {site: desk, token: {$file: token.txt}}", tmp_path)
    assert problems == ()
    assert found.secrets == (expected,)


def test_a_reference_may_stand_for_any_text_and_is_a_secret_there_too() -> None:
    text = "settings: {site: {$env: SITE}, token: {$env: TOKEN}}"
    found, problems = resolve(text, SITE="https://hidden", TOKEN=HUNTER)
    assert problems == ()
    assert found.payload["site"] == {"$secret": "https://hidden"}
    assert set(found.secrets) == {"https://hidden", HUNTER}


@pytest.mark.parametrize(
    "text",
    [
        f"settings:\n  site: desk\n  token: {HUNTER}",
        f"settings:\n  site: desk\n  token: {{$env: T}}\n  keys: [{HUNTER}]",
        f"settings:\n  site: desk\n  token: {{$env: T}}\n  account: {{password: {HUNTER}}}",
    ],
)
def test_a_secret_written_out_is_refused_with_its_line_and_never_repeated(text: str) -> None:
    _, problems = resolve(text, T="long enough")
    [problem] = problems
    assert problem.file == "cximpact.yaml"
    assert problem.line == text.count("\n") + 1
    assert HUNTER not in str(problem)
    assert "$env: NAME" in str(problem)
    assert "{$env: DESK_" in str(problem)


def test_a_secret_as_a_whole_may_be_made_of_references() -> None:
    text = "settings: {site: desk, token: {$env: T}, account: {name: {$env: N}}}"
    found, problems = resolve(text, T=HUNTER, N="somebody")
    assert problems == ()
    assert found.payload["account"] == {"name": {"$secret": "somebody"}}


def test_what_a_reference_leads_to_is_checked_but_not_shown() -> None:
    _, problems = resolve("settings: {site: desk, token: {$env: T}}", T="hunter2")
    [problem] = problems
    assert problem.field == "settings.token"
    assert problem.value == "what $env leads to"
    assert problem.expected == "text of at least 8 characters"
    assert "hunter2" not in str(problem)


def test_a_choice_given_by_reference_is_not_guessed_at_aloud() -> None:
    _, problems = resolve(
        "settings: {site: desk, token: {$env: T}, mode: {$env: M}}", T=HUNTER, M="fastt"
    )
    [problem] = problems
    assert problem.hint is None
    assert "fastt" not in str(problem)


def test_all_problems_are_told_at_once_with_lines_and_hints() -> None:
    text = "settings:\n  sight: desk\n  token: {$env: NONE}\n  days: 0\n  mode: fasst\n"
    _, problems = resolve(text)
    told = {(each.line, each.field): str(each) for each in problems}
    assert "did you mean 'site'?" in told[2, "settings.sight"]
    assert "no such environment variable (found 'NONE')" in told[3, "settings.token.$env"]
    assert "a number of at least 1" in told[4, "settings.days"]
    assert "did you mean 'fast'?" in told[5, "settings.mode"]
    assert any("missing; expected the address of the site" in each for each in told.values())
    assert len(problems) == 5


def test_a_secret_put_where_its_variable_belongs_is_not_repeated() -> None:
    _, [problem] = resolve("settings: {site: desk, token: {$env: ghp-hunter2}}")
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    "said",
    [
        "{$env: A, $file: b}",
        "{$env: 5}",
        "{$secret: hunter2}",
        "{$enf: TOKEN}",
    ],
)
def test_what_only_looks_like_a_reference_is_refused(said: str) -> None:
    _, [problem] = resolve(f"settings: {{site: desk, token: {said}}}", A="x" * 9)
    assert problem.message == "not a reference"
    assert "hunter2" not in str(problem)


def test_an_empty_or_missing_secret_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n")
    for said in ("{$env: EMPTY}", "{$file: empty.txt}", "{$file: none.txt}", "{$file: .}"):
        _, problems = resolve(f"settings: {{site: desk, token: {said}}}", tmp_path, EMPTY=" ")
        assert len(problems) == 1, said


def test_a_secret_in_a_large_or_unreadable_file_is_refused_without_a_word_of_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "large").write_text("hunter2" * 10_000)
    (tmp_path / "latin").write_bytes(b"hunter2\xff")
    for name in ("large", "latin"):
        _, [problem] = resolve(f"settings: {{site: desk, token: {{$file: {name}}}}}", tmp_path)
        assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "properties": {"a": {"$ref": "https://example.com/schema.json"}}},
        {"type": "object", "properties": {"a": {"$dynamicRef": "other.json#x"}}},
        {"type": "nonsense"},
        {"type": "object", "properties": {"a": {"$ref": "#/$defs/none"}}},
        {"type": "object", "properties": {"a": {"pattern": "("}}},
    ],
)
def test_a_schema_that_cannot_be_used_is_its_plugins_fault(schema: dict[str, Any]) -> None:
    """Nothing is fetched for it, and it is no problem of the workspace."""
    with pytest.raises(SourceError):
        resolve("settings: {a: b}", schema=schema)


def test_keys_allowed_by_a_pattern_are_not_called_unknown() -> None:
    schema = {
        "type": "object",
        "patternProperties": {"^customfield_": {"type": "string"}},
        "additionalProperties": False,
    }
    _, problems = resolve("settings: {customfield_1: a, other: b}", schema=schema)
    assert [each.field for each in problems] == ["settings.other"]


def test_the_fingerprint_hangs_on_what_is_stated_and_not_on_secrets() -> None:
    one, _ = resolve("settings: {site: desk, token: {$env: T}}", T=HUNTER)
    same, _ = resolve("settings: {token: {$env: U}, site: desk}", U="another one")
    other, _ = resolve("settings: {site: desk2, token: {$env: T}}", T=HUNTER)
    assert one.fingerprint == same.fingerprint != other.fingerprint


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(said=st.dictionaries(st.text(max_size=5), plain))
def test_any_plain_settings_have_a_fingerprint_and_never_a_traceback(said: dict[str, Any]) -> None:
    assert len(settings_fingerprint(said)) == 64
    document = parse_document("settings: {}", suffix=".yaml", name="w.yaml")
    resolve_settings(
        card({"type": "object", "additionalProperties": {"secret": True}}),
        said,
        report=Reporter(document, ProblemList()),
        path=("settings",),
        base=None,
        environ={},
    )
