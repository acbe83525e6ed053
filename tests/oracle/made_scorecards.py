"""Random scorecards: criteria of all kinds, a journey with ripples, measures, gates, settings."""

from __future__ import annotations

from random import Random

from made_common import UNITS, Row, points_of, some


def make_scorecard(random: Random) -> Row:
    journey = make_journey(random)
    points = points_of({"journey": journey})
    scorecard: Row = {
        "id": "made-up",
        "criteria": make_criteria(random, points),
        "journey": journey,
        "measures": make_measures(random),
        "inward_phrases": {"our dashboard": "What will a customer see?"},
    }
    groups = {c["group"] for c in scorecard["criteria"].values()}
    if random.random() < 0.6:
        scorecard["groups"] = {group: random.randint(1, 9) for group in sorted(groups)}
    if random.random() < 0.8:
        scorecard["gates"] = make_gates(random)
    if random.random() < 0.3:
        scorecard["settings"] = {
            "prior": {"mean": round(random.uniform(0.3, 0.7), 2), "sd": 0.3},
            "disagreement": 0.15,
            "smallest_error": 0.03,
            "gain_reach": 0.4,
            "harm_reach": 0.9,
            "own_unit_counts": random.random() < 0.5,
        }
    return scorecard


def plain_scorecard(random: Random) -> Row:
    """Return a scorecard of one or two ratings, on which many proposals score alike."""
    groups = random.choice([["customer"], ["customer", "business"], ["business"]])
    criteria = {
        f"r{n}": {"kind": "rating", "group": group, "weight": 1, "question": "Better?"}
        for n, group in enumerate(groups)
    }
    return {"id": "plain", "criteria": criteria, "journey": None, "measures": {}}


def make_journey(random: Random) -> Row:
    stages: Row = {}
    points: list[str] = []
    for s in range(random.randint(1, 3)):
        here: Row = {}
        for t in range(random.randint(1, 3)):
            point: Row = {"title": f"Point {s} {t}", "volume": random.randint(100, 90000)}
            if random.random() < 0.4:
                point["moment_of_truth"] = True
            if random.random() < 0.5:
                point["importance"] = random.choice([0.5, 2, 3])
            if random.random() < 0.6:
                point["unit"] = random.choice(UNITS[:3])
            here[f"t{s}{t}"] = point
        points += here
        stages[f"s{s}"] = {"importance": random.randint(1, 5), "touchpoints": here}
    processes = {f"p{n}": {"unit": random.choice(UNITS[:3])} for n in range(random.randint(0, 4))}
    journey: Row = {"stages": stages, "processes": processes}
    if random.random() < 0.3:
        journey["moment_of_truth_factor"] = random.choice([1, 1.5, 3])
    journey["ripples"] = make_ripples(random, [*processes], points)
    return journey


def make_ripples(random: Random, processes: list[str], points: list[str]) -> list[Row]:
    """Return edges that only go forward in one order of the nodes, so that no circle arises."""
    order = [*processes, *points]
    edges = []
    for at, start in enumerate(order):
        ends = [end for end in order[at + 1 :] if random.random() < (0.5 if at < 3 else 0.2)]
        if start in processes and not set(ends) & set(points):
            ends.append(random.choice(points))
        for end in ends:
            strength = round(random.uniform(0.2, 1), 2)
            edges.append({"from": start, "to": end, "strength": strength})
    return edges


def make_criteria(random: Random, points: list[str]) -> Row:
    criteria: Row = {}
    for n in range(random.choice([1, 1, 1, 2])):
        one: Row = {"kind": "journey", "group": "customer", "weight": random.randint(1, 60)}
        if random.random() < 0.1:
            one["group"] = "business"
        if random.random() < 0.4:
            one["touchpoints"] = some(random, points, 1)
        if random.random() < 0.2:
            one["full_scale"] = round(random.uniform(0.1, 0.4), 2)
        criteria[f"journey{n}"] = one
    for n in range(random.randint(0, 3)):
        criteria[f"r{n}"] = make_rating(random)
    for n in range(random.randint(0, 2)):
        points_of_value = {-1000: -1, 0: 0, 500: 0.4, 2000: 1}
        if random.random() < 0.4:
            points_of_value = {-50: 1, -5: 0.25, 0: 0, 40: -0.6}
        criteria[f"q{n}"] = {
            "kind": "quantity",
            "group": random.choice(["customer", "business", "business"]),
            "weight": random.randint(1, 60),
            "unit": random.choice(["EUR", "days"]),
            "value_points": [{"amount": a, "score": s} for a, s in points_of_value.items()],
        }
    names = [k for k, c in criteria.items() if c["group"] == "customer"]
    if len(names) > 1 and random.random() < 0.15:
        criteria[random.choice(names)]["weight"] = 0
    return criteria


def make_rating(random: Random) -> Row:
    one: Row = {
        "kind": "rating",
        "group": random.choice(["customer", "customer", "business"]),
        "weight": random.randint(1, 60),
        "question": "Better or worse?",
    }
    kind = random.choice(["plain", "plain", "risk", "scale", "named"])
    if kind == "risk":
        one["risk"] = True
    if kind == "scale":
        one["scale"] = random.choice([[1, 3, 5], [0, 4, 10], [5, 2, 1]])
    if kind == "named":
        one["levels"] = {
            "bad": {"score": -0.8},
            "worse": {"score": -0.3},
            "same": {"score": 0},
            "better": {"score": 0.5},
            "great": {"score": 1},
        }
    return one


def answers_to(criterion: Row) -> list[str]:
    if "levels" in criterion:
        return [*criterion["levels"]]
    if "scale" in criterion:
        low, high = sorted([criterion["scale"][0], criterion["scale"][2]])
        return [str(n) for n in range(low, high + 1)]
    return [str(n) for n in range(-3, 1 if criterion.get("risk") else 4)]


def make_measures(random: Random) -> Row:
    def lives() -> Row:
        return {
            "weight": random.choice([1, 1, 0.5, 2]),
            "window": random.choice([12, 12, 6, 24]),
            "half_life": random.choice([12, 12, 6, 24]),
        }

    anchors = {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95}
    falling = {"broken": 0.30, "reliable": 0.10, "differentiating": 0.02}
    success = random.choice([{"at_least": 4}, {"at_most": 2}, {"one_of": [1, 5]}, {"equals": 3}])
    silent = random.choice([{"low": 1, "likely": 14, "high": 26}, True, 6, False, None])
    return {
        "share": {"kind": "share", "success": success, "anchors": anchors, **lives()},
        "nps": {
            "kind": "nps",
            **({"promoters_from": 8, "detractors_to": 5} if random.random() < 0.3 else {}),
            "anchors": {"broken": -20, "reliable": 20, "differentiating": 60},
            **lives(),
        },
        "mean": {
            "kind": "mean",
            "scale": [1, 7],
            "anchors": {"broken": 3, "reliable": 5, "differentiating": 6.5},
            **lives(),
        },
        "rate": {
            "kind": "rate",
            "anchors": falling,
            **({} if silent is None else {"silent": silent}),
            **({"exposure": 4000} if random.random() < 0.3 else {}),
            **lives(),
        },
        "kpi": {
            "kind": "kpi",
            "anchors": {"broken": 72, "reliable": 24, "differentiating": 2},
            **lives(),
        },
    }


def make_gates(random: Random) -> Row:
    """Return modes that often let proposals pass, else hardly anything would be selected."""
    gates: Row = {
        gate: random.choice(["block", "warn", "warn", "off"])
        for gate in ["customer_evidence", "customer_voice", "customer_value_floor"]
    }
    gates["customer_statement"] = random.choice(["block", "warn", "off"])
    if random.random() < 0.2:
        gates["customer_statement"] = {"mode": "block", "action": "decline"}
    gates["customer_harm"] = {"mode": random.choice(["block", "warn"])}
    if random.random() < 0.4:
        gates["customer_harm"] |= {"touchpoint": -0.1, "moment_of_truth": -0.05, "journey": -0.05}
        gates["customer_harm"]["action"] = random.choice(["revise", "decline"])
    if random.random() < 0.4:
        gates["customer_evidence"] = {"mode": "block", "coverage": 0.3, "freshness": 0.4}
        gates["customer_voice"] = {"mode": "block", "max_age_months": 6, "channels": ["survey"]}
    return gates
