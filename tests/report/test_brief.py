"""Below the ranked list stands what a decision needs: money, proof, gates, doubts, turning points.

Whatever touches money or customers must stand there without being asked for.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from attrs import evolve

import cximpact
from cximpact.model.decision import DrawnUse
from cximpact.model.evaluation import MissingResult, SetAsideResult
from cximpact.model.robustness import Binding, Information, TornadoBar, WeightInterval
from cximpact.report.brief import brief
from cximpact.report.footer import footer
from cximpact.report.limits import UNLIMITED, UNPRICED
from cximpact.report.turning import turning_points


@pytest.fixture(scope="module")
def evaluation() -> cximpact.Evaluation:
    """Of three, a fits into the budget, b harms customers, and c does not fit any more."""
    ideas = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "title": ["Plain letters", "Fees", "Lockers"],
            "ease": [2, -2, 1],
            "cost": ["EUR 10", "EUR 20", "EUR 30"],
        }
    )
    return cximpact.evaluate(
        proposals=ideas,
        weights={"ease": 1},
        budgets={"all": "EUR 15"},
        as_of="2026-03-01",
        draws=1000,
        selection_draws=100,
    )


def told(evaluation: cximpact.Evaluation, **changed: Any) -> list[str]:
    return list(brief(evolve(evaluation.summary, **changed), evaluation.recommendations))


def test_the_whole_is_a_dozen_lines_at_most(evaluation: cximpact.Evaluation) -> None:
    lines = list(brief(evaluation.summary, evaluation.recommendations, "type this"))
    assert len(lines) <= 14
    assert lines[:3] == [
        "prioritize: do it; defer: not now",
        "order: by action, then value per cost (decline: value)",
        "sure: share of 100 draws of ratings, costs and weights that select it (prioritize: 90% or "
        "more); below each value: nine of ten draws",
    ]
    assert lines[4:8] == [
        "budget all: EUR 10 of EUR 15 used, EUR 5 left",
        "selected: value +67; no better affordable set exists, proven",
        "not checked, for want of evidence: customer evidence, customer voice, customer statement",
        "assumed: nobody rates a proposal of their own unit (no rater is named); each proposal "
        "reaches all customers (no reach is stated)",
    ]
    assert lines[-1] == "More on budgets, weights, how sure: type this"


def test_whom_gates_stopped_is_told_where_the_list_does_not(
    evaluation: cximpact.Evaluation,
) -> None:
    """Beside each that is shown stands its reason."""
    line = "stopped for: customer harm (decline b)"
    assert line not in told(evaluation)
    assert line in brief(evaluation.summary, evaluation.recommendations, whole=False)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (["prioritize", "approve"], "prioritize and approve: do it"),
        (["approve", "revise", "decline"], "approve: do it; revise: mend it first"),
        (["decline"], "order: by action, then value"),
    ],
)
def test_only_actions_that_occur_are_explained(
    evaluation: cximpact.Evaluation, found: list[Any], line: str
) -> None:
    items = [evolve(evaluation["a"], action=action) for action in found]
    assert next(brief(evaluation.summary, items)) == line


def test_a_budget_used_to_its_end_says_that_no_cost_may_rise(
    evaluation: cximpact.Evaluation,
) -> None:
    """What is committed stays in whatever it costs: alone in a budget, it puts nothing out."""
    [use] = evaluation.summary.budgets
    full = evolve(use, used=Decimal(15), left=Decimal(0), committed=Decimal(5))
    line = "budget all: all of EUR 15 used: any cost that rises puts something out"
    assert line in told(evaluation, budgets=(full,))
    assert f"{line} (from desk)" in told(evaluation, budgets=(evolve(full, origin="from desk"),))
    fixed = evolve(full, committed=Decimal(15))
    assert "budget all: EUR 15 of EUR 15 used, EUR 0 left" in told(evaluation, budgets=(fixed,))
    cent = evolve(full, used=Decimal("14.99"), left=Decimal("0.01"))
    assert "budget all: EUR 14.99 of EUR 15 used, EUR 0.01 left" in told(
        evaluation, budgets=(cent,)
    )


def test_a_gate_that_was_switched_off_is_not_told_as_one_that_lacks_evidence(
    evaluation: cximpact.Evaluation,
) -> None:
    off = {
        "customer_harm": "switched off in the scorecard",
        "customer_voice": "the input holds no measurements of touchpoints",
    }
    assert (
        "not checked, for want of evidence: customer voice; customer harm (switched off in the "
        "scorecard)"
    ) in told(evaluation, gates_not_run=off)
    only = {"customer_harm": "switched off in the scorecard"}
    assert "not checked: customer harm (switched off in the scorecard)" in told(
        evaluation, gates_not_run=only
    )


def test_costs_that_are_not_wholly_known_are_told(evaluation: cximpact.Evaluation) -> None:
    items = [evolve(evaluation["a"], cost_unknown=("Capex", "Opex")), evaluation["c"]]
    lines = list(brief(evaluation.summary, items))
    assert "not wholly known: the cost of a (Capex, Opex)" in lines


def test_that_nothing_is_limited_is_told_with_costs_and_without(
    evaluation: cximpact.Evaluation,
) -> None:
    unpriced = [evolve(item, cost=None) for item in evaluation.recommendations]
    summary = evolve(evaluation.summary, budgets=(), capacities=())
    assert UNLIMITED in brief(summary, evaluation.recommendations)
    assert UNPRICED in brief(summary, unpriced)
    assert UNPRICED not in brief(evaluation.summary, unpriced)


def test_a_budget_that_may_be_too_small_in_any_case_is_told(
    evaluation: cximpact.Evaluation,
) -> None:
    draws = evolve(evaluation.summary.draws, overdrawn={"all": 0.25})
    assert (
        "in 25% of draws what is mandatory or committed alone costs more than budget all allows"
    ) in told(evaluation, draws=draws)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (0.4621, "; costs drawn from their ranges exceed it in 46% of draws, and EUR 560 in 5%"),
        (0.05, "; costs drawn from their ranges exceed it in 5% of draws"),
        (0.0099, ""),
        (0.0, ""),
    ],
)
def test_how_often_the_money_does_not_last_is_told(
    evaluation: cximpact.Evaluation, over: float, said: str
) -> None:
    """What happens in fewer than one draw of a hundred is not."""
    (use,) = evaluation.summary.budgets
    plain = next(line for line in told(evaluation) if line.startswith("budget all"))
    drawn = DrawnUse(Decimal("410.00"), Decimal("560.49"), over)
    lines = told(evaluation, budgets=(evolve(use, drawn=drawn),))
    assert plain + said in lines


def test_without_draws_that_is_told(evaluation: cximpact.Evaluation) -> None:
    lines = told(evaluation, draws=evolve(evaluation.summary.draws, count=0))
    assert lines[2].startswith("no draws were made: nothing is said of how sure this is")


def test_the_order_is_that_of_the_ranking(evaluation: cximpact.Evaluation) -> None:
    """Value per cost counts under a budget, and not where a proposal is to be left or mended."""
    assert told(evaluation, budgets=())[1] == "order: by action, then value"
    declined = list(brief(evaluation.summary, [evaluation["b"]]))
    assert declined[0] == "order: by action, then value"
    selected = list(brief(evaluation.summary, [evaluation["a"], evaluation["c"]]))
    assert selected[1] == "order: by action, then value per cost"
    revised = [evolve(evaluation["a"], action="revise"), *evaluation.recommendations]
    assert list(brief(evaluation.summary, revised))[1] == (
        "order: by action, then value per cost (revise and decline: value)"
    )


@pytest.mark.parametrize(
    ("kinds", "budgets", "drawn"),
    [
        (["rating"], True, "ratings, costs and weights"),
        (["rating"], False, "ratings and weights"),
        (["quantity", "rating"], False, "ratings, amounts and weights"),
        (["journey"], True, "conditions, effects, costs and weights"),
        (
            ["quantity", "journey", "rating"],
            True,
            "conditions, effects, ratings, amounts, costs and weights",
        ),
    ],
)
def test_what_is_drawn_is_what_there_is(
    evaluation: cximpact.Evaluation, kinds: list[str], budgets: bool, drawn: str
) -> None:
    card = {"criteria": {kind: {"kind": kind} for kind in kinds}}
    limits = evaluation.summary.budgets if budgets else ()
    legend = told(evaluation, scorecard=card, budgets=limits)[2]
    assert legend.startswith(f"sure: share of 100 draws of {drawn} that select it (")
    summary = evolve(evaluation.summary, scorecard=card, budgets=limits)
    details = list(footer(summary, evaluation.recommendations))
    assert any(
        f"1,000 draws of {drawn} from the ranges they have (seed 0)" in line for line in details
    )


DOUBTS = (
    "costs.csv: column Currency holds currencies (EUR, USD) that nothing reads",
    "calls.csv: 'calls' at 'shop' covers 2 of 12 months (2026-01-01 to 2026-03-01), and is held "
    "against the customers of all 12: that looks calmer than it is",
    "list.csv, line 3, Cost: 'b' names no amount here, but one beside it; the blank counts as 0",
)
REPAIRS = (
    "kpis.csv: 4 values of 'indicators' written as percentages were divided by 100",
    "no rating: Ease of A, B and C",
)


@pytest.mark.parametrize("doubt", DOUBTS)
def test_doubts_about_money_and_customers_never_hide(
    evaluation: cximpact.Evaluation, doubt: str
) -> None:
    assert f"note: {doubt}" in told(evaluation, problems=(doubt,))


@pytest.mark.parametrize("repair", REPAIRS)
def test_what_nobody_has_to_act_on_stands_in_the_details_alone(
    evaluation: cximpact.Evaluation, repair: str
) -> None:
    assert not [line for line in told(evaluation, problems=(repair,)) if repair in line]
    summary = evolve(evaluation.summary, problems=(repair,))
    assert f"note: {repair}" in footer(summary, evaluation.recommendations)


def test_a_source_that_failed_is_told(evaluation: cximpact.Evaluation) -> None:
    lines = told(evaluation, missing=(MissingResult("evidence.calls", "no answer"),))
    assert "missing: evidence.calls (failed: no answer)" in lines


def test_what_does_not_count_is_one_line(evaluation: cximpact.Evaluation) -> None:
    """58 + 51 rows of evidence; of seven proposals five are named."""
    aside = (
        SetAsideResult("evidence calls", "no rule matched", 58, "calls.csv"),
        SetAsideResult("evidence csat", "no rule matched", 1, "csat.csv"),
        SetAsideResult("evidence csat", "outside the window", 50, "csat.csv"),
        SetAsideResult("proposals", "withdrawn", 7, "", tuple("defghij")),
    )
    unread = {"list.csv": ("Comment", "Owner"), "csat.csv": ("Note",)}
    assert (
        "not counted: proposals d, e, f, g, h and 2 more (withdrawn); 109 rows of evidence (59 no "
        "rule matched, 50 outside the window); columns Comment and Owner (list.csv); Note "
        "(csat.csv)"
    ) in told(evaluation, set_aside=aside, not_used=unread)


@pytest.mark.parametrize(
    ("aside", "line"),
    [
        (("proposals", "a row of totals", 1), "1 row of totals"),
        (("proposals", "a row of totals", 2), "2 rows of totals"),
        (
            ("proposals", "a row of totals", 2, "l.csv", ("Sum", "Total")),
            "2 rows of totals ('Sum', 'Total')",
        ),
        (
            (
                "proposals",
                "a remark below the list",
                1,
                "l.csv",
                ("* costs gross of all taxes and fees",),
            ),
            "1 remark below the list ('* costs gross of all taxes an…')",
        ),
        (("proposals", "a law needs it", 1, "l.csv", ("12",)), "proposal 12 (a law needs it)"),
        (("proposals", "no id", 1), "1 row (no id)"),
        (("proposals", "no id", 1200), "1,200 rows (no id)"),
        (("proposals", "withdrawn", 1, "", ("12",)), "proposal 12 (withdrawn)"),
        (("proposals", "withdrawn", 2, "", ("12", "P6")), "proposals 12 and P6 (withdrawn)"),
        (("proposals", "too old", 3, "l.csv", ("12",)), "proposals 12 and 2 more (too old)"),
        (
            ("rows of costs", "their proposal was set aside", 1, "costs.csv"),
            "1 row of costs (their proposal was set aside)",
        ),
    ],
)
def test_a_count_is_never_taken_for_an_id(
    evaluation: cximpact.Evaluation, aside: Any, line: str
) -> None:
    lines = told(evaluation, set_aside=(SetAsideResult(*aside),), not_used={})
    assert f"not counted: {line}" in lines


def test_what_prioritize_takes_is_told_where_it_occurs(evaluation: cximpact.Evaluation) -> None:
    others = [each for each in evaluation if each.action != "prioritize"]
    assert 0 < len(others) < len(list(evaluation))
    (line,) = (each for each in brief(evaluation.summary, others) if each.startswith("sure: "))
    assert "prioritize" not in line


def test_other_actions_than_before_are_told_and_the_rest_is_counted(
    evaluation: cximpact.Evaluation,
) -> None:
    changes = (
        "a: Was defer, is now prioritize. Rank 2 before, 1 now. Value +40 before, +67 now.",
        "b: Rank 1 before, 2 now.",
        "c: New: approve.",
        "d: No longer in the list (was: defer).",
        "scorecard: weight of ease 1 before, 2 now.",
    )
    lines = told(evaluation, changes=changes)
    at = lines.index("changed: a: Was defer, is now prioritize.")
    assert lines[at + 1 : at + 4] == [
        "changed: c: New: approve.",
        "changed: d: No longer in the list.",
        "since the earlier evaluation: 2 more changes",
    ]


def test_the_details_hold_everything_the_brief_does_not(evaluation: cximpact.Evaluation) -> None:
    text = "\n".join(footer(evaluation.summary, evaluation.recommendations))
    for part in ("5th to 95th percentile", "gate customer_voice not run", "Within an action"):
        assert part in text
        assert part not in "\n".join(told(evaluation))


# What would most likely change the decision.

WEIGHTS = (
    # Ease may fall by 0.1 of 0.5, a fifth of it; trust is what ease leaves. Cost may rise by 0.3
    # of 0.4, three quarters of it.
    WeightInterval("customer", "ease", 0.5, 0.4, 1.0, leaves_low=("a",), enters_low=("c",)),
    WeightInterval("customer", "trust", 0.5, 0.0, 0.6, leaves_high=("a",), enters_high=("c",)),
    WeightInterval("business", "cost", 0.4, 0.0, 0.7, leaves_high=("a",), enters_high=("d",)),
)
BUDGET = Binding(
    "budgets.all", "EUR 3 more in all.", gain=0.2, next_step=Decimal(3), next_gain=0.1
)  # a fifth of 15 is 3; half of that would be 1.5
NEEDS = Binding("proposals.a.requires", "a requires b.", gain=0.3)
SCORE = TornadoBar("score", "a/ease", 0.1, 0.5, changes_low=("a", "c"))
SAME = TornadoBar("score", "c/ease", 0.1, 0.5, changes_high=("a", "c"))
OTHER = TornadoBar("score", "d/ease", 0.1, 0.5, changes_high=("d",))


def turned(evaluation: cximpact.Evaluation, **changed: Any) -> tuple[str, ...]:
    empty: dict[str, Any] = {"binding": (), "weights": (), "tornado": (), "information": ()}
    depends = evolve(evaluation.summary.dependence, **{**empty, **changed})
    return turning_points(evolve(evaluation.summary, dependence=depends))


def test_what_is_uncertain_comes_first_and_the_same_change_is_told_once(
    evaluation: cximpact.Evaluation,
) -> None:
    assert turned(evaluation, tornado=(SCORE, SAME, OTHER), binding=(BUDGET,)) == (
        "score of a on ease: at the lower end of its range a out, c in; so does the score of c on "
        "ease",
        "score of d on ease: at the upper end of its range d in",
        "EUR 3 more in all.",
    )


def test_what_changes_the_same_is_told_by_kind(evaluation: cximpact.Evaluation) -> None:
    """Titles stand beside ids the first time; the evaluation's a has none."""
    cost = TornadoBar("cost", "a", 0.1, 0.5, changes_low=("a", "c"))
    weight = TornadoBar("weight", "ease", 0.1, 0.5, changes_low=("a", "c"))
    (line,) = turned(evaluation, tornado=(SCORE, SAME, cost, weight))
    assert line.endswith("a out, c in; so do 3 more (1 score, 1 cost and 1 weight)")
    (line,) = turned(evaluation, tornado=(SCORE, SAME, SAME))
    assert line.endswith("a out, c in; so do 2 more scores")


def test_of_uncertain_things_the_one_that_changes_most_often_is_first(
    evaluation: cximpact.Evaluation,
) -> None:
    often = Information("proposal", "d", 0.01, 0.001, 0.3, "Finding out what d is worth.")
    lines = turned(evaluation, tornado=(SCORE, OTHER), information=(often,))
    assert lines[0].startswith("score of d on ease")


def test_beside_what_is_uncertain_something_to_choose_is_told(
    evaluation: cximpact.Evaluation,
) -> None:
    third = TornadoBar("score", "e/ease", 0.1, 0.5, changes_high=("e",))
    lines = turned(evaluation, tornado=(SCORE, OTHER, third), binding=(BUDGET,))
    assert lines[2] == "EUR 3 more in all."
    alone = turned(evaluation, tornado=(SCORE, OTHER, third))
    assert alone[2] == "score of e on ease: at the upper end of its range e in"


def test_of_a_weight_the_nearer_end_is_told(evaluation: cximpact.Evaluation) -> None:
    """From 40 % it is a step of 10 % down and of 40 % up."""
    both = WeightInterval("customer", "ease", 0.4, 0.3, 0.8, leaves_low=("a",), leaves_high=("b",))
    assert turned(evaluation, weights=(both,)) == ("weight of ease, now 40%: below 30% a out",)
    up = evolve(both, low=0.0, leaves_low=())
    assert turned(evaluation, weights=(up,)) == ("weight of ease, now 40%: above 80% b out",)


def test_what_must_move_least_comes_before_what_must_move_further(
    evaluation: cximpact.Evaluation,
) -> None:
    """A tenth more budget (1.5 of 15), a fifth less weight, three quarters more weight."""
    near = evolve(BUDGET, next_step=Decimal("1.5"))
    assert turned(evaluation, weights=WEIGHTS, binding=(NEEDS, near)) == (
        "EUR 3 more in all.",
        "weight of ease, now 50%: below 40% a out, c in",
        "weight of cost, now 40%: above 70% a out, d in",
    )


def test_rules_come_last_the_dearest_first(evaluation: cximpact.Evaluation) -> None:
    cheap = Binding("rules.at_most_one.x", "At most one of x.", gain=0.1)
    found = turned(evaluation, binding=(cheap, NEEDS, BUDGET))
    assert found == ("EUR 3 more in all.", "a requires b.", "At most one of x.")


def test_a_weight_on_its_limit_has_no_room(evaluation: cximpact.Evaluation) -> None:
    tied = WeightInterval("customer", "ease", 1 / 3, 1 / 3, 1.0, leaves_low=("a",))
    assert turned(evaluation, weights=(tied,)) == (
        "weight of ease, now 33.3%: with any less a out",
    )


def test_where_nothing_would_change_it_nothing_is_told(evaluation: cximpact.Evaluation) -> None:
    assert turned(evaluation) == ()


def test_the_demo_is_told_in_few_words(tmp_path: Path) -> None:
    from cximpact.demo import write_demo

    found = cximpact.evaluate(write_demo(tmp_path / "demo"), draws=500, selection_draws=50)
    lines = list(brief(found.summary, found.recommendations, "x"))
    assert len(lines) <= 16
    assert sum(len(line.split()) for line in lines) < 260  # with short titles beside ids
