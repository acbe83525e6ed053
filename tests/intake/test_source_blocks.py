"""Which parts of a workspace name a source, and what is said where they contradict themselves."""

from __future__ import annotations

from typing import Any

import pytest

from cximpact.intake.reading import check_inputs
from cximpact.intake.source_blocks import source_blocks
from cximpact.intake.spec import WorkspaceSpec, spec_from_keywords


def workspace(**parts: Any) -> WorkspaceSpec:
    return spec_from_keywords(weights={"ease": 1}, **parts)


def test_parts_with_a_source_are_found_with_their_kind_and_touchpoints() -> None:
    rules = [{"touchpoint": "pay", "measure": "m"}, {"touchpoint": "ask", "measure": "m"}]
    found = source_blocks(
        workspace(
            proposals={"source": "a", "settings": {"x": 1}},
            costs={"source": "b"},
            evidence={
                "z": {"source": "c", "kind": "measurements", "map": rules},
                "b": {"source": "d", "map": [*rules, {"touchpoint": {"column": "t"}}]},
                "file": {"path": "x.csv"},
            },
        )
    )
    told = [(each.part, each.block, each.kind, each.source, each.touchpoints) for each in found]
    assert told == [
        ("proposals", "proposals", "proposals", "a", ()),
        ("costs", "costs", "costs", "b", ()),
        ("evidence.b", "b", "observations", "d", ()),
        ("evidence.z", "z", "measurements", "c", ("ask", "pay")),
    ]


@pytest.mark.parametrize(
    "parts",
    [
        {"proposals": {"source": 5}},
        {"proposals": {"source": "a", "settings": [1]}},
        {"evidence": {"a": {"source": "a", "settings": "x"}}},
        {"costs": {"path": "costs.csv"}},
    ],
)
def test_what_does_not_fit_the_schema_is_passed_over(parts: dict[str, Any]) -> None:
    assert source_blocks(workspace(**parts)) == ()


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"costs": {"source": "a", "path": "c.csv"}}, "costs.source: both a source and a path"),
        ({"costs": {"source": "a", "rows": []}}, "costs.source: both a source and rows"),
        ({"costs": {"settings": {}, "rows": []}}, "costs.settings: settings without a source"),
        (
            {"evidence": {"a": {"source": "a", "path": "x.csv"}}},
            "evidence.a.source: both a source and a path",
        ),
        (
            {"evidence": {"a": {"frame": [{"x": 1}], "source": "a"}}},
            "evidence.a: both a frame and a source",
        ),
        ({"costs": {"source": "Not A Name"}}, "costs.source: not as expected"),
    ],
)
def test_rows_come_from_one_place(parts: dict[str, Any], told: str) -> None:
    _, problems = check_inputs(workspace(proposals=[{"id": "a", "ease": 1}], **parts))
    assert any(told in str(problem) for problem in problems), problems


def test_without_what_its_source_gives_a_workspace_can_still_be_checked() -> None:
    inputs, problems = check_inputs(workspace(proposals={"source": "a"}, costs={"source": "b"}))
    assert problems == ()
    assert inputs is not None
    assert len(inputs.proposals) == 0


def test_settings_do_not_stay_behind_when_rows_take_the_place_of_a_source() -> None:
    under = workspace(
        proposals={"source": "a", "settings": {"x": 1}, "where": {}},
        evidence={"e": {"source": "a", "settings": {}, "columns": {"date": "d"}}},
    )
    over = spec_from_keywords(under, proposals=[{"id": "a"}], evidence={"e": [{"d": "x"}]})
    assert over.data["proposals"] == {"where": {}}
    assert over.data["evidence"] == {"e": {"columns": {"date": "d"}}}
    assert source_blocks(over) == ()


def test_settings_that_are_not_indented_are_told_where_they_belong() -> None:
    spec = workspace(costs={"source": "books", "settings": None, "time_zone": "UTC", "chanel": "x"})
    told = {each.field: each.hint for each in check_inputs(spec)[1]}
    assert told["costs.time_zone"] == "what the source is told stands indented below 'settings:'"
    of_a_file = workspace(costs={"path": "costs.csv", "time_zone": "UTC"})
    [unknown] = [each for each in check_inputs(of_a_file)[1] if each.field == "costs.time_zone"]
    assert unknown.hint is None
