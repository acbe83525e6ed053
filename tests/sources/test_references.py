"""Of the rows behind a statistic the first three references are kept, whatever their order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
import pytest
from attrs import evolve

from cximpact.model.evidence import Statistics
from cximpact.model.scorecard import Scorecard
from cximpact.model.source import CollectedTable, EvidenceSpec, Lookup, MapRule
from cximpact.sources.collect import Collected, collect

AS_OF = date(2022, 4, 1)
RULE = MapRule(Lookup(constant="ask"), Lookup(constant="csat"))
SPEC = EvidenceSpec("calls", columns={"date": "day", "value": "score"}, rules=(RULE,))
Row = tuple[str | None, ...]


def gather(
    folder: Path, card: Scorecard, rows: Sequence[Row], spec: EvidenceSpec = SPEC
) -> Collected:
    file = folder / "calls.parquet"
    file.unlink(missing_ok=True)
    columns = ("day", "score", "ref", "spare")[: len(rows[0])]
    with duckdb.connect() as connection:
        named = ", ".join(f"{name} VARCHAR" for name in columns)
        connection.execute(f"CREATE TABLE t ({named})")
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO t VALUES ({marks})", rows)
        connection.execute(f"COPY t TO '{file}'")
    table = CollectedTable("evidence.calls", "calls (desk)", str(file), len(rows))
    spec = evolve(spec, collected=table)
    return collect([spec], scorecard=card, as_of=AS_OF, base=folder, frames={})


def one(found: Collected) -> Statistics:
    assert found.problems == ()
    [statistics] = found.statistics
    return statistics


@pytest.mark.parametrize("equal", [True, False])
def test_the_first_three_by_their_text_each_once(
    tmp_path: Path, scorecard: Scorecard, equal: bool
) -> None:
    """Both where rows fold, being equal in all that is read, and where they do not."""
    rows: list[Row] = [
        ("2022-03-01", "5" if equal else str(1 + at % 5), f"K-{at:03}") for at in range(200)
    ]
    rows += rows[:50]
    random.Random(3).shuffle(rows)
    found = one(gather(tmp_path, scorecard, rows))
    assert (found.n, found.references) == (250, ("K-000", "K-001", "K-002"))
    assert found.files == ("calls (desk)",)


def test_rows_that_do_not_count_give_no_reference(tmp_path: Path, scorecard: Scorecard) -> None:
    rows: list[Row] = [
        ("2022-03-01", "5", "B"),
        ("2022-03-01", "", "A"),
        ("2023-03-01", "5", "0"),
        ("2022-03-02", "4", None),
        ("2022-03-03", "4", " "),
        ("2022-03-03", "4", " C "),
    ]
    assert one(gather(tmp_path, scorecard, rows)).references == ("B", "C")


def test_of_rows_of_one_key_the_first_reference_is_kept(
    tmp_path: Path, scorecard: Scorecard
) -> None:
    rows: list[Row] = [("2022-03-01", "5", "B", "k"), ("2022-03-01", "5", "A", "k")]
    for order in (rows, rows[::-1]):
        found = one(gather(tmp_path, scorecard, order, evolve(SPEC, key=("spare",))))
        assert (found.n, found.references) == (1, ("A",))


def test_each_figure_has_those_of_its_own_rows(tmp_path: Path, scorecard: Scorecard) -> None:
    rules = (MapRule(Lookup(constant="ask"), Lookup(column="spare")),)
    rows: list[Row] = [
        ("2022-03-01", "5", "A", "csat"),
        ("2022-03-01", "0.5", "B", "speed"),
        ("2022-02-01", "0.4", "0", "speed"),
        ("2022-03-01", "3", "C", "effort"),
    ]
    found = gather(tmp_path, scorecard, rows, evolve(SPEC, rules=rules))
    assert {each.measure: each.references for each in found.statistics} == {
        "csat": ("A",),
        "effort": ("C",),
        "speed": ("B",),  # the figure of its last day
    }


def test_references_are_no_part_of_a_fingerprint_and_not_called_unused(
    tmp_path: Path, scorecard: Scorecard
) -> None:
    one_, two = (gather(tmp_path, scorecard, [("2022-03-01", "5", ref, "x")]) for ref in ("A", "B"))
    assert one_.inputs == two.inputs
    assert one_.not_used == (("calls (desk)", "spare"),)


def test_a_table_without_references_has_none(tmp_path: Path, scorecard: Scorecard) -> None:
    assert one(gather(tmp_path, scorecard, [("2022-03-01", "5")])).references == ()


def test_a_long_reference_is_cut(tmp_path: Path, scorecard: Scorecard) -> None:
    found = one(gather(tmp_path, scorecard, [("2022-03-01", "5", "x" * 5000)]))
    assert found.references == ("x" * 200,)


def test_a_source_that_failed_is_checked_by_name_only(tmp_path: Path, scorecard: Scorecard) -> None:
    table = CollectedTable("evidence.calls", "calls (desk)", reason="it did not answer")
    spec = evolve(SPEC, collected=table)
    found = collect([spec], scorecard=scorecard, as_of=AS_OF, base=tmp_path, frames={})
    assert found == Collected()
    wrong = evolve(spec, rules=(MapRule(Lookup(constant="asc"), Lookup(constant="csat")),))
    found = collect([wrong], scorecard=scorecard, as_of=AS_OF, base=tmp_path, frames={})
    assert "did you mean 'ask'?" in str(found.problems[0])
