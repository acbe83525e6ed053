"""What loosening a rule would buy is what trying every set without it finds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from scipy.optimize import linprog

from cximpact.decision.aim import aim_of
from cximpact.decision.binding import binding
from cximpact.decision.binding.joint import joint_step
from cximpact.decision.binding.settings import Setting
from cximpact.decision.linearised import linearised
from cximpact.decision.reduced import PICO
from cximpact.exceptions import InputError
from cximpact.model.portfolio import AtMostOne, Capacity

SEEDS = range(2000, 2060)
NEAR = 1e-9


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contradictions are only found here, not explained."""
    monkeypatch.setattr(
        "cximpact.decision.selection.conflict", lambda *_: InputError("no selection")
    )


def dropped(problem: Any, field: str) -> Any:
    """Take a rule away, by its name in the input."""
    names = {
        "rules.capacity": "capacities",
        "rules.minimum_shares": "shares",
        "rules.bundles": "bundles",
        "rules.at_most_one": "groups",
        "rules.funding_levels": "levels",
    }
    for prefix, attribute in names.items():
        if field.startswith(prefix):
            del getattr(problem, attribute)[field.removeprefix(prefix + ".")]
            return problem
    if field.startswith("budgets."):
        # Shares of a budget stay when its limit goes.
        problem.unlimited = field.removeprefix("budgets.")
        return problem
    raise AssertionError(field)


def all_rules(problem: Any) -> list[str]:
    return [
        *(f"budgets.{key}" for key in problem.budgets),
        *(f"rules.capacity.{key}" for key in problem.capacities),
        *(f"rules.minimum_shares.{key}" for key in problem.shares),
        *(f"rules.bundles.{key}" for key in problem.bundles),
        *(f"rules.at_most_one.{key}" for key in problem.groups),
        *(f"rules.funding_levels.{key}" for key in problem.levels),
    ]


def decided(board: Any, seed: int) -> Any:
    problem = board.problem(seed)
    if problem.best() is None:
        return None
    return problem, {each.rule: each for each in binding(board.question(problem))}


@pytest.mark.parametrize("first", range(0, 60, 10))
@pytest.mark.usefixtures("quick")
def test_the_gain_without_a_rule(board: Any, first: int) -> None:
    """Each rule is told exactly where trying every set without it finds one worth more."""
    for seed in SEEDS[first : first + 10]:
        found = decided(board, seed)
        if found is None:
            continue
        problem, told = found
        best = problem.best()
        for field in all_rules(problem):
            gain = dropped(board.problem(seed), field).best() - best
            assert (gain > 0) == (field in told), (seed, field)
            if gain > 0:
                assert told[field].gain == pytest.approx(float(gain), abs=NEAR), (seed, field)


@pytest.mark.parametrize("first", range(0, 60, 10))
@pytest.mark.usefixtures("quick")
def test_requirements_exclusions_mandates_and_what_is_kept_out(board: Any, first: int) -> None:
    for seed in SEEDS[first : first + 10]:
        found = decided(board, seed)
        if found is None:
            continue
        problem, told = found
        for name in ("requires", "excludes", "mandatory", "committed", "out"):
            members = getattr(problem, name)
            for member in members:
                free = board.problem(seed)
                getattr(free, name).remove(member)
                best = free.best()
                gain = 0 if best is None else best - problem.best()
                words = said(problem, name, member)
                matching = [each for each in told.values() if each.words.startswith(words)]
                if name == "mandatory" and member in problem.committed:
                    continue
                assert (gain > 0) == bool(matching), (seed, name)
                if gain > 0:
                    assert matching[0].gain == pytest.approx(float(gain), abs=NEAR)


def said(problem: Any, name: str, member: Any) -> str:
    if name == "requires":
        return f"{problem.ids[member[0]]} requires {problem.ids[member[1]]}:"
    if name == "excludes":
        one, other = sorted(problem.ids[i] for i in member)
        return f"{one} and {other} exclude each other:"
    kept = {"mandatory": "mandatory", "committed": "committed", "out": "kept out"}
    return f"{problem.ids[member]} is {kept[name]}"


def least_raise(problem: Any, field: str) -> tuple[Decimal | int, Fraction] | None:
    """The least higher limit at which some set is worth more, by trying every set at it."""
    best = problem.best()
    if field.startswith("budgets."):
        name = field.removeprefix("budgets.")
        limit, where = problem.budgets[name]
        for higher in range(limit + 1, limit + 100):
            problem.budgets[name] = (higher, where)
            value = problem.best()
            if value is not None and value > best:
                return higher - limit, value - best
        return None
    name = field.removeprefix("rules.capacity.")
    limit, uses = problem.capacities[name]
    for quarters in range(1, 200):
        problem.capacities[name] = (limit + Decimal(quarters) / 4, uses)
        if problem.best() > best:
            return Decimal(quarters) / 4, problem.best() - best
    return None


@pytest.mark.parametrize("seed", SEEDS[:40])
@pytest.mark.usefixtures("quick")
def test_the_least_raise_and_what_it_buys(board: Any, seed: int) -> None:
    """Euro by euro and quarter by quarter; a share of the limit rises with the limit."""
    found = decided(board, seed)
    if found is None:
        return
    _, told = found
    small = (f for f in told if f.startswith(("budgets.", "rules.capacity.")))
    for field in sorted(small)[:2]:
        by_hand = least_raise(board.problem(seed, most=9), field)
        if by_hand is None:
            assert told[field].next_step is None
            continue
        step, gain = by_hand
        assert told[field].next_step == step, field
        assert told[field].next_gain == pytest.approx(float(gain), abs=NEAR)
        kind, name = field.removeprefix("rules.").split(".")
        assert f" more in {kind.removesuffix('s')} {name} (" in told[field].words


def relaxed(program: Any) -> float:
    """What the linear relaxation is worth, by another solver (SciPy)."""
    whole = linearised(program)
    rows, limits = [], []
    for row in whole.rows:
        full = np.zeros(whole.width)
        full[list(row.columns)] = row.coefficients
        if row.most is not None:
            rows.append(full)
            limits.append(row.most)
        if row.least is not None:
            rows.append(-full)
            limits.append(-row.least)
    free = whole.width - whole.answers
    bounds = [*zip(program.lower, program.upper, strict=True), *[(None, None)] * free]
    cost = -np.array(whole.objective, dtype=float) / 1e12
    size = [max(1.0, np.abs(row).max()) for row in rows]
    found = linprog(
        cost,
        A_ub=np.array([r / s for r, s in zip(rows, size, strict=True)]),
        b_ub=[b / s for b, s in zip(limits, size, strict=True)],
        bounds=bounds,
    )
    assert found.status == 0
    return -float(found.fun)


@pytest.mark.parametrize("first", range(0, 60, 20))
@pytest.mark.usefixtures("quick")
def test_prices_are_the_slope_of_the_relaxation(board: Any, first: int) -> None:
    """The slope between one and six cents above the limit, from SciPy's solver."""
    for seed in SEEDS[first : first + 20]:
        problem = board.problem(seed)
        shares = problem.shares.values()
        if problem.best() is None or any(share["of"] == "limit" for share in shares):
            continue
        question = board.question(problem)
        for each in binding(question):
            if each.rule.startswith("budgets."):
                limit = problem.budgets[each.rule.removeprefix("budgets.")][0] * 100
                low, high = (relaxed(above(question, limit, cents)) for cents in (1, 6))
                assert each.price == pytest.approx((high - low) / 0.05, abs=2e-6), seed


def above(question: Any, limit: int, cents: int) -> Any:
    """The program with every limit of that size so many cents higher."""
    program = question.choice.reduced.program
    rows = [evolve(r, most=limit + cents) if r.most == limit else r for r in program.rows]
    return evolve(program, rows=tuple(rows))


def test_winston_with_a_little_more_capital(board: Any, build: Any) -> None:
    """Per unit 0.032, 0.0314, 0.03, 0.0267: 5 + 7 fill 12 of 14, and 2 of 4 the rest."""
    made = build.portfolio([0.16, 0.22, 0.12, 0.08], [5, 7, 4, 3], budgets={"capital": 14})
    question = board.decided(made)
    (told,) = binding(question)
    assert told.price == pytest.approx(0.12 / 4)
    assert told.unit == "EUR"
    # 16 (2, 3 and 1 or 1, 2, 4 would need 15: 0.16 + 0.22 + 0.08 = 0.46), all four need 19.
    assert told.gain == pytest.approx(0.58 - 0.42)
    assert told.next_step == Decimal("1.00")
    assert told.next_gain == pytest.approx(0.04)
    assert told.words == (
        "EUR 1 more in budget capital (EUR 15 in all) would add P1 and drop P3, for +4 points."
    )


def test_of_a_long_list_the_price_is_told(board: Any, build: Any) -> None:
    """60 of equal worth at 10 each under 305: at the margin a unit buys a tenth of 0.2."""
    made = build.portfolio([0.2] * 60, [10] * 60, budgets={"b": 305})
    question = board.decided(made)
    (told,) = binding(question)
    assert told.price == pytest.approx(0.02)
    assert (told.gain, told.next_step, told.unit) == (None, None, "EUR")
    assert told.words == (
        "EUR 1 more in budget b would bring +2 points at the margin, where a proposal can be taken "
        "in part."
    )


def test_what_does_not_bind_is_not_told(board: Any, build: Any) -> None:
    made = build.portfolio([0.2, 0.1], [10, 10], budgets={"b": 20}, mandatory=["P1"])
    assert binding(board.decided(made)) == ()


@pytest.fixture
def two_limits(board: Any, build: Any) -> Any:
    """P1 takes 10 of 12 in money and 3 of 4 in people; nobody else fits into what is left."""
    made = build.portfolio([0.3, 0.16, 0.1], [10, 5, 9], budgets={"opex": 12})
    uses = {"P1": Decimal(3), "P2": Decimal(3), "P3": Decimal(4)}
    team = (Capacity("team", Decimal(4), uses, "people"),)
    return made.but(rules=evolve(made.case.rules, capacities=team))


def test_limits_that_hold_back_together_are_told_together(board: Any, two_limits: Any) -> None:
    """P2 lacks 15 - 12 in money and 6 - 4 in people, a quarter and a half; P3 19 and 7."""
    (told,) = binding(board.decided(two_limits))
    assert told.rule == "budgets.opex, rules.capacity.team"
    assert told.words == (
        "EUR 3 more in budget opex and 2 people more in capacity team, together, would add P2, "
        "for +16 points."
    )
    assert told.next_gain == pytest.approx(0.16)
    assert (told.gain, told.price, told.next_step) == (None, None, None)


def test_the_limits_that_rise_least_are_told_however_many(board: Any, two_limits: Any) -> None:
    """P2 lacks 3 of 12 in money, 1 of 4 people and 1 of 10 hours; P3 7 of 12 and 3 of 4."""
    made = two_limits.but(
        rules=evolve(
            two_limits.case.rules,
            capacities=(
                Capacity("hours", Decimal(10), {"P1": Decimal(5), "P2": Decimal(6)}, "hours"),
                Capacity(
                    "team",
                    Decimal(4),
                    {"P1": Decimal(3), "P2": Decimal(2), "P3": Decimal(4)},
                    "people",
                ),
            ),
        )
    )
    (told,) = binding(board.decided(made))
    assert told.rule == "budgets.opex, rules.capacity.hours, rules.capacity.team"
    assert " would add P2, " in told.words


def test_what_other_rules_keep_out_asks_for_no_limits(board: Any, two_limits: Any) -> None:
    """P2 is excluded, so that P3 is next: 19 - 12 in money and 7 - 4 in people."""
    group = (AtMostOne("one", ("P1", "P2")),)
    made = two_limits.but(rules=evolve(two_limits.case.rules, at_most_one=group))
    *_, told = binding(board.decided(made))
    assert told.words.startswith("EUR 7 more in budget opex and 3 people more in capacity team, ")
    assert told.words.endswith(" would add P3, for +10 points.")


def joint(question: Any) -> Any:
    aim = aim_of(question.case, question.conditions, question.scores)
    setting = Setting(question.case, aim, question.costs, question.who, question.choice.rules)
    return joint_step(setting, question)


@pytest.mark.parametrize("first", range(3000, 3200, 50))
@pytest.mark.usefixtures("quick")
def test_limits_raised_together_bring_what_trying_every_set_finds(board: Any, first: int) -> None:
    """Each limit that is told rises; at all of them, the best set is worth what is told."""
    n_found = 0
    for seed in range(first, first + 50):
        problem = board.problem(seed)
        best = problem.best()
        step = None if best is None else joint(board.question(problem))
        if step is None:
            continue
        n_found += 1
        for limit, parts in step.most:
            of = problem.budgets if limit.rule.kind == "budget" else problem.capacities
            amount = limit.amount(parts)
            assert amount > of[limit.id][0]
            of[limit.id] = (Fraction(amount), of[limit.id][1])
        assert float(problem.best()) == pytest.approx(step.value / PICO, abs=NEAR), seed
        assert problem.best() > best
    assert n_found > 1
