"""LibreOffice recalculates live workbooks: every formula gives what the method gives.

Thirty generated workbooks, each as it is and under four changes of figures, the user's own cells
and the order of the lines. Where proposals compete for one budget, the expected selection is
stated here in plain Python; where rules bind it, that of the evaluation stays.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import python_calamine
from attrs import evolve, frozen

from cximpact.exceptions import InputError
from cximpact.model.decision import ACTIONS
from cximpact.pipeline import Result
from cximpact.spreadsheet.live.overrides import Overrides, ReadFigure, with_overrides

WORKBOOKS, CHANGES = 30, 4
NEAR = 1e-9
IDS = ["P1", "p1", "P*", "P?", "~", "~~", "P 1", 117, "117b", 2.5, "ä", "Ä", "=1", "<b", "id", "é"]
MEASURES = {
    "on-time": {"kind": "kpi", "anchors": {"broken": 0, "reliable": 50, "differentiating": 100}}
}
JOURNEY = {"stages": {"use": {"touchpoints": {"desk": {"importance": 3}, "post": {}, "web": {}}}}}
CRITERIA: dict[str, dict[str, Any]] = {
    "ease": {},
    "speed": {"scale": [5, 3, 1]},
    "calm": {"risk": True},
    "words": {
        "levels": {
            str(value): {"score": score}
            for value, score in {-2: -1.0, 0: 0.0, 1: 0.1, 4: 0.9}.items()
        }
    },
    "wait": {"kind": "quantity", "unit": "days", "value_points": {0: 1, 5: 0, 12: -0.2, 30: -1}},
    "trip": {"kind": "journey"},
    "counter": {"kind": "journey", "touchpoints": ["desk"]},
    "profit": {"kind": "quantity", "value_points": {-100: -1, 0: 0, 50: 0.7, 200: 1}},
    "fit": {"scale": [0, 5, 10]},
    "uptake": {"scale": [1, 1, 5]},
}
BUSINESS = ("profit", "fit", "counter")


@frozen(eq=False)
class Drawn:
    """A random table and all that goes with it."""

    headers: tuple[str, ...]
    rows: list[list[Any]]
    given: dict[str, Any]
    way: str


def drawn(seed: int) -> Drawn:
    rng = random.Random(seed)
    names = [name for name in CRITERIA if rng.random() < 0.75] or ["ease"]
    if not set(names) - set(BUSINESS):
        names.append("ease")
    count = rng.randint(4, 13)
    ids = rng.sample(IDS, min(count, len(IDS))) if seed % 2 else [f"P{n}" for n in range(count)]
    way = ("method", "fill", "stored")[seed % 3]
    inside = [name for name in names if CRITERIA[name].get("kind") != "journey"]
    wide = "profit" in names and rng.random() < 0.4
    shown = [name for name in inside if not (wide and name == "profit")]
    headers = ["id", "title", "status", "reach", *shown, "capex", "opex"]
    headers += ["low", "likely", "high"] if wide else []
    rows = [_row(rng, key, shown, wide) for key in ids]
    given: dict[str, Any] = {
        "scorecard": _card(rng, names),
        "columns": {"costs": [{"column": "capex"}, {"column": "opex"}]},
        "currency": "EUR",
    }
    if wide:
        amounts = {"low": "low", "likely": "likely", "high": "high"}
        given["columns"]["quantities"] = {"profit": amounts}
    texts = [str(key) for key in ids]
    given |= _companions(rng, names, inside, texts)
    given |= _rules(rng, way, texts, rows, headers)
    return Drawn(tuple(headers), rows, given, way)


def _row(rng: random.Random, key: Any, shown: Sequence[str], wide: bool) -> list[Any]:
    status = rng.choices(["", "committed", "withdrawn"], [14, 1, 1])[0]
    reach = rng.choice([None, None, 0.25, 0.5, 1])
    low = rng.randint(-120, 100)
    return [
        *(key, f"Title {key}", status or None, reach),
        *(_answer(rng, name) for name in shown),
        rng.choice([None, 0, 10, 25.005, 40, 99.99]),
        rng.choice([None, None, 5, 7.5]),
        *([low, low + rng.randint(0, 40), low + rng.randint(40, 150)] if wide else []),
    ]


def _answer(rng: random.Random, name: str) -> Any:
    if rng.random() < 0.03:
        return None
    found: Any = {
        "ease": lambda: rng.choice([-2, -1, 0, 1, 2, 3, 1.5]),
        "speed": lambda: rng.choice([5, 4, 3, 2, 1, 1.25]),
        "calm": lambda: rng.choice([-1, 0, 0, -0.5]),
        "words": lambda: rng.choice([-1, 0, 1, 2.5, 4]),
        "wait": lambda: round(rng.uniform(-1, 14), 2),
        "profit": lambda: round(rng.uniform(-120, 260), 2),
        "fit": lambda: rng.choice([0, 2, 5, 7, 10]),
        "uptake": lambda: rng.choice([1, 2, 3, 4.5, 5]),
    }[name]()
    return str(found) if rng.random() < 0.06 else found


def _card(rng: random.Random, names: Sequence[str]) -> dict[str, Any]:
    criteria = {
        name: {
            **CRITERIA[name],
            "weight": rng.choice([5, 10, 20, 30, 33.3]),
            "group": "business" if name in BUSINESS else "customer",
        }
        for name in names
    }
    groups = {each["group"] for each in criteria.values()}
    card: dict[str, Any] = {"id": "card", "criteria": criteria, "measures": MEASURES}
    if len(groups) > 1:
        card["groups"] = {group: rng.choice([30, 50, 70]) for group in sorted(groups)}
    if {"trip", "counter"} & set(names):
        card["journey"] = JOURNEY
    card["gates"] = {
        "customer_harm": {"score": rng.choice([-0.34, -0.6, -0.9])},
        "customer_evidence": {
            "coverage": rng.choice([0.05, 0.2]),
            "mode": rng.choice(["block", "warn", "warn"]),
        },
        "customer_value_floor": {"floor": rng.choice([-0.05, -0.2, 0.02])},
    }
    return card


def _companions(
    rng: random.Random, names: Sequence[str], inside: Sequence[str], ids: Sequence[str]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    cited = {"source": "survey", "date": "2026-01-10"}
    if "ease" in inside and rng.random() < 0.6:
        chosen = [key for key in ids if rng.random() < 0.5] or list(ids[:1])
        found["ratings"] = [
            {"proposal": key, "criterion": "ease", "rating": rng.randint(-1, 3), "rater": rater}
            | cited
            for key in chosen
            for rater in ("ann", "bob")
        ]
    if {"trip", "counter"} & set(names):
        found["effects"] = [
            {
                "proposal": key,
                "touchpoint": rng.choice(["desk", "post", "web"]),
                "change": rng.choice([0.05, 0.2, 0.3, 0.4, -0.02]),
                "reach": rng.choice([0.3, 1]),
                "basis": "pilot",
                **cited,
            }
            for key in ids
            for _ in range(rng.randint(1, 2))
        ]
        found["effects"] = list(
            {(e["proposal"], e["touchpoint"]): e for e in found["effects"]}.values()
        )
        found["evidence"] = _evidence(rng)
    return found


def _evidence(rng: random.Random) -> dict[str, Any]:
    heard = rng.sample(["desk", "post", "web"], 2)
    rows = [{"date": "2026-02-01", "value": rng.randint(5, 95), "at": at} for at in heard]
    told = [{"when": {"at": at}, "touchpoint": at, "measure": "on-time"} for at in heard]
    frame = pd.DataFrame(rows)
    return {"figures": {"frame": frame, "channel": "survey", "map": told}}


def _rules(
    rng: random.Random,
    way: str,
    ids: Sequence[str],
    rows: Sequence[Sequence[Any]],
    headers: Sequence[str],
) -> dict[str, Any]:
    if way == "method":
        return {}
    capex, opex = headers.index("capex"), headers.index("opex")
    amounts = [(row[capex] or 0) + (row[opex] or 0) for row in rows]
    must = sum(amount for row, amount in zip(rows, amounts, strict=True) if row[2] == "committed")
    limit = round(must + rng.uniform(0.1, 0.5) * sum(amounts) + 1, 2)
    if way == "fill":
        return {"budgets": {"pot": f"EUR {limit:.2f}"}}
    return {
        "budgets": {"pot": f"EUR {limit:.2f}", "more": f"EUR {limit + 20:.2f}"},
        "rules": {"at_most_one": {"either": list(ids[1:3])}},
    }


@frozen(eq=False)
class Change:
    """What a user changes: figures, cells of their own, and the order of the lines."""

    figures: dict[str, float]
    cells: dict[tuple[int, str], Any]
    order: list[int]


def changes_of(made: Any, seed: int) -> Iterator[Change]:
    rng = random.Random(seed)
    sheet = made.block("sheet.weights").rows
    fields = {row[0].value: row[3].value for row in sheet if row and len(row) > 4 and row[3]}
    fields = {key: value for key, value in fields.items() if isinstance(value, int | float)}
    for number in range(CHANGES):
        chosen = [key for key in fields if rng.random() < 0.5] or list(fields)[:1]
        figures = {key: _another(rng, key, fields[key]) for key in chosen}
        if number == 3:  # all points doubled: nothing that counts has changed
            figures = {k: 2.0 * v for k, v in fields.items() if k.startswith("criteria.")}
        order = list(range(made.found.raw.n_rows))
        if number % 2:
            rng.shuffle(order)
        yield Change(figures, _cells(rng, made) if number == 2 else {}, order)


def _another(rng: random.Random, key: str, stated: float) -> float:
    if key.startswith(("criteria.", "groups.")):
        return float(rng.choice([1, 7.5, 40, 100, 12.25]))
    if key.startswith("budgets."):
        return round(stated * rng.choice([1.1, 1.3, 2]), 2)
    return rng.choice([-0.1, 0.0, 0.1]) if key.endswith("floor") else rng.choice([0.1, 0.4, 0.6])


def _cells(rng: random.Random, made: Any) -> dict[tuple[int, str], Any]:
    """Some plain numbers of the table are replaced, among them costs and what was blank."""
    found: dict[tuple[int, str], Any] = {}
    new = {"ease": 2, "speed": 2, "wait": 3.5, "fit": 6, "words": 3, "opex": 12, "reach": 0.75}
    for header, value in new.items():
        if header in made.found.raw.headers:
            row = rng.randrange(made.found.raw.n_rows)
            before = made.found.raw.column(header)[row]
            has_companion = header == "ease" and made.result.case.ratings.proposal.size
            # Halves of a cent are rounded otherwise by spreadsheet programs: such costs are values.
            is_half = header == "opex" and made.found.raw.column("capex")[row] == 25.005
            if not (isinstance(before, str) or has_companion or is_half):
                found[row, header] = value
    return found


def expected(maker: Any, made: Any, change: Change) -> Result:
    """What the method says of the changed figures and cells."""
    figures = {key: ReadFigure(value, -1e6, "") for key, value in change.figures.items()}
    raw = made.found.raw
    columns = [
        [change.cells.get((row, header), cell) for row, cell in enumerate(raw.column(header))]
        for header in raw.headers
    ]
    spec = evolve(made.spec, tables={"proposals": evolve(raw, columns=tuple(columns))})
    found: Result = maker.again(with_overrides(spec, made.scorecard, Overrides(figures)), made)
    return found


def plain_actions(changed: Result, before: Result, way: str) -> list[str]:
    """State the actions: those of the method, or with a selection filled or kept."""
    if way == "method" or decides_alike(changed, before):
        return list(changed.decision.actions)
    taken = fill(changed) if way == "fill" else before.decision.selection.selected.tolist()
    found = []
    for at, rule in enumerate(changed.decision.rules):
        said = {gate.actions[at] for gate in changed.decision.gates}
        if rule in ("withdrawn", "mandatory", "committed", "forced out"):
            found.append(changed.decision.actions[at])
        elif said - {""}:
            found.append("decline" if "decline" in said else "revise")
        elif changed.decision.cost[at] is None:
            found.append("revise")
        elif round(float(changed.scores.value[at]), 9) <= 0:
            found.append("decline")
        else:
            found.append("approve" if taken[at] else "defer")
    return found


def decides_alike(one: Result, other: Result) -> bool:
    def facts(result: Result) -> Any:
        values = [round(value, 9) for value in result.scores.value.tolist()]
        gates = [tuple(gate.actions) for gate in result.decision.gates]
        limits = [use.limit for use in result.decision.selection.budgets]
        return values, gates, result.decision.cost, limits

    return bool(facts(one) == facts(other))


def fill(result: Result) -> list[bool]:
    """Take what must be; then, by value per cost, whatever still fits into the one budget."""
    costs, rules = result.decision.cost, result.decision.rules
    values = [round(value, 9) for value in result.scores.value.tolist()]
    left = result.case.rules.budgets[0].limit.amount
    left -= sum(
        (costs[at] or Decimal(0) for at, rule in enumerate(rules) if rule == "committed"),
        Decimal(0),
    )
    taken = [rule == "committed" for rule in rules]
    for at in sorted(range(len(rules)), key=lambda at: worth(costs[at], values[at], at)):
        blocked = any(gate.actions[at] for gate in result.decision.gates)
        cost = costs[at]
        if rules[at] in ("withdrawn", "committed", "forced out") or blocked or cost is None:
            continue
        if values[at] > 0 and cost <= max(left, Decimal(0)):
            taken[at] = True
            left -= cost
    return taken


def worth(cost: Decimal | None, value: float, at: int) -> tuple[float, ...]:
    if cost is None:
        return 2, 0.0, -value, at
    if cost <= 0:
        return 0, 0.0, -value, at
    return 1, -float(f"{value / float(cost):.8e}"), -value, at


def plain_ranks(changed: Result, actions: Sequence[str]) -> list[int | None]:
    values = [round(value, 9) for value in changed.scores.value.tolist()]
    costs, has_budget = changed.decision.cost, bool(changed.case.rules.budgets)

    def key(at: int) -> tuple[float, ...]:
        inner = (-values[at], at)
        if actions[at] in ("prioritize", "approve", "defer") and has_budget:
            inner = worth(costs[at], values[at], at)  # type: ignore[assignment]
        return (ACTIONS.index(actions[at]), *inner)  # type: ignore[arg-type]

    ranked = sorted((at for at, said in enumerate(actions) if said in ACTIONS), key=key)
    place: Mapping[int, int] = {at: number for number, at in enumerate(ranked, 1)}
    return [place.get(at) for at in range(len(actions))]


def sheet_of(path: Path, name: str) -> list[list[Any]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def live_columns(path: Path, made: Any, names: Sequence[str]) -> dict[str, list[Any]]:
    rows = sheet_of(path, "CX live")
    first = next(at for at, row in enumerate(rows) if row and row[0] == "No.")
    body = rows[first + 1 : first + 1 + len(made.result.case.proposals)]
    return {name: [row[rows[first].index(name)] for row in body] for name in names}


@pytest.fixture(scope="module")
def recalculated(maker: Any, office: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All workbooks, written and calculated anew by LibreOffice in one run."""
    folder = tmp_path_factory.mktemp("live")
    cases = []
    for seed in range(WORKBOOKS):
        data = drawn(seed)
        made = maker.made(data.headers, data.rows, **data.given)
        path = maker.write(made, folder / f"w{seed}.xlsx")
        cases.append((made, data.way, None, path))
        for number, change in enumerate(changes_of(made, seed)):
            path = folder / f"w{seed}c{number}.xlsx"
            maker.write(made, path, change.figures, order=change.order, cells=change.cells)
            cases.append((made, data.way, change, path))
    out = office.convert([path for *_, path in cases], "xlsx", folder / "out")
    return [(*case, done) for case, done in zip(cases, out, strict=True)]


def test_at_rest_every_formula_gives_what_is_stored_with_it(recalculated: Any) -> None:
    for _, _, change, path, done in recalculated:
        for name in ("Bob's list", "CX weights", "CX live") if change is None else ():
            before, after = sheet_of(path, name), sheet_of(done, name)
            for r, row in enumerate(before):
                for c, cell in enumerate(row):
                    there = after[r][c] if r < len(after) and c < len(after[r]) else ""
                    assert is_near(cell, there), (path.name, name, r + 1, c + 1, cell, there)


def is_near(one: Any, other: Any) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return bool(one == other)
    return abs(one - other) <= NEAR * max(1.0, abs(one) * 1e-5)


def test_under_changes_values_ranks_and_actions_are_those_of_the_method(
    recalculated: Any, maker: Any
) -> None:
    counted = {"prioritize": 0, "approve": 0, "defer": 0, "revise": 0, "decline": 0}
    for made, way, change, _, done in recalculated:
        if change is None:
            continue
        try:
            changed = expected(maker, made, change)
        except InputError as error:  # pragma: no cover - a generator that asks the impossible
            pytest.fail(f"{done.name}: {error}")
        actions = plain_actions(changed, made.result, way)
        found = live_columns(done, made, ["Value", "Customer value", "Rank", "Action"])
        values = zip(found["Value"], changed.scores.value.tolist(), strict=True)
        assert all(abs(one - other) <= NEAR for one, other in values), done.name
        customer = zip(found["Customer value"], changed.scores.customer_value.tolist(), strict=True)
        assert all(isnan(b) or abs(a - b) <= NEAR for a, b in customer), done.name
        assert found["Action"] == actions, done.name
        ranks = [rank or "" for rank in plain_ranks(changed, actions)]
        assert found["Rank"] == ranks, done.name
        if way == "method":
            order = {at: rank for rank, at in enumerate(changed.decision.order.tolist(), 1)}
            assert ranks == [order.get(at, "") for at in range(len(ranks))]
        for action in actions:
            counted[action] = counted.get(action, 0) + 1
    assert counted["approve"] > 100
    assert counted["defer"] > 40
    assert counted["revise"] > 50
    assert counted["decline"] > 20


def test_lines_show_their_own_results_however_they_are_sorted(recalculated: Any) -> None:
    for made, _, change, _, done in recalculated:
        ids = made.result.case.proposals.ids
        found = live_columns(done, made, ["Rank", "Action"])
        rows = sheet_of(done, "Bob's list")
        headers = rows[2]
        order = change.order if change else range(made.found.raw.n_rows)
        for row, line in zip(rows[3:], order, strict=True):
            cell = made.found.raw.column("id")[line]
            at = ids.index(str(cell))
            assert row[headers.index("rank")] == found["Rank"][at], (done.name, cell)
            assert row[headers.index("action")] == found["Action"][at], (done.name, cell)
