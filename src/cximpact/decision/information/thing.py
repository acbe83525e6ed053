"""Something that could be found out, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from attrs import frozen

from cximpact.decision.information.ground import Learned
from cximpact.decision.words import hundredths, percent, points
from cximpact.model.robustness import Information

Kind = Literal["condition", "proposal", "cost", "weights"]
_SELDOM = 0.005
_MANY = 0.0995


@frozen(eq=False)
class Thing:
    """Something that could be found out.

    Attributes:
        kind: What it is.
        name: Touchpoint, proposal, or the question to stakeholders.
        doing: How it is found out, as the beginning of a sentence.
        most: What knowing it could gain at most, cheap to say; a guess for costs.
        learn: Works out what it gains.
    """

    kind: Kind
    name: str
    doing: str
    most: float
    learn: Callable[[], Learned]


def told(thing: Thing, found: Learned) -> Information:
    """Return what is reported of a thing.

    Example:
        >>> learned = Learned(0.008, 0.001, 0.3)
        >>> thing = Thing("condition", "t1", "Measuring the condition of t1", 1, lambda: learned)
        >>> told(thing, learned).words[:60]
        'Measuring the condition of t1 would be worth +0.8 points: in'
    """
    cases = f"in {percent(found.changes)} of" if found.changes >= _SELDOM else "in fewer than 1% of"
    gain = f"{hundredths(found.gain, 1):+}" if found.gain < _MANY else points(found.gain)
    words = (
        f"{thing.doing} would be worth {gain} points: {cases} cases another set would be selected."
    )
    return Information(
        thing.kind, thing.name, max(0.0, found.gain), found.error, found.changes, words
    )
