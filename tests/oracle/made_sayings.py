"""What a source that failed could have said: rows of its own, made up, beside what others said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from oracle_evidence import condition, freshness, usable
from oracle_gates import outcomes
from oracle_scores import kinds, score_proposal, touchpoints

Row = dict[str, Any]

NEARLY_ONE = 1 - 1e-6
"""The best a condition comes to: the prior counts, too."""
LONG_AGO = date(2024, 1, 1)


def possible_answers(
    whole: Row, source: str, points: Sequence[str], names: bool, tries: int
) -> dict[tuple[str, str], set[str]]:
    """Return by proposal and gate every answer that some saying of the failed source leads to.

    Args:
        whole: An evaluation of the second implementation.
        source: The source that failed.
        points: Touchpoints that it could have told of; empty where that is open.
        names: Whether its rows could have named a criterion.
        tries: How many sayings are tried; the first is silence.
    """
    card, as_of = whole["scorecard"], whole["as_of"]
    criteria = kinds(card, "journey")
    left = [one for one in whole["measurements"] if one["source"] != source]
    random, found = Random(7), {}
    for number in range(tries):
        said = _saying(random, points or list(touchpoints(card)), criteria, names, as_of)
        rows = [*left, *(said if number else [])]
        conditions = {
            (t, k): _condition(rows, t, k, card) for t in touchpoints(card) for k in criteria
        }
        case = {**whole, "measurements": rows}
        for name, item in whole["items"].items():
            scored = score_proposal(item, card, conditions, whole["spec"], as_of)
            for gate, answer in outcomes(case, item, scored).items():
                found.setdefault((name, gate), set()).add(answer)
    return found


def _condition(rows: list[Row], touchpoint: str, criterion: str, card: Row) -> Row:
    """Return a condition that is whatever the failed source makes of it, where its rows count."""
    counting = usable(rows, touchpoint, criterion)
    own = [one for one in counting if one["source"] == ""]
    return {"condition": own[0]["condition"]} if own else condition(counting, card)


def _saying(
    random: Random, points: Sequence[str], criteria: list[str], names: bool, as_of: date
) -> list[Row]:
    """Return rows at some touchpoints, mostly at the ends: broken or best, fresh or stale."""
    here = [point for point in points if random.random() < 0.9]
    named = [*([""] if not names or random.random() < 0.5 else []), *(criteria if names else [])]
    ends = random.choice([(0.0,), (NEARLY_ONE,), (0.0, NEARLY_ONE), (0.0, NEARLY_ONE, 0.4)])
    days = random.choice([(as_of,), (LONG_AGO,), (as_of, LONG_AGO)])
    return [
        {
            "source": "",
            "touchpoint": point,
            "criterion": criterion,
            "condition": random.choice(ends),
            "channel": random.choice(["survey", "kpi"]),
            "on": (on := random.choice(days)),
            "freshness": freshness(on, as_of),
        }
        for point in here
        for criterion in named
        if random.random() < 0.8
    ]
