"""The customer statement gate: what changes for the customer, in the customer's own terms.

A missing statement fails. One that looks inward ("this serves the marketing organization")
leaves the question open, so it is quoted back with the question it should answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from cximpact.decision.gates.answer import OFF, answer, not_run
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

NAME = "customer_statement"
NO_STATEMENTS = "the input holds no statements of what changes for customers"
ASK = "Say in a sentence what changes for the customer, in the customer's terms."


def review_statement(case: Case, conditions: Conditions, scores: Scores) -> GateReview:  # noqa: ARG001
    """Return the statement gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_statement
    proposals = case.proposals
    if settings.mode == "off":
        return not_run(NAME, settings.mode, len(proposals), OFF)
    if not (case.supplied.statements or any(proposals.statements.values())):
        return not_run(NAME, settings.mode, len(proposals), NO_STATEMENTS)
    stated = [proposals.statements.get(key, "").strip() for key in proposals.ids]
    both = [
        f"{text}\n{proposals.outcomes.get(key, '')}"
        for key, text in zip(proposals.ids, stated, strict=True)
    ]
    inward = [inward_phrases(text, settings.inward_phrases) for text in both]

    def todo(position: int) -> tuple[str, ...]:
        if not stated[position]:
            return (ASK,)
        return tuple(f'It says "{phrase}": {ask}' for phrase, ask in inward[position])

    def reason(position: int) -> str:
        if not stated[position]:
            return f"It does not say what changes for the customer. {ASK}"
        if inward[position]:
            return f"It looks inward. {' '.join(todo(position))}"
        return "It says what changes for the customer."

    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=np.array([not text for text in stated], dtype=np.bool_),
        undetermined=np.array([bool(found) for found in inward], dtype=np.bool_),
        applies=np.ones(len(proposals), dtype=np.bool_),
        reason=reason,
        cure=todo,
    )


def inward_phrases(text: str, questions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the phrases of the word list that a text contains, each with its question.

    Whole words, whatever their case and the white space between them.

    Example:
        >>> inward_phrases("This serves  Marketing.", {"serves marketing": "Whom does it serve?"})
        (('serves marketing', 'Whom does it serve?'),)
    """
    plain = " ".join(text.split()).casefold()
    found = []
    for phrase, question in sorted(questions.items()):
        wanted = " ".join(phrase.split()).casefold()
        if wanted and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain):
            found.append((phrase, question))
    return tuple(found)
