"""What gates lead to, as formulas where their answers follow ratings, amounts and weights.

Every gate ends in a column of codes: 0 it lets pass, 1 revise, 2 decline. Only gates that block
have one. What proposals do at touchpoints, statements and the answers of plugins enter as values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.decision.cells import any_of
from cximpact.decision.gates.evidence import NAME as EVIDENCE
from cximpact.decision.gates.evidence import Evidence
from cximpact.decision.gates.floor import NAME as FLOOR
from cximpact.decision.gates.harm import NAME as HARM
from cximpact.decision.gates.harm_found import Harm
from cximpact.decision.gates.voice import NAME as VOICE
from cximpact.decision.words import gate_name
from cximpact.spreadsheet.live.figures import COVERAGE_FIELD, FLOOR_FIELD
from cximpact.spreadsheet.live.score_columns import GROUP_WEIGHT_ROW
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.live.voice_columns import voice_columns
from cximpact.spreadsheet.sheets.looks import NOTE

if TYPE_CHECKING:
    from cximpact.model.decision import GateReview
    from cximpact.model.scorecard import GateAction
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.score_columns import Scored

__all__ = ["CODES", "Gated", "followed_gates", "gate_columns"]

CODES: Mapping[str, int] = {"": 0, "revise": 1, "decline": 2}
HARM_LIMIT_ROW = 6


@frozen(eq=False)
class Gated:
    """The columns of gates.

    Attributes:
        blocked: What the blocking gates lead to together.
        codes: The same in the evaluation.
        as_values: Names of the blocking gates whose answers enter as values.
    """

    blocked: Column
    codes: tuple[int, ...]
    as_values: tuple[str, ...]


def followed_gates(gates: Sequence[GateReview], *, lacking: bool) -> frozenset[str]:
    """Return the names of the gates whose formulas follow the weights.

    Args:
        gates: The gate reviews.
        lacking: Whether a source of evidence failed: then all answers enter as values.
    """
    if lacking:
        return frozenset()
    running = (gate for gate in gates if gate.mode == "block" and not gate.not_run)
    return frozenset(gate.gate for gate in running if gate.gate in _BUILDERS and not gate.origin)


def gate_columns(ground: Ground, scored: Scored) -> Gated:
    """Add the columns of all blocking gates, and what they lead to together."""
    gates = ground.result.decision.gates
    followed = followed_gates(gates, lacking=ground.result.case.lacks_evidence)
    codes = [
        _BUILDERS[gate.gate](ground, scored, _codes(gate))
        for gate in gates
        if gate.gate in followed and not gate.origin
    ]
    blocking = [gate for gate in gates if gate.mode == "block" and not gate.not_run]
    others = [gate for gate in blocking if gate.gate not in followed or gate.origin]
    table = ground.table
    if others:
        worst = np.max([_codes(gate) for gate in others], axis=0).tolist()
        codes.append(table.values("Other gates", worst))
    whole = np.max([[0] * table.count, *map(_codes, gates)], axis=0).tolist()
    cells = [f"{column.letters}" for column in codes]

    def text(row: int) -> str:
        return f"MAX(0,{','.join(f'${letters}{row}' for letters in cells)})"

    if not cells:
        return Gated(table.values("Gates", whole), tuple(whole), ())
    names = tuple(gate_name(each.gate) for each in others)
    return Gated(table.formulas("Gates", text, whole), tuple(whole), names)


def _codes(gate: GateReview) -> list[int]:
    return [CODES[action] for action in gate.actions]


def _harm(ground: Ground, scored: Scored, results: list[int]) -> Column:
    """Add the harm gate: harm on the journey as values, scores of customer criteria live."""
    result, table = ground.result, ground.table
    case, limits = result.case, result.case.scorecard.policy.gates.customer_harm
    harm = Harm(case, result.conditions, result.scores)
    sharp = any_of(
        harm.too_harmful | harm.too_sharp, result.scores.cells.proposal, len(case.proposals)
    )
    on_journey = sharp | harm.beyond_journey.any(axis=1)
    journey = table.values("Harm on the journey", on_journey.astype(int).tolist())
    open_ = table.values("No effects, unconfirmed", harm.unconfirmed.astype(int).tolist())
    soft = table.values("Mitigation stated", harm.mitigated.astype(int).tolist())
    criteria = case.scorecard.criteria
    customer = [at for at in scored.order if criteria[at].group == "customer"]
    judged = [at for at in customer if criteria[at].kind != "journey"]
    table.put_top(HARM_LIMIT_ROW, 3, "Lowest score of a customer criterion that passes", NOTE)
    table.put_top(HARM_LIMIT_ROW, 4, limits.score)
    limit = f"$D${HARM_LIMIT_ROW}"

    def text(row: int) -> str:
        fails = f"{journey.at(row)}=1"
        if judged:
            cells = table.span(scored.columns(judged), row)
            low = f"IF(COUNT({cells})=0,FALSE,ROUND(MIN({cells}),9)<ROUND({limit},9))"
            fails = f"OR({fails},{low})"
        missing = f"COUNT({table.span(scored.columns(customer), row)})<{len(customer)}"
        failing = f"IF({soft.at(row)}=1,1,{_code(limits.action)})"
        return f"IF({fails},{failing},IF(OR({open_.at(row)}=1,{missing}),1,0))"

    return table.formulas("Harm gate", text, results)


def _evidence(ground: Ground, scored: Scored, results: list[int]) -> Column:
    """Add the evidence gate: which gains rest on evidence as values, gains and weights live."""
    result, table = ground.result, ground.table
    evidence = Evidence(result.case, result.conditions, result.scores)
    criteria = result.case.scorecard.criteria
    customer = [at for at in scored.order if criteria[at].group == "customer"]
    gains = [_gain(ground, scored, at) for at in customer]
    parts = [
        table.values(f"{criteria[at].id}: evidenced", evidence.evidenced[:, at].tolist())
        for at in customer
    ]
    weights = table.span(scored.columns(customer), GROUP_WEIGHT_ROW)
    whole = table.formulas(
        "Gain for customers",
        lambda row: f"SUMPRODUCT({table.span(gains, row)},{weights})",
        evidence.weighted_gain.sum(axis=1).tolist(),
    )
    shares = evidence.coverage.tolist()

    def coverage(row: int) -> str:
        part = f"SUMPRODUCT({table.span(gains, row)},{table.span(parts, row)},{weights})"
        return f"IF(ROUND({whole.at(row)},9)>0,{part}/{whole.at(row)},0)"

    covered = table.formulas("Evidenced part of it", coverage, shares)
    need = ground.weights.limit(COVERAGE_FIELD)
    code = _code(result.case.scorecard.policy.gates.customer_evidence.action)

    def text(row: int) -> str:
        short = f"ROUND({covered.at(row)},9)<ROUND({need},9)"
        return f"IF(AND(ROUND({whole.at(row)},9)>0,{short}),{code},0)"

    return table.formulas("Evidence gate", text, results)


def _gain(ground: Ground, scored: Scored, at: int) -> Column:
    """Add the gain on a criterion: before it is clipped, on the journey, hence a value there."""
    criterion = ground.result.case.scorecard.criteria[at]
    gains = np.nan_to_num(ground.result.scores.gain[:, at], nan=0.0).tolist()
    title = f"{criterion.id}: gain"
    if criterion.kind == "journey":
        return ground.table.values(title, gains)
    score = scored.score[at]
    return ground.table.formulas(title, lambda row: f"MAX(0,{score.at(row)})", gains)


def _voice(ground: Ground, scored: Scored, results: list[int]) -> Column:
    """Add the voice gate: amounts and what was heard as values, their weights live."""
    code = _code(ground.result.case.scorecard.policy.gates.customer_voice.action)
    return voice_columns(ground, scored, results, code)


def _floor(ground: Ground, scored: Scored, results: list[int]) -> Column:
    """Add the floor: customer value against its limit."""
    code = _code(ground.result.case.scorecard.policy.gates.customer_value_floor.action)
    floor, customer = ground.weights.limit(FLOOR_FIELD), scored.customer
    if customer is None:
        return ground.table.values("Floor gate", results)

    def text(row: int) -> str:
        return f"IF(ROUND({customer.at(row)},9)<ROUND({floor},9),{code},0)"

    return ground.table.formulas("Floor gate", text, results)


def _code(action: GateAction) -> int:
    return CODES[action]


_BUILDERS: Mapping[str, Callable[[Ground, Scored, list[int]], Column]] = {
    HARM: _harm,
    EVIDENCE: _evidence,
    VOICE: _voice,
    FLOOR: _floor,
}
