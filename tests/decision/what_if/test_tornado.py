"""The tornado: who changes sides at each end, against deciding again by trying every selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve

from cximpact.decision.aim import aim_of
from cximpact.decision.costs import costs
from cximpact.decision.rules import linking_rules
from cximpact.decision.selection import choose
from cximpact.decision.sensitivity import sensitivity_notes, tornado
from cximpact.decision.sensitivity.moved_conditions import with_conditions
from cximpact.model.weighting import WeightRange
from cximpact.scoring.score import score

INSIDE = {"customer": {"a": 0.4, "b": 0.6}, "business": {"c": 0.5, "d": 0.3, "e": 0.2}}
WEIGHTS = [0.2, 0.3, 0.25, 0.15, 0.1]
P95 = 1.6448536269514722


def moved_weights(member: str, to: float) -> list[float]:
    groups = {g: dict(w) for g, w in INSIDE.items()}
    shares = {"customer": 0.5, "business": 0.5}
    target = shares if member in shares else next(w for w in groups.values() if member in w)
    old = target[member]
    for key in target:
        target[key] = to if key == member else target[key] * (1 - to) / (1 - old)
    return [next(shares[g] * w[k] for g, w in groups.items() if k in w) for k in "abcde"]


def all_changes(tried: Any) -> dict[tuple[str, str], tuple[frozenset[str], frozenset[str]]]:
    """Per uncertain thing, who changes sides at its low and at its high end."""
    question = tried.question
    ids, grid = question.case.proposals.ids, np.nan_to_num(question.scores.score)
    now = frozenset(np.flatnonzero(question.choice.selected).tolist())
    value = [sum(w * v for w, v in zip(WEIGHTS, row, strict=True)) for row in grid.tolist()]
    sets = list(tried.sets())

    def changed(best: Any) -> frozenset[str]:
        return frozenset(ids[i] for i in (now if best is None else now ^ best))

    def with_weights(weights: list[float]) -> frozenset[str]:
        values = [sum(w * v for w, v in zip(weights, row, strict=True)) for row in grid.tolist()]
        return changed(tried.best(values, sets))

    def with_score(place: int, column: int, to: float) -> frozenset[str]:
        values = list(value)
        values[place] += WEIGHTS[column] * (to - grid[place, column])
        return changed(tried.best(values, sets))

    def with_cost(key: str, end: str) -> frozenset[str]:
        place = ids.index(key)
        own = {
            c.fund: round(getattr(c, end) * 100) for c in question.case.costs if c.proposal == key
        }
        cost = (*tried.cost[:place], own, *tried.cost[place + 1 :])
        dear = evolve(tried, cost=cost)
        return changed(dear.best(value, list(dear.sets())))

    found = {}
    for group in INSIDE.values():
        for key, weight in group.items():
            found["weight", key] = tuple(
                with_weights(moved_weights(key, weight * part)) for part in (0.75, 1.25)
            )
    for key in INSIDE:
        found["group", key] = tuple(with_weights(moved_weights(key, to)) for to in (0.4, 0.6))
    for place, key in enumerate(ids):
        if not question.who.candidate[place]:
            continue
        for column, name in enumerate("abcde"):
            at, error = question.scores.score[place, column], question.scores.error[place, column]
            ends = (-0.9, 0.9) if np.isnan(at) else (at - P95 * error, at + P95 * error)
            found["score", f"{key}/{name}"] = tuple(
                with_score(place, column, min(1.0, max(-1.0, end))) for end in ends
            )
    for place, key in enumerate(ids):
        if question.who.candidate[place] or place in question.who.forced_in:
            found["cost", key] = tuple(with_cost(key, end) for end in ("low", "high"))
    return {key: ends for key, ends in found.items() if any(ends)}


@pytest.mark.parametrize("block", range(5))
def test_who_changes_sides_is_who_does_when_decided_again(
    build: Any, trying: Any, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cximpact.decision.sensitivity import tornado as package

    module = __import__(package.__module__, fromlist=["tornado"])
    monkeypatch.setattr(module, "MOST_BARS", 10_000)
    monkeypatch.setattr(module, "MOST_MOVES", 10_000)
    for seed in range(block * 40, block * 40 + 40):
        tried = trying.problem(build, seed, most=6, unsure=True)
        bars = tornado(tried.question)
        found = {
            (bar.kind, bar.name): (frozenset(bar.changes_low), frozenset(bar.changes_high))
            for bar in bars
        }
        assert found == all_changes(tried), seed
        counts = [max(len(bar.changes_low), len(bar.changes_high)) for bar in bars]
        assert counts == sorted(counts, reverse=True)


def test_stated_ranges_take_the_place_of_the_usual_quarter(build: Any, trying: Any) -> None:
    """P1 (0.8, 0.2) and P2 (0.1, 0.6) change places at ease 4/11 = 0.364, beyond 0.375."""
    from cximpact.model.scorecard import Criterion

    criteria = (
        Criterion("ease", "business", "rating", 50.0),
        Criterion("gain", "business", "rating", 50.0),
    )
    made = build.make(criteria, [[0.8, 0.2], [0.1, 0.6]], proposals={"excludes": {"P1": ("P2",)}})
    question = trying.ask(made)
    assert [bar for bar in tornado(question) if bar.kind == "weight"] == []
    ranges = (WeightRange("business", "ease", 0.36, 0.7, 0.5),)
    (bar,) = (bar for bar in tornado(question, ranges) if bar.kind == "weight")
    assert (bar.name, bar.low, bar.high) == ("ease", 0.36, 0.7)
    assert (bar.changes_low, bar.changes_high) == (("P1", "P2"), ())
    assert sensitivity_notes(question) == ()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demo workspace as a question: a real journey, with effects and measurements."""
    import cximpact
    from cximpact.decision import decide
    from cximpact.demo import write_demo

    asked = []
    with pytest.MonkeyPatch.context() as patch:
        keep = decide.would_take
        patch.setattr(decide, "would_take", lambda q: asked.append(q) or keep(q))
        cximpact.evaluate(cximpact.load(write_demo(tmp_path_factory.mktemp("demo") / "demo")))
    return asked[-1]


@pytest.mark.parametrize("to", [0.0, 0.3, 0.62, 1.0])
def test_moved_conditions_score_as_if_scored_anew(demo: Any, to: float) -> None:
    for row in range(len(demo.conditions.touchpoints)):
        mean = demo.conditions.mean.copy()
        mean[row] = to
        quick = with_conditions(demo.case, demo.conditions, demo.scores, mean)
        anew = score(demo.case, evolve(demo.conditions, mean=mean))
        np.testing.assert_allclose(quick.score, anew.score, atol=1e-12)
        np.testing.assert_allclose(quick.value, anew.value, atol=1e-12)
        np.testing.assert_allclose(quick.cells.delta_value, anew.cells.delta_value, atol=1e-12)


def shrunk(question: Any, part: float) -> Any:
    """The demo with less money, so that less is certain."""
    rules = question.case.rules
    budgets = tuple(
        evolve(b, limit=evolve(b.limit, amount=(b.limit.amount * round(part * 100) / 100)))
        for b in rules.budgets
    )
    case = evolve(question.case, rules=evolve(rules, budgets=budgets))
    money = costs(case)
    choice = choose(case, question.conditions, question.scores, money, question.who)
    return evolve(question, case=case, costs=money, choice=choice)


@pytest.mark.parametrize("part", [0.65, 0.7, 0.75, 0.85])
def test_effects_and_conditions_change_who_they_change_when_scored_and_chosen_anew(
    demo: Any, part: float
) -> None:
    question = shrunk(demo, part)
    bars = {(bar.kind, bar.name): bar for bar in tornado(question)}
    ids = question.case.proposals.ids
    effects = question.case.effects
    for place in sorted(set(effects.proposal.tolist())):
        own = effects.proposal == place
        for end in ("low", "high"):
            factor = 0.5 if end == "low" else 1.5
            single = np.where(effects.likely > 0, effects.likely * factor, effects.likely)
            at = np.where(effects.single, single, getattr(effects, end))
            moved = {
                name: np.where(own, at, getattr(effects, name))
                for name in ("low", "likely", "high")
            }
            case = evolve(question.case, effects=evolve(effects, **moved))
            changed = chosen_anew(question, case, score(case, question.conditions))
            told = bars.get(("effect", ids[place]))
            assert changed == (getattr(told, f"changes_{end}") if told else ())
    for row, name in enumerate(question.conditions.touchpoints):
        for end, sign in (("low", -1), ("high", 1)):
            mean = question.conditions.mean.copy()
            mean[row] = np.clip(mean[row] + sign * P95 * question.conditions.sd[row], 0, 1)
            conditions = evolve(question.conditions, mean=mean)
            changed = chosen_anew(
                evolve(question, conditions=conditions),
                question.case,
                score(question.case, conditions),
            )
            told = bars.get(("condition", name))
            assert changed == (getattr(told, f"changes_{end}") if told else ())


def chosen_anew(question: Any, case: Any, scores: Any) -> tuple[str, ...]:
    before = question.choice.selected
    then = choose(case, question.conditions, scores, question.costs, question.who).selected
    return tuple(k for k, b, t in zip(case.proposals.ids, before, then, strict=True) if b != t)


def test_stages_and_joint_effects_move_with_what_is_done_at_touchpoints(demo: Any) -> None:
    """With both rules on, conditions and effects still give what choosing anew gives."""
    rules = evolve(demo.case.rules, overlap="joint", no_stage_worse_off=True)
    free = evolve(demo.case.proposals, mandates={})
    candidates = evolve(demo.who, forced_in={}, candidate=demo.who.candidate.copy())
    question = shrunk(
        evolve(demo, case=evolve(demo.case, rules=rules, proposals=free), who=candidates), 0.7
    )
    assert aim_of(question.case, question.conditions, question.scores).terms
    assert linking_rules(question.case, question.conditions, question.scores, question.costs)
    bars = {(bar.kind, bar.name): bar for bar in tornado(question)}
    effects = question.case.effects
    for place in sorted(set(effects.proposal.tolist()))[:8]:
        own = effects.proposal == place
        single = np.where(effects.likely > 0, effects.likely * 0.5, effects.likely)
        at = np.where(effects.single, single, effects.low)
        moved = {n: np.where(own, at, getattr(effects, n)) for n in ("low", "likely", "high")}
        case = evolve(question.case, effects=evolve(effects, **moved))
        changed = chosen_anew(question, case, score(case, question.conditions))
        told = bars.get(("effect", question.case.proposals.ids[place]))
        assert changed == (told.changes_low if told else ())
