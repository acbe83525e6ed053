"""Columns that rate what no criterion may be made of unasked: lines ready for a person to take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.intake.lists.totals import without_rows
from cximpact.intake.starting.card_scales import CardScale, is_stepped
from cximpact.intake.starting.open_ratings import may_be_low_good, own_scale
from cximpact.intake.starting.quoting import comment, quoted
from cximpact.intake.starting.rating_words import (
    group_of,
    is_of_others,
    is_order,
    is_property,
    is_quantity,
    is_sureness,
)
from cximpact.intake.starting.scale_headers import falling, stated_scale, unscaled, without_scale
from cximpact.intake.starting.shared_scales import small_numbers
from cximpact.intake.starting.sign_ratings import sign_columns
from cximpact.intake.starting.star_ratings import star_columns
from cximpact.intake.starting.subtotals import total_rows
from cximpact.intake.starting.word_ratings import word_columns

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.marked_ratings import Marks
    from cximpact.intake.starting.scale_headers import Scale
    from cximpact.model.source import Reading

__all__ = ["Waiting", "criterion_key", "rating_text", "waiting_ratings"]

_HERE_TOO = "take the '#' away here and in scorecard.yaml"


@frozen
class Waiting:
    """A column of ratings that waits for a person.

    Attributes:
        key: The id of its criterion, once there is one.
        header: The column.
        scale: Worst, no change and best.
        values: What its signs or words stand for, where it has some.
        is_low_better: Whether its highest number is taken for the worst.
    """

    key: str
    header: str
    scale: tuple[float, float, float]
    values: Mapping[str, int] = Factory(dict)
    is_low_better: bool = False

    def mapped(self) -> str:
        """Return its line under `ratings`, without what makes it a comment."""
        is_carded = is_stepped(self.scale)
        said = _mapping(self.header, None if is_carded else self.scale, self.values)
        why = _HERE_TOO if is_carded else f"{self._why()}; {_HERE_TOO}"
        return comment(f"{quoted(self.key)}: {said}    # {why}")

    @property
    def group(self) -> str:
        """The group of its criterion."""
        return group_of(self.header)

    @property
    def remark(self) -> str:
        """What to say behind its line in a scorecard, "" where the line of the list says it."""
        return self._why() if is_stepped(self.scale) else ""

    def criterion(self) -> str:
        """Return its line in a scorecard, without what makes it a comment and its remark."""
        said = [
            f"group: {self.group}",
            "weight: 10",
            *(["risk: true"] if self._is_risk else []),
            *([f"scale: {CardScale(self.scale)}"] if is_stepped(self.scale) else []),
            f"title: {quoted(without_scale(self.header))}",
        ]
        return comment(f"{quoted(self.key)}: {{{', '.join(said)}}}")

    @property
    def _is_risk(self) -> bool:
        """Whether nothing is better than no change."""
        return self.scale[1] == self.scale[2]

    def _why(self) -> str:
        """Return why it waits, and what its scale may be else."""
        if not self.is_low_better:
            return "neither customers nor quite business"
        if not self._is_risk:
            return "low is taken for good, else turn the scale round"
        return (
            "low is good and gains nothing; if high is good, turn the scale round, without 'risk'"
        )


def rating_text(header: str, scale: Scale, values: Mapping[str, int] | None = None) -> str:
    """Return how a workspace states a column of ratings.

    Args:
        header: The column.
        scale: Worst, no change and best; None for that of the scorecard.
        values: What its signs or words stand for.
    """
    if scale is None and not values:
        return quoted(header)
    return _mapping(header, scale, values)


def _mapping(header: str, scale: Scale, values: Mapping[str, int] | None) -> str:
    ordered = sorted((values or {}).items(), key=lambda pair: -pair[1])
    signs = ", ".join(f"{quoted(sign)}: {number}" for sign, number in ordered)
    said = [f"column: {quoted(header)}"]
    said += [f"values: {{{signs}}}"] if signs else []
    said += [f"scale: [{', '.join(f'{value:g}' for value in scale)}]"] if scale else []
    return f"{{{', '.join(said)}}}"


def criterion_key(header: str) -> str:
    """Return the id of a criterion that a column is headed by.

    Example:
        >>> criterion_key("Risk (1-5)")
        'risk'
    """
    return unscaled(header).replace(" ", "-")


def waiting_ratings(
    table: RawTable, free: Collection[str], reading: Reading, taken: Sequence[str]
) -> tuple[Waiting, ...]:
    """Return the columns that rate what is better the lower it is, or whom else it affects.

    An order of priorities is none of them: it is what the evaluation is to find out. Nor is how
    sure somebody is.

    Args:
        table: The list.
        free: The headers that mean nothing else.
        reading: How numbers are written.
        taken: The criteria that there are already.
    """
    table = without_rows(table, total_rows(table))
    signs: dict[str, Marks] = {**sign_columns(table), **star_columns(table)}
    found: dict[str, Waiting] = {}
    for header in table.headers:
        key = criterion_key(header)
        if header not in free or not key or key in taken:
            continue
        is_low = may_be_low_good(header, table.column(header), reading)
        if not (is_low or is_of_others(header)) or is_order(header) or is_sureness(header):
            continue
        scale, values = _marked(table, header, signs, is_low)
        if scale is None and not is_quantity(header):
            numbers = own_scale(table, header, reading)
            scale = _falling(table, header, reading, numbers) if is_low else numbers
        if scale is not None:
            found.setdefault(key, Waiting(key, header, scale, values, is_low))
    return tuple(found.values())


def _falling(table: RawTable, header: str, reading: Reading, scale: Scale) -> Scale:
    """Return the scale on which low is good: one from zero on has no numbers below it."""
    if scale is None:
        return None
    is_stated, _ = stated_scale(header)
    lowest = min(small_numbers(table.column(header), reading))
    return falling((0.0, *scale[1:]) if lowest == 0 == scale[1] and not is_stated else scale)


def _marked(
    table: RawTable, header: str, signs: Mapping[str, Marks], is_low: bool
) -> tuple[Scale, Mapping[str, int]]:
    """Return the scale of a column of signs, stars or words and what each stands for; else none."""
    if header in signs and not is_quantity(header):
        scale = signs[header].scale
        return (falling(scale) if is_low else scale), signs[header].values
    words = None if is_property(header) else word_columns(table, [header]).get(header)
    if words is None:
        return None, {}
    return (words.falling if is_low else words.scale), words.values
