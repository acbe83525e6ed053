"""Built-in plugins are plugins like any other, and the built-in parts work as such."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import cximpact
from cximpact.decision.gates import GATES
from cximpact.exceptions import QueryError
from cximpact.plugins import Context, Request
from cximpact.plugins.builtin import BUILT_IN
from cximpact.plugins.hosting.describing import describe
from cximpact.plugins.hosting.loading import load_plugin
from cximpact.schemas import schema_text

MEASURES = load_plugin("core-measures").offers["cximpact_measures"]


@pytest.mark.parametrize("name", [each.name for each in BUILT_IN])
def test_a_built_in_plugin_passes_the_loader_of_all_plugins(name: str) -> None:
    assert describe(load_plugin(name))["name"] == name
    assert describe(load_plugin(name, "cximpact"))["name"] == name


def test_listing_built_in_plugins_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom cximpact.plugins.hosting.host import open_host\n"
        "open_host(environ={'CXIMPACT_PLUGINS': 'none'}).cards()\n"
        "print({'numpy', 'pandas', 'duckdb', 'highspy', 'jsonschema', 'rich'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def context(folder: Path, **settings: Any) -> Context:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return Context(settings=settings, now=now, folder=folder, scratch=folder)


def collected(folder: Path, **settings: Any) -> list[dict[str, Any]]:
    source = load_plugin("core-files").source("file")
    request = Request("observations", "letters", date(2026, 3, 1))
    batches = source.collect(request, context(folder, **settings))
    return [dict(row) for batch in batches for row in batch]


def test_the_file_source_gives_rows_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;name\n1;é\n2;\n", "cp1252")
    assert collected(tmp_path, path="a.csv", encoding="cp1252") == [
        {"id": "1", "name": "é", "ref": "line 2"},
        {"id": "2", "name": "", "ref": "line 3"},
    ]


def test_a_ref_of_the_file_itself_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ref,value\nK-1,5\n")
    assert collected(tmp_path, path="a.csv") == [{"ref": "K-1", "value": "5"}]


def test_the_file_source_reads_what_path_reads(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"day": "2026-01-31", "value": 5.0}\n')
    assert collected(tmp_path, path="a.jsonl") == [
        {"day": "2026-01-31", "value": 5, "ref": "line 1"}
    ]


def test_a_long_file_comes_in_batches_and_loses_nothing(tmp_path: Path) -> None:
    lines = "".join(f"{number}\n" for number in range(12_345))
    (tmp_path / "a.csv").write_text(f"n\n{lines}")
    rows = collected(tmp_path, path="a.csv")
    assert [row["n"] for row in rows] == [str(number) for number in range(12_345)]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"path": "b.csv"}, "there is no such file.*did you mean 'a.csv'"),
        ({"path": "a.csv", "sheet": "One"}, "'sheet' has no meaning for a .csv file"),
        ({"path": "https://x.example/a.csv"}, "is no file; download"),
        ({"path": "a.pdf"}, "not a table"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_matter_of_settings(
    tmp_path: Path, settings: dict[str, Any], expected: str
) -> None:
    (tmp_path / "a.csv").write_text("n\n1\n")
    (tmp_path / "a.pdf").write_text("n\n1\n")
    with pytest.raises(QueryError, match=expected):
        collected(tmp_path, **settings)


def test_the_file_source_can_be_checked(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\n")
    check = load_plugin("core-files").source("file").check
    assert check is not None
    assert check(context(tmp_path, path="a.csv")) == "a.csv: 4 bytes"
    with pytest.raises(QueryError, match="no such file"):
        check(context(tmp_path, path="b.csv"))


@pytest.mark.parametrize("template", MEASURES, ids=lambda template: template.name)
def test_a_measure_template_is_a_measure_that_a_scorecard_accepts(template: Any) -> None:
    schema = json.loads(schema_text("scorecard"))
    only = {**schema, "$ref": "#/$defs/measure"}
    for key in ("type", "properties", "required", "additionalProperties", "allOf", "anyOf"):
        only.pop(key, None)
    jsonschema.Draft202012Validator(only).validate(dict(template.definition))
    anchors = list(template.definition["anchors"].values())
    assert anchors in (sorted(anchors), sorted(anchors, reverse=True))
    assert len({*anchors}) == 3


@pytest.mark.parametrize("template", MEASURES, ids=lambda template: template.name)
def test_a_measure_template_says_where_its_anchors_come_from(template: Any) -> None:
    assert "anchors:" in template.summary
    assert f"`{template.name}`" in Path(__file__).parents[3].joinpath(
        "docs", "reference", "plugins.md"
    ).read_text("utf-8")


def test_the_built_in_gates_are_the_gates_of_the_method() -> None:
    gates = load_plugin("core-gates").offers["cximpact_gates"]
    names = {gate.name.replace("-", "_") for gate in gates}
    found = {sys.modules[review.__module__].NAME for review in GATES}
    assert names == found


@pytest.fixture(scope="module")
def evaluation() -> Any:
    import pandas as pd

    ideas = pd.DataFrame({"id": ["=letters", "limits"], "ease": [2, -1], "speed": [1, 3]})
    return cximpact.evaluate(proposals=ideas, weights={"ease": 60, "speed": 40})


def test_the_built_in_gates_judge_as_the_method_does(evaluation: Any, monkeypatch: Any) -> None:
    """Each descriptor leads to its own gate, not to a neighbour."""
    gates = load_plugin("core-gates").offers["cximpact_gates"]
    for gate in gates:
        module = f"cximpact.decision.gates.{gate.name.split('-')[-1]}"
        name = f"review_{gate.name.split('-')[-1]}"
        monkeypatch.setattr(f"{module}.{name}", lambda *_, told=gate.name: told)
        assert gate.review(None, None, None) == gate.name


def test_the_built_in_reporters_write_what_the_evaluation_writes(evaluation: Any) -> None:
    from cximpact.report.csv_text import csv_text

    reporter = load_plugin("core-reporters").reporter
    data = json.loads(evaluation.to_json())
    assert reporter("json").render(data) == evaluation.to_json()
    assert reporter("csv").render(data) == csv_text(evaluation.table())
    assert "=letters" in reporter("table").render(data)
