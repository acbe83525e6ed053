"""The lines that tell a board how sure a decision is: names, not ids; what moves which way."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

import cximpact
from cximpact.model.assurance import CoreResult
from cximpact.report.assurance import assurance, sureness

# Ease and clarity count 40 % and 60 %; a level is a third. Worth: letters 0.73, alerts 0.33,
# callback 0.27, form 0.13. Letters and alerts fit; alerts give way to callback where ease counts
# half or more: 1/3 = 2/3 x 0.5.
PROPOSALS = [
    {"id": "letters", "ease": 1, "clarity": 3, "cost": "EUR 45000"},
    {"id": "form", "ease": 1, "clarity": 0, "cost": "EUR 120000"},
    {"id": "callback", "ease": 2, "clarity": 0, "cost": "EUR 30000"},
    {"id": "alerts", "ease": 1, "clarity": 1, "cost": "EUR 15000"},
]


@pytest.fixture(scope="module")
def found() -> Any:
    return cximpact.evaluate(
        proposals=PROPOSALS,
        scorecard={
            "criteria": {
                "ease": {"weight": 40, "title": "Ease of use"},
                "clarity": {"weight": 60, "title": "Plain words"},
            }
        },
        budgets={"all": "EUR 80000"},
        as_of="2026-06-01",
        draws=2000,
        selection_draws=200,
    )


@pytest.fixture(scope="module")
def lines(found: Any) -> list[str]:
    return list(assurance(found.summary, found.recommendations))


def test_of_one_group_a_weight_is_told_without_the_group(lines: list[str]) -> None:
    """Of two weights of a part one is told: the other is what it leaves."""
    told = [line for line in lines if line.startswith("weight of")]
    assert told == ["weight of Plain words, now 60%: below 50% alerts out, callback in"]


def test_sets_that_are_not_beaten_could_be_best(lines: list[str]) -> None:
    """A set may be beaten by no other one, and yet be the best under no weights: it could be."""
    assert (
        "3 sets of proposals could be best, as no other beats them under all weights and scores; "
        "of the proposals 3 in some (borderline) and 1 in none (exterior)"
    ) in lines


def test_one_is_told_in_how_many_sets_it_is(found: Any) -> None:
    """Letters is in two of the three."""
    letters = found["letters"]
    count = round(letters.core.index * 3)
    line = f"It is in {count} of the 3 sets of proposals that could be best."
    assert line in list(sureness(letters, found.summary))
    # One that is declined, too: its central value is low, which not all weights and scores are.
    assert line in list(sureness(evolve(letters, action="decline"), found.summary))


@pytest.mark.parametrize(("action", "told"), [("decline", False), ("defer", True)])
def test_that_what_is_stopped_is_in_no_set_is_not_told_again(
    found: Any, action: str, told: bool
) -> None:
    out = evolve(found["letters"], action=action, core=CoreResult(0.0, "exterior"))
    line = "It is in none of the 3 sets of proposals that could be best."
    assert (line in list(sureness(out, found.summary))) is told


def test_the_safest_portfolios_are_told_beside_the_selected_set(found: Any) -> None:
    """Letters with alerts is selected, and of the three pairs also the safest."""
    told = list(assurance(found.summary, found.recommendations))
    worst = [line for line in told if line.startswith("best worst case (+")]
    regret = [line for line in told if line.startswith("least regret (at most ")]
    assert [line.rpartition(": ")[2] for line in (*worst, *regret)] == ["the selected set"] * 2


def test_what_portfolios_leave_out_is_told(found: Any) -> None:
    depends = found.summary.dependence
    noted = evolve(depends, portfolios=evolve(depends.portfolios, notes=("Only weights.",)))
    told = assurance(evolve(found.summary, dependence=noted), found.recommendations)
    assert "Only weights." in list(told)


def test_what_moves_the_selection_by_itself_says_which_way(lines: list[str]) -> None:
    """Alerts at their low end are worth less than callback; the criterion has its title."""
    assert (
        "score of alerts on Plain words: at the lower end of its range alerts out, callback in"
    ) in lines
    assert "1 more score changes by itself what is selected" in lines


def test_what_is_worth_finding_out_is_said_once(lines: list[str]) -> None:
    told = [line for line in lines if "Finding out what callback is worth" in line]
    assert len(told) == 1
    assert told[0].startswith("Finding out")


def test_who_puts_it_first_is_told_by_where_they_weigh_otherwise(found: Any) -> None:
    """Titles, with the central weight beside; a single rank is not told as a range."""
    told = list(sureness(found["letters"], found.summary))
    assert any("1 in nine of ten draws" in line for line in told)
    first = next(line for line in told if line.startswith("Where it is first"))
    assert "with just those it is first in 9" in first
    assert "Plain words" in first or "much as they are now" in first


def test_of_a_handful_of_draws_no_mean_weights_are_told(found: Any) -> None:
    """Form is first in hardly any draw: what is so rare says nothing about weights."""
    told = list(sureness(found["form"], found.summary))
    assert not any(line.startswith("Where it is first") for line in told)


def test_where_one_criterion_has_all_the_weight_nothing_is_said_of_weights() -> None:
    one = cximpact.evaluate(
        proposals=[{"id": "a", "ease": 2}, {"id": "b", "ease": 1}],
        weights={"ease": 1},
        as_of="2026-06-01",
        draws=500,
        selection_draws=100,
    )
    told = list(sureness(one["a"], one.summary))
    assert not any(line.startswith("Where it is first") for line in told)
