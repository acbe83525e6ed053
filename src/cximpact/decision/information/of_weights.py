"""The next-best question to stakeholders: which answer about weights could change the selection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import numpy as np

from cximpact.decision.information.choosing import knowing, most_it_could_gain
from cximpact.decision.information.ground import Ground
from cximpact.decision.information.strata import strata_of
from cximpact.decision.information.thing import Thing
from cximpact.decision.words import name_of_criterion, percent
from cximpact.model.arrays import BoolArray
from cximpact.scoring.value import group_columns

_OPEN = 0.05
"""A question whose answer is surer than this is not asked."""
_GROUP = "customer"


def weight_things(ground: Ground) -> Iterator[Thing]:
    """Yield the questions: which of two criteria of a group counts more, and how much a group.

    Args:
        ground: The case as it was decided.
    """
    card = ground.question.case.scorecard
    weights = ground.draws.weights
    for group in sorted({each.group for each in card.criteria}):
        columns = group_columns(card, group)
        for one, other in combinations(columns, 2):
            names = [name_of_criterion(card.criteria[column]) for column in (one, other)]
            question = f"whether {names[0]} counts at least as much as {names[1]}"
            yield from _thing(ground, weights.inside[:, one] >= weights.inside[:, other], question)
    columns = group_columns(card, _GROUP)
    if columns and len(columns) < len(card.criteria):
        share = float(np.cumsum(ground.question.scores.weights[columns])[-1])
        question = f"whether customer criteria together count at least {percent(share)}"
        together = np.cumsum(weights.whole[:, columns], axis=1)[:, -1]
        yield from _thing(ground, together >= share, question)


def _thing(ground: Ground, answers: BoolArray, question: str) -> Iterator[Thing]:
    known = answers[: len(ground.values)]
    yes = int(np.count_nonzero(known)) / len(known)
    if not _OPEN <= yes <= 1 - _OPEN:
        return
    strata = strata_of(known)
    everyone = range(len(ground.columns))
    most = most_it_could_gain(ground, strata, everyone)
    learn = partial(knowing, ground, strata, everyone)
    yield Thing("weights", question, f"Asking stakeholders {question}", most, learn)
