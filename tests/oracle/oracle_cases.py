"""Small workspaces made up by a seeded generator: every part of the method turns up in some."""

from __future__ import annotations

from pathlib import Path
from random import Random

from made_common import (
    AS_OF,
    UNITS,
    Row,
    criteria_of,
    days_ago,
    points_of,
    save,
    save_rows,
    some,
    three,
)
from made_evidence import make_evidence
from made_scorecards import answers_to, make_scorecard, plain_scorecard
from made_ties import write_ties

BASES = ["trial", "pilot", "analogue", "benchmark", "opinion"]
WORDS = ["transforms", "improves", "improves a little", "no change", "worsens a little", "worsens"]
FUNDS = ["capex", "opex"]


def write_case(seed: int, folder: Path) -> None:
    """Write a workspace of its own for a seed; every eighth is plain, every eighth full of ties."""
    random = Random(seed)
    if seed % 8 == 7:
        write_ties(random, folder)
        return
    scorecard = plain_scorecard(random) if seed % 8 == 3 else make_scorecard(random)
    spec = make_workspace(random, scorecard, folder)
    save(folder / "scorecard.json", {k: about for k, about in scorecard.items() if about})
    save(folder / "cximpact.yaml", spec)


def make_workspace(random: Random, scorecard: Row, folder: Path) -> Row:
    ids = [f"P{n}" for n in range(1, random.randint(4, 9))]
    spec: Row = {
        "scorecard": "scorecard.json",
        "as_of": AS_OF.isoformat(),
        "currency": "EUR",
        "rates": [{"from": "USD", "to": "EUR", "rate": 0.8, "date": "2026-02-27"}],
    }
    tables = {
        "ratings": make_ratings(random, ids, scorecard),
        "effects": make_effects(random, ids, scorecard),
        "quantities": make_quantities(random, ids, scorecard),
        "costs": make_costs(random, ids),
    }
    claiming = {row["proposal"] for row in tables["effects"]}
    tables["proposals"] = make_proposals(random, ids, scorecard, claiming)
    for name, rows in tables.items():
        if rows:
            spec[name] = save_rows(folder / f"{name}.csv", rows)
    if scorecard["journey"] and random.random() < 0.85:
        spec["evidence"] = make_evidence(random, scorecard, folder)
    if scorecard["journey"] and random.random() < 0.25:
        spec["screening"] = make_screening(random, scorecard)
    if random.random() < 0.75:
        spec["budgets"] = {
            fund: {"limit": f"{random.choice(['EUR', 'EUR', 'USD'])} {random.randint(300, 2500)}"}
            | random.choice([{}, *({"where": where} for where in places(fund))])
            for fund in some(random, FUNDS, 1)
        }
    if random.random() < 0.2:
        spec["gates"] = {"customer_value_floor": {"floor": 0.1}, "customer_voice": "warn"}
    spec["rules"] = make_rules(random, ids)
    return spec


def places(fund: str) -> list[Row]:
    """Return which lines of cost a budget may count."""
    return [
        {"fund": fund},
        {"fund": [fund]},
        {"fund": fund, "category": "staff"},
        {"unit": ["risk", "it"]},
        {"period": "2026"},
    ]


def make_proposals(random: Random, ids: list[str], scorecard: Row, claiming: set[str]) -> list[Row]:
    rows = []
    for one in ids:
        row: Row = {"id": one, "title": f"Title {one}", "unit": random.choice(UNITS)}
        row["status"] = random.choices(["proposed", "committed", "withdrawn"], [20, 1, 2])[0]
        row["size"] = random.randint(0, 200)
        others = [other for other in ids if other != one]
        row["requires"] = random.choice(others) if random.random() < 0.08 else ""
        row["excludes"] = random.choice(others) if random.random() < 0.08 else ""
        row["kind"] = random.choice(["project", "spend", "policy"])
        row["reach"] = random.choice(["", "0.3", "0.75", "1"])
        row["statement"] = random.choice(["You wait less.", "You wait less.", "Our Dashboard", ""])
        row["mitigation"] = random.choice(["", "", "We call first."])
        row["effects"] = "" if one in claiming else random.choice(["", "none"])
        row["confirmed_by"] = random.choice(["", "customer office"])
        if random.random() < 0.1:
            row |= {"mandatory": "yes", "mandatory_reason": "law"}
            row["mandatory_approved_by"] = "board"
        for k, criterion in scorecard["criteria"].items():
            if k == "r1" and random.random() < 0.5:
                row[k] = random.choice(answers_to(criterion))
        rows.append(row)
    return rows


def make_ratings(random: Random, ids: list[str], scorecard: Row) -> list[Row]:
    rows = []
    for one in ids:
        for k, criterion in scorecard["criteria"].items():
            if criterion["kind"] != "rating" or random.random() < 0.15:
                continue
            answers = answers_to(criterion)
            hopeful = answers if random.random() < 0.4 else answers[len(answers) // 2 :]
            for rater in range(random.choice([0, 1, 1, 3])):
                cited = random.random() < 0.5
                rows.append(
                    {
                        "proposal": one,
                        "criterion": k,
                        "rating": random.choice(hopeful),
                        "rater": f"R{rater}",
                        "unit": random.choice(UNITS),
                        "source": "Talks" if cited else "",
                        "date": days_ago(random, 700, -30) if cited else "",
                    }
                )
    return rows


def make_effects(random: Random, ids: list[str], scorecard: Row) -> list[Row]:
    if not scorecard["journey"]:
        return []
    targets = [*points_of(scorecard), *scorecard["journey"]["processes"]]
    criteria = criteria_of(scorecard, "journey")
    rows = []
    for one in ids:
        for _ in range(random.choice([0, 1, 1, 2, 4])):
            row: Row = {"proposal": one, "touchpoint": random.choice(targets)}
            row["criterion"] = random.choice(["", "", "", *criteria])
            if random.random() < 0.3:
                row["change"] = random.choice(WORDS)
            else:
                low, likely, high = three(
                    random, *random.choice([(-0.2, 0.6), (-0.4, 0.05), (0.1, 0.5)])
                )
                row |= {"low": low, "likely": likely, "high": high}
            row["reach"] = random.choice(["", "0.2", "0.6", "1"])
            row["basis"] = random.choice(BASES)
            if random.random() < 0.8:
                row |= {"source": "Pilot", "date": days_ago(random, 700, -30)}
            rows.append(row)
    return rows


def make_quantities(random: Random, ids: list[str], scorecard: Row) -> list[Row]:
    rows = []
    for one in ids:
        for k, criterion in scorecard["criteria"].items():
            if criterion["kind"] != "quantity" or random.random() < 0.15:
                continue
            row: Row = {"proposal": one, "criterion": k}
            if random.random() < 0.5:
                low, likely, high = three(random, -200, 2500)
                row |= {"low": low, "likely": likely, "high": high}
            else:
                row["amount"] = random.randint(-1500, 2500)
            if criterion["unit"] == "EUR":
                row["currency"] = random.choice(["EUR", "USD"])
            if random.random() < 0.5:
                row |= {"source": "Finance", "date": days_ago(random, 700, -30)}
            rows.append(row)
    return rows


def make_costs(random: Random, ids: list[str]) -> list[Row]:
    rows = []
    for one in ids:
        for _ in range(random.choice([0, 1, 1, 1, 1, 1, 2])):
            row: Row = {"proposal": one, "fund": random.choice(FUNDS)}
            if random.random() < 0.4:
                low, likely, high = sorted(random.randint(10, 900) for _ in range(3))
                row |= {"low": low, "likely": likely, "high": high}
            else:
                row["amount"] = random.choice([0, 100, 100, 250, 480])
            row["currency"] = random.choice(["EUR", "EUR", "USD"])
            row["category"] = random.choice(["staff", "software"])
            row["period"] = random.choice(["2026", "2027"])
            row["unit"] = random.choice(["", "", "it"])
            rows.append(row)
    return rows


def make_screening(random: Random, scorecard: Row) -> list[Row]:
    points = points_of(scorecard)
    rules = []
    for kind, change in (("project", 0.2), ("spend", "worsens a little"), ("project", 0.3)):
        effects = [{"touchpoint": random.choice(points), "change": change}]
        reach = random.choice([0.3, 0.8, {"column": "size", "full": 120}])
        rules.append({"when": {"kind": kind}, "effects": effects, "reach": reach})
    rules.append({"effects": [{"touchpoint": points[0], "low": 0.0, "likely": 0.05, "high": 0.1}]})
    return rules


def make_rules(random: Random, ids: list[str]) -> Row:
    rules: Row = {}
    if random.random() < 0.5:
        one, other = random.sample(ids, 2)
        rules["requires"] = {one: [other]}
    if random.random() < 0.4:
        rules["excludes"] = [random.sample(ids, 2)]
    if random.random() < 0.4:
        rules["at_most_one"] = {"a set": random.sample(ids, 3)}
    if random.random() < 0.15:
        rules["mandatory"] = {random.choice(ids): {"reason": "law", "approved_by": "board"}}
    if random.random() < 0.2:
        rules["forced_out"] = {random.choice(ids): "the court has it"}
    if random.random() < 0.25:
        rules["no_stage_worse_off"] = True
    return rules
