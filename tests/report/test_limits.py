"""Validate shows each limit in a line, with what of it is fixed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve

from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.limits import UNLIMITED, UNPRICED, limit_lines
from cximpact.report.readback import readback

# H3 is committed, H5 mandatory, and H5 requires H6; H1 is free. Together they cost 270, 100 and 30.
LIST = """id,status,ease,requires,Capex,Opex,FTE
H1,proposed,2,,330,20,4
H3,committed,1,,250,20,2.5
H5,proposed,1,H6,100,0,1.5
H6,proposed,1,,30,,2
"""
MANDATORY = "mandatory: {H5: {reason: law, approved_by: board}}"


def case(folder: Path, more: str) -> Any:
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    (folder / "list.csv").write_text(LIST)
    (folder / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\ncurrency: EUR\nproposals:\n  path: list.csv\n"
        "  missing: [tbd]\n  columns:\n"
        f"    costs: [{{column: Capex, fund: capex}}, {{column: Opex, fund: opex}}]\n{more}"
    )
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def test_each_limit_is_told_with_what_is_fixed_and_by_whom(tmp_path: Path) -> None:
    """All: 270 + 100 + 30 = 400; opex: the 20 of H3; FTE: 2.5 + 1.5 + 2 = 6."""
    found = case(
        tmp_path,
        "budgets:\n  all: EUR 1100\n  opex: {limit: EUR 50, where: {fund: opex}}\n"
        f"rules:\n  {MANDATORY}\n  capacity: {{fte: {{limit: 20, unit: FTE, column: FTE}}}}\n",
    )
    told = [
        "budget all: EUR 1,100, of which EUR 400 is fixed (committed: H3; mandatory: H5; required: "
        "H6)",
        "budget opex: EUR 50, of which EUR 20 is fixed (committed: H3)",
        "capacity fte: 20 FTE, of which 6 is fixed (committed: H3; mandatory: H5; required: H6)",
    ]
    assert list(limit_lines(found)) == told
    assert readback(found).splitlines()[2:5] == told


def test_what_is_not_known_of_what_is_fixed_is_told(tmp_path: Path) -> None:
    case(tmp_path, "")
    (tmp_path / "list.csv").write_text(LIST.replace("250,20,", "250,tbd,"))
    spec = tmp_path / "cximpact.yaml"
    spec.write_text(f"{spec.read_text()}budgets: {{all: EUR 1100}}\n")
    found = read(read_spec(tmp_path), None, date(2026, 3, 1))[0]
    assert list(limit_lines(found)) == [
        "budget all: EUR 1,100, of which EUR 250 + unknown is fixed (committed: H3)"
    ]


def test_of_many_limits_the_first_five_are_told(tmp_path: Path) -> None:
    limits = "".join(f"  b{n}: {{limit: EUR {n}, where: {{unit: x}}}}\n" for n in range(1, 8))
    lines = list(limit_lines(case(tmp_path, f"budgets:\n{limits}")))
    assert lines == [*(f"budget b{n}: EUR {n}" for n in range(1, 6)), "and 2 more budgets"]


def test_what_a_range_counts_as_is_told(tmp_path: Path) -> None:
    found = case(tmp_path, "budgets: {all: EUR 1100}\n")
    first, *others = found.costs
    wide = evolve(first, low=first.likely / 2, high=first.likely * 2)
    *_, last = limit_lines(evolve(found, costs=(wide, *others)))
    assert last == "a cost stated as a range counts as (low + 4 x likely + high) / 6"
    assert not any("range" in line for line in limit_lines(found))


def test_that_nothing_limits_costs_is_told_and_that_there_are_none(tmp_path: Path) -> None:
    found = case(tmp_path, "")
    assert list(limit_lines(found)) == [UNLIMITED]
    assert list(limit_lines(evolve(found, costs=()))) == [UNPRICED]


def test_without_a_rate_there_is_no_line(tmp_path: Path) -> None:
    found = case(tmp_path, "budgets: {all: EUR 5}\n")
    dollars = tuple(evolve(line, currency="USD") for line in found.costs)
    assert list(limit_lines(evolve(found, costs=dollars))) == []
