"""The smallest conflict where more can only hurt: the shortest way to derive a broken limit.

Without negative costs, stage rules, bundles and minimum shares, every limit ("at most so much")
only gets worse with each proposal selected. So a set of rules contradicts itself exactly if the
proposals it forces in, and what they require, break one limit. The smallest such set is the
shortest derivation of a broken limit: a program with a yes-or-no answer per forced proposal and
per requirement used.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from cximpact.decision.links import reachable
from cximpact.decision.program import Program, Row, full_row
from cximpact.decision.rules import Rule
from cximpact.decision.rules.rule import BUDGET, BUNDLE, MINIMUM, REQUIRES, STAGE, WORTHLESS
from cximpact.decision.solver import solve

FORCING = ("mandatory", "committed")
_TWO_SIDED = (STAGE, MINIMUM, BUNDLE, WORTHLESS)
"""Rules that selecting more can come to obey: a bundle's other half, a share that is filled."""


@frozen
class Graph:
    """The rules that force proposals in, as numbers of rules.

    Attributes:
        forcing: (rule, position) for every mandatory or committed proposal.
        edges: (rule, position, position it requires) among what is forced in.
        places: Positions that are forced in, directly or not; ascending.
    """

    forcing: tuple[tuple[int, int], ...]
    edges: tuple[tuple[int, int, int], ...]
    places: tuple[int, ...]


def is_monotone(rules: Sequence[Rule]) -> bool:
    """Return whether selecting less can never break a limit that selecting more meets."""
    return all(
        rule.kind not in _TWO_SIDED
        and (rule.kind != BUDGET or min(rule.row.coefficients, default=0) >= 0)
        for rule in rules
    )


def shortest_conflict(rules: Sequence[Rule]) -> tuple[int, ...]:
    """Return the numbers of the fewest rules that contradict each other, ascending.

    Args:
        rules: All rules; `is_monotone` must hold, and together they must be infeasible.
    """
    graph = _graph(rules)
    best: tuple[int, ...] = ()
    for number, rule in enumerate(rules):
        if rule.kind in FORCING or rule.kind == REQUIRES:
            continue
        derived = _derive(graph, rule.row)
        if derived is not None and (not best or len(derived) + 1 < len(best)):
            best = tuple(sorted((*derived, number)))
    return best


def _graph(rules: Sequence[Rule]) -> Graph:
    forcing = tuple(
        (number, rule.row.columns[0]) for number, rule in enumerate(rules) if rule.kind in FORCING
    )
    links = [
        (number, *rule.row.columns) for number, rule in enumerate(rules) if rule.kind == REQUIRES
    ]
    needs: dict[int, list[int]] = {}
    for _, one, other in links:
        needs.setdefault(one, []).append(other)
    starts = {position for _, position in forcing}
    places = starts | reachable(needs, starts)
    edges = tuple((n, one, other) for n, one, other in links if one in places)
    return Graph(forcing, edges, tuple(sorted(places)))


def _derive(graph: Graph, limit: Row) -> tuple[int, ...] | None:
    """Return the fewest forcing and requiring rules that break a limit; None if none do."""
    inside = set(graph.places)
    load = {c: v for c, v in zip(limit.columns, limit.coefficients, strict=True) if c in inside}
    if limit.most is None or sum(load.values()) <= limit.most:
        return None
    found = solve(_program(graph, load, limit.most))
    if found is None:
        return None
    numbers = [number for number, *_ in (*graph.forcing, *graph.edges)]
    return tuple(n for n, used in zip(numbers, found.x, strict=False) if used)


def _program(graph: Graph, load: dict[int, int], most: int) -> Program:
    """Columns: rules used (forcing, then edges), places derived, and the order of deriving."""
    rules, places = len(graph.forcing) + len(graph.edges), len(graph.places)
    width = rules + 2 * places
    derived = {place: rules + n for n, place in enumerate(graph.places)}
    order = {place: rules + places + n for n, place in enumerate(graph.places)}
    breaking = [0] * width
    for place, amount in load.items():
        breaking[derived[place]] = amount
    rows = [full_row(breaking, least=most + 1)]
    rows += [_reason(graph, place, derived[place]) for place in graph.places]
    for n, (_, one, other) in enumerate(graph.edges, start=len(graph.forcing)):
        rows.append(Row((n, derived[one]), (1, -1), most=0))
        # A requirement derives later than what it starts from, so circles hold nothing up.
        rows.append(Row((order[one], order[other], n), (1, -1, places + 1), most=places))
    objective = (-1,) * rules + (0,) * (2 * places)
    upper = (1,) * (rules + places) + (places,) * places
    return Program(objective, tuple(rows), (0,) * width, upper)


def _reason(graph: Graph, place: int, column: int) -> Row:
    """Return the row: a place is derived only if a rule that is used derives it."""
    uses = [n for n, (_, position) in enumerate(graph.forcing) if position == place]
    first = len(graph.forcing)
    uses += [first + n for n, (_, _, other) in enumerate(graph.edges) if other == place]
    return Row((column, *uses), (1, *[-1] * len(uses)), most=0)
