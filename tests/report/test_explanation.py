"""The long explanation: from the record alone, by names people know, safe to print."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve

from cximpact.model.evaluation import (
    FORMAT,
    Band,
    Cost,
    CriterionResult,
    GateResult,
    PathResult,
    Recommendation,
    SelectionResult,
    Software,
    Summary,
    TouchpointResult,
)
from cximpact.model.evidence import Condition
from cximpact.report.explanation import explanation

SUMMARY = Summary(
    format=FORMAT,
    id="0" * 64,
    as_of=date(2026, 3, 1),
    title="Round one",
    currency="EUR",
    software=Software("cximpact", "1"),
    inputs=(),
    scorecard={
        "criteria": {"journey": {"title": "Customer journey"}, "ease": {}},
        "journey": {"stages": {"use": {"touchpoints": {"bill": {"title": "Monthly bill"}}}}},
    },
    groups=(),
    budgets=(),
    selection=SelectionResult(0.0, 0.0, 0.0),
    touchpoints=(Condition("bill", "journey", 0.2, 0.1, "broken"),),
)
ITEM = Recommendation(
    proposal="P1",
    title="Plain bills",
    unit="billing",
    status="proposed",
    rank=2,
    action="approve",
    rule="selected",
    value=Band(0.125),
    customer_value=0.25,
    business_value=None,
    coverage=0.75,
    cost=Cost(Decimal(1200), "EUR"),
    criteria=(
        CriterionResult("journey", "customer", 0.5, 0.272, 0.136, notes=("a note",)),
        CriterionResult("ease", "customer", 0.5, None, 0.0, evidence=("8 raters",)),
    ),
    touchpoints=(
        TouchpointResult(
            "bill",
            "journey",
            condition=0.2,
            net=0.136,
            harm=0.0,
            delta_value=0.1632,
            customers_helped=6000.0,
            screened=True,
            paths=(PathResult(("billing-rules", "bill"), 0.8, ("finance", "billing")),),
            more_paths=3,
        ),
    ),
    gates=(GateResult("customer_voice", "block", "pass", "They were heard."),),
    reasons=("Selected: value +12.",),
    would_take=("It stays in.",),
)


def said(**changes: Any) -> list[str]:
    return explanation(evolve(ITEM, **changes), SUMMARY).splitlines()


def test_it_is_told_in_full_and_by_names() -> None:
    assert said() == [
        "P1 Plain bills (billing)",
        "approve, rank 2, as of 2026-03-01",
        "value +13; customer +25; business –; cost EUR 1,200; 75% of the weight scored",
        "",
        "Why",
        "  Selected: value +12.",
        "",
        "What would change it",
        "  It stays in.",
        "",
        "Criteria",
        "  Customer journey (customer): +27 x weight 50.0% = +14",
        "    a note",
        "  ease (customer): missing x weight 50.0% = 0",
        "    8 raters",
        "",
        "Along the journey",
        "  Monthly bill: condition 20 of 100 (broken), change +14, worth +16, screened by category",
        "    about 6,000 customers a year gain",
        "    by billing-rules > bill at strength 0.80; owned by finance, billing",
        "    and 3 weaker ways",
        "",
        "Gates",
        "  customer voice (block): pass. They were heard.",
    ]


def test_a_gate_of_which_the_reasons_tell_is_not_told_twice() -> None:
    """The one that decided, one that objects too, one that warns; a pass is told in its place."""
    gates = (
        GateResult("customer_harm", "block", "fail", "The score of ease is -40 (limit -34)."),
        GateResult("customer_value_floor", "block", "fail", "Customer value is -9."),
        GateResult("customer_statement", "warn", "undetermined", "None is stated."),
        GateResult("privacy", "block", "fail", "It keeps names.", origin="acme 1.2"),
        GateResult("customer_voice", "block", "pass", "They were heard."),
        GateResult("customer_evidence", "warn", "fail", "Nothing is cited."),
    )
    reasons = (
        "The customer harm gate fails: the score of ease is -40 (limit -34).",
        "Also, customer value floor: Customer value is -9.",
        "Warning, customer statement: None is stated.",
        "Condition, privacy: It keeps names.",
    )
    lines = said(gates=gates, reasons=reasons)
    assert lines[lines.index("Gates") + 1 :] == [
        "  customer harm (block): fail, see above",
        "  customer value floor (block): fail, see above",
        "  customer statement (warn): undetermined, see above",
        "  privacy (block, by acme 1.2): fail, see above",
        "  customer voice (block): pass. They were heard.",
        "  customer evidence (warn): fail. Nothing is cited.",
    ]


def test_equal_figures_look_equal() -> None:
    """0.7 x 0.65 lies below 0.455 in binary, and is the same figure at nine decimals."""
    text = "\n".join(said(value=Band(0.7 * 0.65), customer_value=0.455, business_value=-0.455))
    assert "value +46; customer +46; business -46" in text


def test_what_is_assumed_of_all_is_not_told_of_one() -> None:
    unnamed = "answers count although they do not name the unit of the rater (those of ...)"
    noted = tuple(evolve(each, notes=(unnamed, "clipped")) for each in ITEM.criteria)
    assumed = ("nobody rates a proposal of their own unit (no rater is named)",)
    text = explanation(evolve(ITEM, criteria=noted), evolve(SUMMARY, assumed=assumed))
    assert "answers count" not in text
    assert text.count("clipped") == 2
    assert explanation(evolve(ITEM, criteria=noted), SUMMARY).count("answers count") == 2


def test_sections_without_lines_are_left_out() -> None:
    lines = said(touchpoints=(), gates=(), would_take=())
    assert [line for line in lines if line and not line.startswith(" ")][3:] == ["Why", "Criteria"]


def test_several_journey_criteria_are_told_apart() -> None:
    (one,) = ITEM.touchpoints
    lines = said(touchpoints=(one, evolve(one, criterion="trust")))
    assert any(line.startswith("  Monthly bill (Customer journey): condition 20") for line in lines)
    assert any(
        line.startswith("  Monthly bill (trust): condition 20 of 100 (unknown") for line in lines
    )


def test_it_prints_safely() -> None:
    text = "\n".join(said(title="\x1b[31mred", reasons=("\x1b[2J gone",)))
    assert "\x1b" not in text


def test_few_raters_are_told_once_for_all_criteria() -> None:
    few = tuple(evolve(line, notes=("fewer than 5 raters", "clipped")) for line in ITEM.criteria)
    lines = said(criteria=few)
    assert [line for line in lines if "raters" in line and "8 raters" not in line] == [
        "  Answered by fewer than 5 raters: a table of ratings with a row per rater narrows the "
        "ranges."
    ]
    assert lines.count("    clipped") == 2


def test_where_others_have_more_raters_those_with_few_are_named() -> None:
    journey, ease = ITEM.criteria
    few = (journey, evolve(ease, score=0.5, notes=("fewer than 5 raters",)))
    assert "  Answered by fewer than 5 raters: ease" in said(criteria=few)


def test_what_is_wholly_scored_needs_no_word_of_it() -> None:
    """Shares are equal at nine decimals; just below all is not all."""
    assert "of the weight scored" not in "\n".join(said(coverage=1.0 - 1e-12))
    assert "99.9% of the weight scored" in "\n".join(said(coverage=0.999))


def test_a_group_without_a_score_has_no_value() -> None:
    """A missing score counts as 0, and is not one."""
    card = {"criteria": {"ease": {"group": "customer"}, "fit": {"group": "business"}}}
    lines = (
        CriterionResult("ease", "customer", 0.5, None, 0.0),
        CriterionResult("fit", "business", 0.5, 0.0, 0.0),
    )
    item = evolve(ITEM, criteria=lines, customer_value=0.0, business_value=0.0)
    told = explanation(item, evolve(SUMMARY, scorecard=card)).splitlines()[2]
    assert told.startswith("value +13; customer –; business 0; ")


def test_a_note_that_a_reason_tells_of_all_criteria_is_not_told_again() -> None:
    noted = tuple(evolve(line, notes=("reach assumed", "clipped")) for line in ITEM.criteria)
    lines = said(criteria=noted, reasons=("Selected.", "Customer journey and ease: reach assumed."))
    assert [line for line in lines if "reach assumed" in line] == [
        "  Customer journey and ease: reach assumed."
    ]
    assert lines.count("    clipped") == 2
