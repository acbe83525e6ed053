"""The shipped scorecards: the published weights, complete wording, and a sound ripple map."""

from __future__ import annotations

from graphlib import TopologicalSorter
from importlib.resources import files
from typing import Any

import pytest
import yaml

from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import load_scorecard, shipped_scorecards

NAMES = ("balanced", "customer", "journey")

WEIGHTS = {
    "effectiveness": 15,
    "ease": 15,
    "speed": 10,
    "clarity": 10,
    "humanity": 10,
    "trust-and-loyalty": 12,
    "issue-prevention": 10,
    "reliability-at-moments-of-truth": 8,
    "fair-value-and-harm": 5,
    "access-for-everyone": 5,
    "ripple-across-silos": 5,
}


def shipped(name: str) -> dict[str, Any]:
    text = files("cximpact.scorecards").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    assert isinstance(loaded, dict)
    return loaded


def criteria() -> list[tuple[str, str, dict[str, Any]]]:
    return [(name, key, one) for name in NAMES for key, one in shipped(name)["criteria"].items()]


def ratings() -> list[tuple[str, str, dict[str, Any]]]:
    return [entry for entry in criteria() if entry[2].get("kind", "rating") == "rating"]


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scorecard_says_who_it_is_and_what_it_promises(name: str) -> None:
    card = shipped(name)
    assert name == card["id"]
    assert isinstance(card["version"], str)
    assert card["title"] and card["promise"]


def test_the_shipped_scorecards_are_these_three() -> None:
    assert shipped_scorecards() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scorecard_is_read_by_its_name_without_a_problem(name: str) -> None:
    problems = ProblemList()
    card = load_scorecard(name, None, problems)
    assert problems.problems() == ()
    assert card is not None
    assert card.display_order == tuple(shipped(name)["criteria"])


def test_customer_criteria_carry_the_agreed_points() -> None:
    found = {key: one["weight"] for key, one in shipped("customer")["criteria"].items()}
    assert found == WEIGHTS


def test_balanced_asks_the_customer_questions_word_for_word() -> None:
    """Raters who know one scorecard must not have to learn the other."""
    balanced = shipped("balanced")["criteria"]
    for key, one in shipped("customer")["criteria"].items():
        assert one == balanced[key]


def test_balanced_gives_customer_and_business_the_same_share() -> None:
    card = shipped("balanced")
    assert card["groups"] == {"customer": 50, "business": 50}
    business = {key for key, one in card["criteria"].items() if one.get("group") == "business"}
    assert {"financial-return", "strategic-fit", "delivery-risk"} == business


def test_journey_has_one_criterion_and_it_is_computed() -> None:
    kinds = [one["kind"] for one in shipped("journey")["criteria"].values()]
    assert kinds == ["journey"]


@pytest.mark.parametrize(("card", "key", "one"), criteria(), ids=lambda value: str(value)[:40])
def test_each_criterion_asks_a_question_and_cites_its_source(
    card: str, key: str, one: dict[str, Any]
) -> None:
    assert one["title"]
    assert one["question"].endswith("?")
    assert one["source"]


@pytest.mark.parametrize(("card", "key", "one"), ratings(), ids=lambda value: str(value)[:40])
def test_each_rating_anchors_every_level_in_words_of_its_own(
    card: str, key: str, one: dict[str, Any]
) -> None:
    best = 0 if one.get("risk") else 3
    anchors = one["levels"]
    assert list(range(-3, best + 1)) == list(anchors)
    assert len(set(anchors.values())) == len(anchors)
    assert all(0 < len(text) <= 80 for text in anchors.values())


def test_no_anchor_serves_two_criteria() -> None:
    """A sentence that fits two criteria would let one impact be counted twice."""
    texts = [
        text for card, _, one in ratings() if card == "balanced" for text in one["levels"].values()
    ]
    assert len(texts) == len(set(texts))


def test_all_shipped_scorecards_object_to_the_same_inward_phrases() -> None:
    lists = [shipped(name)["inward_phrases"] for name in NAMES]
    assert lists[0] == lists[1] == lists[2]
    assert "serves the marketing organization" in lists[0]
    assert all(question.endswith("?") for question in lists[0].values())


def test_no_inward_phrase_stands_in_a_promise_question_or_anchor() -> None:
    """We hold ourselves to the language we ask of others."""
    phrases = [phrase.lower() for phrase in shipped("customer")["inward_phrases"]]
    for _, key, one in criteria():
        words = " ".join([one["question"], *one.get("levels", {}).values()]).lower()
        assert not [phrase for phrase in phrases if phrase in words], key


def test_the_generic_ripple_map_is_acyclic_and_reaches_customers() -> None:
    journey = shipped("journey")["journey"]
    touchpoints = {point for stage in journey["stages"].values() for point in stage["touchpoints"]}
    targets: dict[str, set[str]] = {}
    for ripple in journey["ripples"]:
        assert 0 < ripple["strength"] <= 1
        targets.setdefault(ripple["from"], set()).add(ripple["to"])
    order = list(TopologicalSorter(targets).static_order())
    reaching = set(touchpoints)
    for node in order:
        if targets.get(node, set()) & reaching:
            reaching.add(node)
    assert set(journey["processes"]) <= reaching
    assert set(order) <= reaching


def test_every_unit_of_the_generic_journey_is_listed() -> None:
    journey = shipped("journey")["journey"]
    points = [
        point for stage in journey["stages"].values() for point in stage["touchpoints"].values()
    ]
    named = {one["unit"] for one in [*points, *journey["processes"].values()]}
    assert named == set(journey["units"])


def test_the_journey_scorecard_is_ready_for_the_usual_measures() -> None:
    measures = shipped("journey")["measures"]
    kinds = {key: one["kind"] for key, one in measures.items()}
    assert kinds == {"csat": "share", "nps": "nps", "effort": "mean", "complaints": "rate"}
    for one in measures.values():
        steps = [one["anchors"][name] for name in ("broken", "reliable", "differentiating")]
        assert steps in (sorted(steps), sorted(steps, reverse=True))
