"""A real city's budget round: every request gets an answer, and the money is not overspent.

Everything expected here is counted from the city's tables with plain loops, without the library.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import cximpact
from cximpact import schemas

Rows = list[dict[str, str]]
Reader = Callable[[str], Rows]
REQUESTS = "requests_fy2023.csv"
FUNDING = "request_funding_fy2023.csv"
BONDS = "General Obligation Bonds"
SELECTED = ("prioritize", "approve")


def _asked(read_rows: Reader) -> dict[str, Decimal]:
    return {row["cip_number"]: Decimal(row["agency_amt"]) for row in read_rows(REQUESTS)}


def _selected(evaluation: cximpact.Evaluation) -> list[str]:
    return [item.proposal for item in evaluation if item.action in SELECTED]


def test_every_request_is_ranked_or_set_aside(evaluation, read_rows: Reader) -> None:
    """All 302 are answered: those that ask for money are ranked, the others named with why."""
    asked = _asked(read_rows)
    without_money = {key for key, amount in asked.items() if amount <= 0}
    aside = [item for item in evaluation.set_aside if "asks for no money" in item.reason]
    assert len(asked) == 302
    assert {row for item in aside for row in item.rows} == without_money
    assert sum(item.count for item in aside) == len(without_money) == 43
    assert {item.proposal for item in evaluation} == set(asked) - without_money


def test_every_ranked_request_has_rank_action_and_reasons(evaluation) -> None:
    assert [item.rank for item in evaluation] == list(range(1, len(evaluation) + 1))
    for item in evaluation:
        assert item.action in (*SELECTED, "defer", "revise", "decline")
        assert item.reasons
        assert all(reason.strip() for reason in item.reasons)


def test_the_cost_of_a_request_is_what_its_agency_asks(evaluation, read_rows: Reader) -> None:
    """Costs are summed from the companion table by fund; the list states the same total."""
    asked = _asked(read_rows)
    assert {item.proposal: item.cost.amount for item in evaluation} == {
        item.proposal: asked[item.proposal] for item in evaluation
    }


def test_neither_budget_is_overspent(evaluation, read_rows: Reader) -> None:
    """What is recommended fits 500 million in all and 100 million of bonds."""
    chosen = set(_selected(evaluation))
    asked = _asked(read_rows)
    total = sum(asked[key] for key in chosen)
    bonds = sum(
        Decimal(row["agency_amt"])
        for row in read_rows(FUNDING)
        if row["cip_number"] in chosen and row["source_name"] == BONDS
    )
    used = {budget.budget: budget.used for budget in evaluation.budgets}
    assert total <= 500_000_000
    assert bonds <= 100_000_000
    assert used == {"all-money": total, "general-obligation-bonds": bonds}


def test_both_budgets_bind(evaluation, read_rows: Reader) -> None:
    """More is asked than either budget holds, so the choice is a real one."""
    ranked = {item.proposal for item in evaluation}
    asked = _asked(read_rows)
    assert sum(asked[key] for key in ranked) > 500_000_000
    assert any(item.action == "defer" for item in evaluation)


def test_the_same_study_entered_twice_is_funded_once_at_most(evaluation) -> None:
    assert len({"520-013", "525-069"} & set(_selected(evaluation))) <= 1


def test_what_is_sure_of_what_is_selected_is_prioritized(evaluation) -> None:
    """Selected in nine of ten draws, and of value to residents in nine of ten."""
    for item in evaluation:
        if item.action in SELECTED:
            is_sure = item.selection_share >= 0.9 and item.customer_positive >= 0.9
            assert (item.action == "prioritize") == (is_sure and item.rule == "selected")
    assert {item.action for item in evaluation} >= {"prioritize", "approve", "defer"}


def test_screening_answers_for_most_requests_and_admits_the_rest(evaluation) -> None:
    """At least 85 % have an effect; the others are missing, not zero, and sent back."""
    without = [item for item in evaluation if not item.touchpoints]
    assert len(without) <= 0.15 * len(evaluation)
    for item in without:
        assert item.action == "revise"
        assert item.criteria[0].score is None


def test_whatever_rests_on_screening_says_so(evaluation) -> None:
    for item in evaluation:
        assert item.screened == bool(item.touchpoints)
        assert all(point.screened for point in item.touchpoints)


@pytest.mark.parametrize(
    "bureau", ["Baltimore City Office of Infor", "Department of General Services"]
)
def test_back_office_requests_are_traced_to_residents(evaluation, bureau: str) -> None:
    """A bureau that residents never meet is still held against what they feel, through paths."""
    paths = [
        path
        for item in evaluation
        if item.unit == bureau
        for point in item.touchpoints
        for path in point.paths
    ]
    rippling = [path for path in paths if len(path.steps) > 1]
    assert len(rippling) > 10
    assert all(path.units and 0 < path.strength < 1 for path in rippling)


def test_relocation_shows_its_harm_beside_its_gain(evaluation) -> None:
    """Clearing a block moves people out of their homes: signed, listed, not netted away."""
    points = {point.touchpoint: point for point in evaluation["588-932"].touchpoints}
    assert points["live-beside-sound-houses"].net > 0
    assert points["find-a-home"].harm < 0


def test_gates_that_evidence_cannot_meet_warn_and_block_nothing(evaluation) -> None:
    for item in evaluation:
        modes = {gate.gate: gate.mode for gate in item.gates}
        assert modes["customer_evidence"] == "warn"
        assert modes["customer_voice"] == "warn"
        assert modes["customer_harm"] == "block"
    claims = [item for item in evaluation if item.touchpoints]
    assert all("customer_evidence" in item.failed_gates for item in claims)


def test_the_evaluation_fits_its_schema(evaluation) -> None:
    found = json.loads(evaluation.to_json())
    assert list(schemas.validator("evaluation").iter_errors(found)) == []


def test_rows_in_any_order_give_the_same_bytes(
    evaluation, baltimore_data: Path, baltimore_workspace: Callable[..., Path], tmp_path: Path
) -> None:
    for table in baltimore_data.glob("*.csv"):
        _shuffle(table, tmp_path / table.name)
    again = cximpact.evaluate(cximpact.load(baltimore_workspace(tmp_path)))
    assert again.id == evaluation.id
    assert again.to_json() == evaluation.to_json()


def _shuffle(table: Path, target: Path) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        header, *rows = list(csv.reader(lines))
    random.Random(2023).shuffle(rows)
    with target.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])
