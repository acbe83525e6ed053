"""Random cases in which many sets of proposals are worth the same: what decides between them?"""

from __future__ import annotations

from pathlib import Path
from random import Random

from made_common import AS_OF, Row, save, save_rows


def write_ties(random: Random, folder: Path) -> None:
    """Write a workspace of a few equal answers and equal costs under one tight budget."""
    ids = [f"P{n:02}" for n in random.sample(range(1, 40), random.randint(4, 9))]
    groups = random.choice([["customer"], ["customer", "customer"], ["customer", "business"]])
    criteria = {
        f"r{n}": {"group": group, "weight": 1, "question": "Better or worse?"}
        for n, group in enumerate(groups)
    }
    rows: list[Row] = []
    for one in ids:
        row: Row = {"id": one, "cost": random.choice(["EUR 100", "EUR 100", "EUR 200", "EUR 0"])}
        row["status"] = random.choices(["proposed", "committed"], [12, 1])[0]
        row |= {k: random.choice([1, 1, 2, 0, -1]) for k in criteria}
        rows.append(row)
    spec: Row = {
        "scorecard": "scorecard.json",
        "as_of": AS_OF.isoformat(),
        "currency": "EUR",
        "proposals": save_rows(folder / "proposals.csv", rows),
        "budgets": {"all": {"limit": f"EUR {random.randint(2, 7)}00"}},
        "gates": {"customer_value_floor": "off"},
        "rules": pairs(random, ids),
    }
    save(folder / "scorecard.json", {"criteria": criteria})
    save(folder / "cximpact.yaml", spec)


def pairs(random: Random, ids: list[str]) -> Row:
    rules: Row = {}
    if random.random() < 0.5:
        rules["excludes"] = [random.sample(ids, 2), random.sample(ids, 2)]
    if random.random() < 0.4:
        one, other = random.sample(ids, 2)
        rules["requires"] = {one: [other]}
    if random.random() < 0.3:
        rules["at_most_one"] = {"a set": random.sample(ids, 3)}
    return rules
