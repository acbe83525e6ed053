"""Whom the gate of customer harm stops for what a list rates: a guess may decide that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.intake.starting.quoting import comment
from cximpact.intake.starting.scale_remarks import RATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess

__all__ = ["Harm", "gate_lines", "with_harm"]

_TOOK = ": took "
_MOST_NAMED = 3
_DIGITS = 9


@frozen(eq=False)
class Harm:
    """The limit of customer scores, and the proposals beyond it.

    Attributes:
        inputs: What the draft reads.
    """

    inputs: Inputs

    @property
    def limit(self) -> float:
        """The worst customer score that passes; -1 where the gate stops nobody."""
        gate = self.inputs.scorecard.policy.gates.customer_harm
        return gate.score if gate.mode == "block" else -1.0

    def stopped(self, keys: Collection[str]) -> tuple[str, ...]:
        """Return the proposals that are stopped, of those still to be decided on.

        Args:
            keys: The criteria to look at.
        """
        criteria, proposals = self.inputs.scorecard.criteria, self.inputs.proposals
        columns = [
            at
            for at, each in enumerate(criteria)
            if each.id in keys and each.group == "customer" and each.kind == "rating"
        ]
        reach = np.where(np.isnan(proposals.reach), 1.0, proposals.reach)[:, np.newaxis]
        scores = np.round(self.inputs.ratings.grid[:, columns] * reach, _DIGITS)
        is_beyond = np.any(scores < round(self.limit, _DIGITS), axis=1)
        rows = zip(proposals.ids, proposals.statuses, is_beyond.tolist(), strict=True)
        return tuple(key for key, status, beyond in rows if beyond and status == "proposed")

    def told(self, keys: Collection[str]) -> str:
        """Return whom the limit stops, "" for nobody.

        Args:
            keys: The criteria to look at.
        """
        named = self.stopped(keys)
        if not named:
            return ""
        some = ", ".join(comment(key) for key in named[:_MOST_NAMED])
        more = len(named) - _MOST_NAMED
        some += f" and {more:,} more" if more > 0 else ""
        return f"a customer score below {100 * self.limit:g} stops a proposal ({some})"


def with_harm(
    remarks: Iterable[str], guess: Guess, inputs: Inputs, *, is_drafted: bool
) -> list[str]:
    """Return remarks, those on scales and marks with whom they stop for harm to customers.

    Args:
        remarks: What was seen and left to a person.
        guess: What the columns of the list seem to mean.
        inputs: What the draft reads.
        is_drafted: Whether the scorecard is a draft, too, so that its file may be named.
    """
    harm = Harm(inputs)
    card = "scorecard.yaml" if is_drafted else "the scorecard"
    return [f"{each}{_harm_of(each, guess, harm, card)}" for each in remarks]


def gate_lines(guess: Guess, inputs: Inputs) -> str:
    """Return the lines of a scorecard that let one step down pass, ready to be taken; "" for none.

    Args:
        guess: What the columns of the list seem to mean.
        inputs: What the draft reads.
    """
    harm = Harm(inputs)
    steps = {key: _step(guess, [key]) for key in guess.ratings or {}}
    beyond = {key: step for key, step in steps.items() if step < harm.limit}
    if not harm.stopped(beyond):
        return ""
    worst = min(beyond.values())
    return (
        f"# A customer score below {100 * harm.limit:g} stops a proposal, and each -1 counts "
        f"{100 * worst:g}; to let it pass:\n"
        f"#gates: {{customer_harm: {{score: {worst:g}}}}}    # {100 * worst:g} of 100\n"
    )


def _harm_of(remark: str, guess: Guess, harm: Harm, card: str) -> str:
    """Return what to add to a remark; "" where it is on something else, or stops nobody."""
    is_scale = RATED in remark
    named = f", {remark.partition(RATED if is_scale else _TOOK)[0]},"
    rated = (guess.ratings or {}).items()
    keys = [key for key, (header, _) in rated if f", '{header}'," in named]
    told = harm.told(keys)
    if not told or not (is_scale or _TOOK in remark):
        return ""
    if is_scale:
        step = _step(guess, keys)
        is_hard = step < harm.limit
        said = f"; each -1 then counts {100 * step:.0f}, and {told}: 'gates' in {card} sets that"
        return said if is_hard else ""
    mildest = max(_harmful(guess, keys, harm.limit), default=None)
    if mildest is None:
        return ""
    return f"; '{mildest[1]}' then counts {100 * mildest[0]:.0f}, and {told}"


def _step(guess: Guess, keys: Sequence[str]) -> float:
    """Return what one step down from no change counts, at most; 0 where no scale says it."""
    scales = [(guess.ratings or {})[key][1] for key in keys]
    ends = [each[2] for each in scales if each is not None and each[0] == -each[2] < each[1] == 0]
    return max((-1 / end for end in ends), default=0.0)


def _harmful(guess: Guess, keys: Sequence[str], limit: float) -> Iterable[tuple[float, str]]:
    """Yield what the marks of some columns count that are worse than a limit."""
    for header, scale in ((guess.ratings or {})[key] for key in keys):
        if scale is None or not scale[0] == -scale[2] < scale[1] == 0:
            continue
        for text, number in guess.signs.get(header, {}).items():
            if number / scale[2] < limit:
                yield number / scale[2], comment(text)
