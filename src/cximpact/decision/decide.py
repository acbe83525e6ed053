"""From scores to the decision, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve, frozen

from cximpact.decision.actions import Actions, actions
from cximpact.decision.analyses import Analyses, analyse
from cximpact.decision.candidates import Candidates, candidates
from cximpact.decision.costs import Costs, costs
from cximpact.decision.drawn_costs import drawn_costs
from cximpact.decision.drawn_uses import with_drawn_uses
from cximpact.decision.gates import review
from cximpact.decision.holding import held
from cximpact.decision.obstacles import Obstacles
from cximpact.decision.question import Question
from cximpact.decision.ranking import rank, sure, worth_keys
from cximpact.decision.selection import Choice, choose, describe
from cximpact.decision.selection_shares import selection_shares
from cximpact.decision.would_take import would_take
from cximpact.model.case import Case
from cximpact.model.decision import Decision, GateReview, Selection
from cximpact.model.draws import Draws
from cximpact.model.evidence import Conditions
from cximpact.model.robustness import SelectionShares
from cximpact.model.scores import Scores
from cximpact.model.weighting import WeightSpace
from cximpact.scoring.drawing import draw
from cximpact.scoring.weighting.sampling import draw_weights

Tell = Callable[[str], None]


def _silent(_: str) -> None:
    """Tell nobody."""


@frozen(eq=False)
class _Central:
    """What the central figures decide by themselves.

    Attributes:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values.
        money: What proposals cost.
        gates: The gate reviews.
        who: Who may and must be selected.
        choice: The best selection.
        selection: The same as it is told.
    """

    case: Case
    conditions: Conditions
    scores: Scores
    money: Costs
    gates: tuple[GateReview, ...]
    who: Candidates
    choice: Choice
    selection: Selection


def decide(
    case: Case,
    conditions: Conditions,
    scores: Scores,
    judged: tuple[GateReview, ...] = (),
    spaces: Sequence[WeightSpace] = (),
    tell: Tell = _silent,
) -> Decision:
    """Return actions, their rules, the ranking, what would change them, and how sure it all is.

    Args:
        case: The case; `case.drawing` says how often is drawn, `case.analyses` what is worked out
            beyond the decision.
        conditions: Conditions of the touchpoints.
        scores: Scores and values of all proposals.
        judged: Answers of gates beside those of the method.
        spaces: All weights that agree with what was stated. Without them nothing is drawn.
        tell: Told, in a few words, what is being done.

    Raises:
        InputError: Currencies meet without a rate, or rules of selection contradict each other.
    """
    tell("selecting")
    central = _central(case, conditions, scores, judged)
    draws = _draws(central, spaces, tell)
    shares = None if draws is None else _shares(central, draws, tell)
    keys = worth_keys(case, scores.value, central.money)
    first = sure(draws, shares)
    taken = actions(case, scores, central.gates, central.who, central.selection, first)
    order = rank(taken.actions, scores.value, keys)
    question = _question(central, taken, draws, shares)
    asked = Analyses(question, order.tolist(), spaces, case.analyses, tell)
    return Decision(
        actions=taken.actions,
        rules=taken.rules,
        order=order,
        cost=tuple(central.money.amount(position) for position in range(len(case.proposals))),
        gates=central.gates,
        selection=_told(central, draws),
        would_take=would_take(question),
        obstacles=Obstacles(case, central.money, central.who, central.choice),
        robustness=analyse(asked),
        draws=draws,
    )


def _central(
    case: Case, conditions: Conditions, scores: Scores, judged: tuple[GateReview, ...]
) -> _Central:
    money = costs(case)
    gates = (*review(case, conditions, scores), *judged)
    who = candidates(case, gates, money)
    who = evolve(who, held=held(case, gates, money, who))
    choice = choose(case, conditions, scores, money, who)
    selection = describe(case, conditions, scores, money, who, choice)
    return _Central(case, conditions, scores, money, gates, who, choice, selection)


def _draws(central: _Central, spaces: Sequence[WeightSpace], tell: Tell) -> Draws | None:
    case, settings = central.case, central.case.drawing
    if not spaces or not settings.count or not len(case.proposals):
        return None
    tell(f"drawing {settings.count:,} times")
    weights = draw_weights(case.scorecard, spaces, settings.count, settings.seed)
    paid = drawn_costs(case, central.money, settings.count)
    return draw(case, central.conditions, central.scores, weights, paid, tell)


def _shares(central: _Central, draws: Draws, tell: Tell) -> SelectionShares | None:
    if not central.case.drawing.selections:
        return None
    tell("selecting again in every draw")
    return selection_shares(
        central.case,
        central.conditions,
        central.scores,
        central.who,
        central.choice.rules,
        central.money,
        draws,
    )


def _told(central: _Central, draws: Draws | None) -> Selection:
    """Return the selection, with how far its costs may run."""
    if draws is None:
        return central.selection
    return with_drawn_uses(central.selection, central.money, draws.costs)


def _question(
    central: _Central, taken: Actions, draws: Draws | None, shares: SelectionShares | None
) -> Question:
    return Question(
        central.case,
        central.conditions,
        central.scores,
        central.money,
        central.gates,
        central.who,
        central.choice,
        taken.rules,
        draws,
        shares,
    )
