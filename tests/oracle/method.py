"""A second, slow implementation of the method, independent of the library.

Loops, dicts and floats; money as exact fractions; every set of proposals tried in turn. It follows
the method's description paragraph by paragraph and shares no line with the library, so that an
agreement of both says something.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from oracle_decision import actions, best_set, budget_use, crowding, ranks, spreads, total_cost
from oracle_evidence import condition, measurements, usable
from oracle_gates import blocking_action, not_run, outcomes, settings_of
from oracle_reading import day, read_evidence, read_proposals, read_yaml
from oracle_scores import kinds, score_proposal, shares_of_groups, touchpoints, weights

Row = dict[str, Any]


def evaluate(folder: Path, sure: frozenset[str] = frozenset()) -> Row:
    """Read a workspace folder and return every central figure of its evaluation.

    Who is sure, over draws, is told: chance has no second opinion here.
    """
    spec = read_yaml(folder / "cximpact.yaml")
    scorecard = read_yaml(folder / spec["scorecard"])
    as_of = day(spec["as_of"])
    assert as_of is not None
    every = read_proposals(folder, spec, scorecard)
    volumes = {t: point["volume"] for t, point in touchpoints(scorecard).items()}
    found = measurements(read_evidence(folder, spec), scorecard, volumes, as_of)
    conditions = {
        (t, k): condition(usable(found, t, k), scorecard)
        for k in kinds(scorecard, "journey")
        for t in touchpoints(scorecard)
    }
    items = {name: item for name, item in every.items() if item["status"] != "withdrawn"}
    case: Row = {
        "spec": spec,
        "scorecard": scorecard,
        "as_of": as_of,
        "currency": spec.get("currency", ""),
        "items": items,
        "statuses": {item["status"] for item in every.values()},
        "measurements": found,
        "gates": settings_of(scorecard, spec),
        "phrases": scorecard.get("inward_phrases", {}),
        "scored": {
            name: score_proposal(item, scorecard, conditions, spec, as_of)
            for name, item in items.items()
        },
    }
    case["not_run"] = not_run(list(every.values()), case)
    decide(case, sure)
    return {**case, "conditions": conditions, "weights": weights(scorecard)}


def decide(case: Row, sure: frozenset[str]) -> None:
    """Add gates, costs, selection, actions and ranks to a scored case."""
    items, scored = case["items"], case["scored"]
    case["costs"] = {name: total_cost(item, case) for name, item in items.items()}
    case["outcomes"] = {name: outcomes(case, item, scored[name]) for name, item in items.items()}
    case["blocked"] = {
        name: blocking_action(case, item, case["outcomes"][name]) for name, item in items.items()
    }
    case["selected"] = best_set(case)
    chosen = case["selected"] or frozenset()
    case["actions"] = actions(case, chosen, sure)
    case["ranks"] = ranks(case, case["actions"])
    case["budgets"] = budget_use(case, chosen)
    case["spreads"] = spreads(case)
    case["shares"] = shares_of_groups(case["scorecard"])
    case["crowding"] = crowding(case, chosen)
