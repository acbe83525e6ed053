"""The customer statement gate: what changes for the customer, in the customer's own terms.

A missing statement fails, and so does one that looks inward ("this serves the marketing
organization"): it is not in the customer's terms. Each such phrase is quoted back with the
question to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from cximpact.decision.gates.answer import OFF, answer, not_run
from cximpact.decision.words import listed
from cximpact.model.case import Case
from cximpact.model.decision import GateReview
from cximpact.model.evidence import Conditions
from cximpact.model.scores import Scores

NAME = "customer_statement"
NO_STATEMENTS = "the input holds no statements of what changes for customers"
ASK = "Say in a sentence what changes for the customer, in the customer's terms."

Inward = tuple[tuple[str, str], ...]
_Wanted = tuple[str, str, str, re.Pattern[str]]


def review_statement(case: Case, conditions: Conditions, scores: Scores) -> GateReview:  # noqa: ARG001
    """Return the statement gate's answers for all proposals."""
    settings = case.scorecard.policy.gates.customer_statement
    proposals = case.proposals
    if settings.mode == "off":
        return not_run(NAME, settings.mode, len(proposals), OFF)
    if not (case.supplied.statements or any(proposals.statements.values())):
        return not_run(NAME, settings.mode, len(proposals), NO_STATEMENTS)
    statements = _Statements(case)
    return answer(
        NAME,
        settings.mode,
        settings.action,
        fails=np.array(
            [not said or bool(inward) for said, inward in statements.all()], dtype=np.bool_
        ),
        softened=np.array([not said for said, _ in statements.all()], dtype=np.bool_),
        undetermined=np.zeros(len(proposals), dtype=np.bool_),
        applies=np.ones(len(proposals), dtype=np.bool_),
        sentences=statements.sentences,
        cure=statements.todo,
    )


class _Statements:
    """What proposals say of customers, and the inward phrases in it with their questions."""

    def __init__(self, case: Case) -> None:
        proposals = case.proposals
        phrases = case.scorecard.policy.gates.customer_statement.inward_phrases
        self._stated = [proposals.statements.get(key, "").strip() for key in proposals.ids]
        both = (
            f"{text}\n{proposals.outcomes.get(key, '')}"
            for key, text in zip(proposals.ids, self._stated, strict=True)
        )
        self._inward = _inward_of_all(both, phrases)

    def all(self) -> Iterator[tuple[str, Inward]]:
        """Yield each statement with its inward phrases."""
        return zip(self._stated, self._inward, strict=True)

    def todo(self, position: int) -> tuple[str, ...]:
        """Return what to say instead, question by question."""
        if not self._stated[position]:
            return (ASK,)
        return tuple(f'For "{phrase}", answer: {ask}' for phrase, ask in self._inward[position])

    def sentences(self, position: int) -> tuple[str, ...]:
        """Return whether it says what changes for the customer, and what to do if not."""
        if not self._stated[position]:
            return ("It does not say what changes for the customer.", ASK)
        inward = self._inward[position]
        if not inward:
            return ("It has a statement, and no inward-looking phrase was found in it.",)
        quoted = listed([f'"{phrase}"' for phrase, _ in inward], most=2)
        return (f"It looks inward: it says {quoted}.", *self.todo(position))


def _inward_of_all(texts: Iterable[str], questions: Mapping[str, str]) -> list[Inward]:
    """Return the inward phrases of each text; long lists repeat sentences, which are read once."""
    wanted = _wanted(questions)
    known: dict[str, Inward] = {}
    found = []
    for text in texts:
        if text not in known:
            known[text] = _phrases_in(text, wanted)
        found.append(known[text])
    return found


def _wanted(questions: Mapping[str, str]) -> list[_Wanted]:
    """Return each phrase with its question, its plain words, and the pattern that finds them."""
    found = []
    for phrase, question in sorted(questions.items()):
        plain = _plain(phrase)
        if plain:
            pattern = re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
            found.append((phrase, question, plain, pattern))
    return found


def _phrases_in(text: str, wanted: Iterable[_Wanted]) -> Inward:
    plain = _plain(text)
    # Hardly any phrase is in a text, and looking for plain letters tells so 20 times faster.
    return tuple(
        (phrase, question)
        for phrase, question, letters, pattern in wanted
        if letters in plain and pattern.search(plain)
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def inward_phrases(text: str, questions: Mapping[str, str]) -> Inward:
    """Return the phrases of the word list that a text contains, each with its question.

    Whole words, whatever their case and the white space between them.

    Example:
        >>> inward_phrases("This serves  Marketing.", {"serves marketing": "Whom does it serve?"})
        (('serves marketing', 'Whom does it serve?'),)
    """
    return _phrases_in(text, _wanted(questions))
