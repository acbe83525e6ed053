"""From scores to the decision, step by step."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.actions import actions
from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.gates import review
from cximpact.decision.holding import held
from cximpact.decision.obstacles import Obstacles
from cximpact.decision.ranking import rank, worth_keys
from cximpact.decision.selection import choose, describe
from cximpact.decision.would_take import Question, would_take
from cximpact.model.case import Case
from cximpact.model.decision import Decision, GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores


def decide(
    case: Case, conditions: Conditions, scores: Scores, judged: tuple[GateReview, ...] = ()
) -> Decision:
    """Return actions, their rules, the ranking, and what would change them.

    Args:
        case: The case.
        conditions: Conditions of the touchpoints.
        scores: Scores and values of all proposals.
        judged: Answers of gates beside those of the method.

    Raises:
        InputError: Currencies meet without a rate, or rules of selection contradict each other.
    """
    money = costs(case)
    gates = (*review(case, conditions, scores), *judged)
    who = candidates(case, gates, money)
    who = evolve(who, held=held(case, gates, money, who))
    choice = choose(case, conditions, scores, money, who)
    selection = describe(case, conditions, scores, money, who, choice)
    keys = worth_keys(case, scores.value, money)
    taken = actions(case, scores, gates, who, selection, keys)
    question = Question(case, conditions, scores, money, gates, who, choice, taken.rules)
    return Decision(
        actions=taken.actions,
        rules=taken.rules,
        order=rank(taken.actions, scores.value, keys),
        cost=tuple(money.amount(position) for position in range(len(case.proposals))),
        gates=gates,
        selection=selection,
        would_take=would_take(question),
        obstacles=Obstacles(case, money, who, choice),
    )
