"""Why no selection with a proposal obeys the rules: the fewest of them that clash, in words."""

from __future__ import annotations

from attrs import evolve

from cximpact.decision.candidates import MANDATORY
from cximpact.decision.conflict import clashing, told
from cximpact.decision.derivation import is_monotone
from cximpact.decision.program import Row
from cximpact.decision.question import Question
from cximpact.decision.rules import Rule, single_rules
from cximpact.decision.support import worthless_bundles
from cximpact.decision.words import listed

_MOST_RULES = 60
"""Where more can also help (stage rules, negative costs), searching more rules takes too long."""
_MOST_TOLD = 6


def no_selection(question: Question, position: int) -> str:
    """Return the sentence that names the rules which leave no selection with a proposal."""
    case, who = question.case, question.who
    taken = Rule(MANDATORY, "it is taken", "", "", Row((position,), (1,), least=1))
    rules = (*question.choice.rules, taken, *single_rules(case, who))
    if not is_monotone(rules) and len(rules) > _MOST_RULES:
        return "No selection with it obeys all rules."
    forced = evolve(who, forced_in={**who.forced_in, position: MANDATORY})
    rules = (*rules, *worthless_bundles(case, question.scores.value, who.fixed))
    numbers, _ = clashing(case, question.scores, forced, rules)
    clash = [rules[number] for number in numbers]
    words = [told(case, question.costs, rule, clash) for rule in clash]
    return f"No selection with it obeys the rules: {listed(words, most=_MOST_TOLD)}."
