"""Figures of two independent sets of draws, held against each other in standard errors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import oracle_decision
from numpy.typing import NDArray

Row = dict[str, Any]
Floats = NDArray[np.float64]


class Deviations:
    """Collects by kind of figure how many standard errors the two sides lie apart.

    Args:
        theirs: The number of the library's draws.
        mine: The number of draws of the second implementation.
    """

    def __init__(self, theirs: int, mine: int) -> None:
        self.per_draw = 1 / theirs + 1 / mine
        self.found: dict[str, list[tuple[float, str]]] = {}

    def add(self, kind: str, where: str, z: float) -> None:
        self.found.setdefault(kind, []).append((z, where))

    def share(self, kind: str, where: str, got: float, mine: float) -> None:
        """Hold two shares of draws against each other: √(p(1−p)(1/n + 1/m)), p of both.

        A half of each answer is added, so that a share of 0 or 1 has an error, too.
        """
        p = (0.5 * (got + mine) / self.per_draw + 0.25) / (1 / self.per_draw + 0.5)
        self.add(kind, where, (got - mine) / math.sqrt(p * (1 - p) * self.per_draw))

    def percentile(self, kind: str, where: str, got: float, draws: Floats, p: float) -> None:
        """Ask what share of my draws lies below their percentile; that share has the error of two.

        Theirs has p ± √(p(1−p)/n) of the true distribution below it, and my draws tell that share
        with an error of √(p(1−p)/m): whatever the distribution is. Where several draws are equal
        (at the end of a scale), anything between strictly below and at most fits.
        """
        below = float(np.mean(draws < got - 2e-9))
        at_most = float(np.mean(draws <= got + 2e-9))
        off = below - p if below > p else min(at_most - p, 0.0)
        self.add(kind, where, off / math.sqrt(p * (1 - p) * self.per_draw))

    def mean(self, kind: str, where: str, got: float, draws: Floats, part: float = 1.0) -> None:
        """Hold a mean against that of my draws; `part` of all draws went into it on both sides."""
        error = float(np.std(draws)) * math.sqrt(self.per_draw / part)
        off = got - float(np.mean(draws))
        self.add(kind, where, off / error if error > 1e-12 else 1e6 * off)

    def worst(self) -> dict[str, tuple[int, float, float, str]]:
        """Return by kind how many figures, the largest deviation, the root mean square, where."""
        return {
            kind: (
                len(all_of),
                max(abs(z) for z, _ in all_of),
                math.sqrt(sum(z * z for z, _ in all_of) / len(all_of)),
                max(all_of, key=lambda one: abs(one[0]))[1],
            )
            for kind, all_of in self.found.items()
        }


def compare(to: Deviations, evaluation: Row, case: Row, drawn: Row) -> None:
    """Compare bands, chances and ranks of a parsed evaluation.json with my draws."""
    places = ranks(drawn["values"])
    for one in evaluation["recommendations"]:
        name = one["proposal"]
        band(to, "value", name, one["value"], drawn["values"][name])
        for criterion in one["criteria"]:
            k = criterion["criterion"]
            kind = case["scorecard"]["criteria"][k].get("kind", "rating")
            missing = "missing " if case["scored"][name]["scores"][k] is None else ""
            band(to, f"{missing}{kind} score", f"{name} {k}", criterion, drawn["scores"][name, k])
        if one["customer_positive"] is not None:
            mine = float(np.mean(np.round(drawn["customer"][name], 9) > 0))
            to.share("P(customer value > 0)", name, one["customer_positive"], mine)
        compare_ranks(to, name, one["ranks"], places[name], drawn["weights"])
        sure = one["ranks"]["confidence"]
        if sure is not None:
            mine = confidence(name, one["ranks"]["central_weights"], drawn)
            to.share("confidence", name, sure, mine)


def band(to: Deviations, kind: str, where: str, got: Row, draws: Floats) -> None:
    to.percentile(f"{kind} band", f"{where} low", got["low"], draws, 0.05)
    to.percentile(f"{kind} band", f"{where} high", got["high"], draws, 0.95)


def compare_ranks(to: Deviations, name: str, got: Row, mine: Floats, weights: Row) -> None:
    first = mine == 1
    to.share("first", name, got["first"], float(np.mean(first)))
    to.mean("expected rank", name, got["expected"], mine)
    to.percentile("rank band", f"{name} low", got["low"], mine, 0.05)
    to.percentile("rank band", f"{name} high", got["high"], mine, 0.95)
    for rank, share in enumerate(got["acceptability"], start=1):
        to.share("acceptability", f"{name} rank {rank}", share, float(np.mean(mine == rank)))
    if np.sum(first) >= 100 and got["central_weights"]:
        part = float(np.mean(first))
        for k, center in got["central_weights"].items():
            to.mean("central weights", f"{name} {k}", center, weights[k][first], part)


def confidence(name: str, weights: Row, drawn: Row) -> float:
    """Return how often a proposal is first under weights that do not vary."""
    values = {
        other: sum(w * drawn["scores"][other, k] for k, w in weights.items())
        for other in drawn["values"]
    }
    return float(np.mean(ranks(values)[name] == 1))


def ranks(values: dict[str, Floats]) -> dict[str, Floats]:
    """Return the place of each proposal in each draw; ties at 9 decimals go by id."""
    names = sorted(values)
    raw = np.round([values[name] for name in names], 9)
    order = np.argsort(-raw, axis=0, kind="stable")
    places = np.argsort(order, axis=0) + 1.0
    return dict(zip(names, places, strict=True))


def compare_selection(to: Deviations, evaluation: Row, chosen: dict[str, Floats]) -> None:
    """Compare the shares of draws that select a proposal."""
    for one in evaluation["recommendations"]:
        name = one["proposal"]
        mine = float(np.mean(chosen.get(name, 0.0)))
        to.share("selection share", name, one["selection_share"], mine)


def prioritized(
    evaluation: Row, case: Row, drawn: Row, chosen: dict[str, Floats], within: float
) -> dict[str, tuple[str, str]]:
    """Return by proposal the library's action and the one my draws call for.

    Of proposals that are selected for their value, where both chances are further from 0.9 than
    `within` standard errors of both sides.
    """
    selections = evaluation["draws"]["selections"]
    needed = set().union(*(case["items"][name]["requires"] for name in case["selected"]))
    found = {}
    for one in evaluation["recommendations"]:
        name = one["proposal"]
        item = case["items"][name]
        if name not in case["selected"] or name in needed or oracle_decision.forced_in(item):
            continue
        share = float(np.mean(chosen[name]))
        helps = float(np.mean(drawn["customer"].get(name, np.zeros(1)) > 0))
        per_draw = 1 / selections + 1 / len(chosen[name])
        unsure = within * math.sqrt(0.9 * 0.1 * per_draw)
        if abs(share - 0.9) > unsure and abs(helps - 0.9) > unsure:
            sure = share >= 0.9 and helps >= 0.9
            found[name] = one["action"], "prioritize" if sure else "approve"
    return found
