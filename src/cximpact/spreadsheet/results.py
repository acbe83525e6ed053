"""The columns of results that can stand beside a table of the user's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.spreadsheet.cells import CellValue, Look

if TYPE_CHECKING:
    from cximpact.report.listed import Listed

__all__ = ["DEFAULT_RESULTS", "POINTS", "RESULTS", "SHARE", "Result", "in_points", "results_named"]

POINTS = "+0.0;-0.0;0.0"
"""Number format of scores and values, which are shown from -100 to +100."""
SHARE = "0%"

_POINTS_LOOK = Look(number=POINTS, align="right")
_SHARE_LOOK = Look(number=SHARE, align="right")
# Not in text format: a formula that is typed anew into a cell of text is shown, not calculated.
_WORD = Look(number="General", align="left")
_TEXT = Look(number="@", align="left")
_RATIO = 100
_DIGITS = 9


@frozen(eq=False)
class Result:
    """One kind of result that can be written beside a line.

    Attributes:
        key: Its name in `write` and on the command line.
        header: The header of its column.
        meaning: What it says, for people.
        look: How its cells look.
        width: How wide its column is, in characters.
        value: What a recommendation says of it.
        aside: What stands in the line of a proposal that was set aside, from the reason.
    """

    key: str
    header: str
    meaning: str
    look: Look
    width: float
    value: Callable[[Listed], CellValue]
    aside: Callable[[str], CellValue] = lambda _: None


def in_points(value: float | None) -> float | None:
    """Return a score or value in [-1, 1] as it is shown, from -100 to +100.

    Example:
        >>> in_points(0.2720000000004)
        27.2
    """
    return None if value is None else round(round(value, _DIGITS) * _RATIO, _DIGITS - 2)


_ALL = (
    Result(
        "customer_impact",
        "CX customer impact",
        "what it does to customers, from -100 to +100; below zero it harms them",
        _POINTS_LOOK,
        12,
        lambda item: in_points(item.customer_value),
    ),
    Result(
        "value",
        "CX value",
        "customer and business criteria together, by their weights, from -100 to +100",
        _POINTS_LOOK,
        9,
        lambda item: in_points(item.value.expected),
    ),
    Result(
        "rank",
        "CX rank",
        "1 is first",
        Look(number="0", align="right"),
        8,
        lambda item: item.rank,
    ),
    Result(
        "action",
        "CX action",
        "prioritize, approve, defer, revise or decline",
        _WORD,
        11,
        lambda item: item.action,
        lambda _: "set aside",
    ),
    Result("why", "CX why", "what decided", _TEXT, 60, lambda item: item.reason, str),
    Result(
        "would_take",
        "CX what it would take",
        "what would change the action",
        _TEXT,
        60,
        lambda item: " ".join(item.would_take),
    ),
    Result(
        "value_low",
        "CX value, low",
        "the 5th percentile of the value",
        _POINTS_LOOK,
        9,
        lambda item: in_points(item.value.low),
    ),
    Result(
        "value_high",
        "CX value, high",
        "the 95th percentile of the value",
        _POINTS_LOOK,
        9,
        lambda item: in_points(item.value.high),
    ),
    Result(
        "business_value",
        "CX business value",
        "what it does for the organisation, from -100 to +100",
        _POINTS_LOOK,
        12,
        lambda item: in_points(item.business_value),
    ),
    Result(
        "selection_share",
        "CX selected in",
        "the share of draws of all that is uncertain in which the best selection holds it",
        _SHARE_LOOK,
        10,
        lambda item: item.selection_share,
    ),
    Result(
        "coverage",
        "CX coverage",
        "the share of weight for which there is a score",
        _SHARE_LOOK,
        10,
        lambda item: item.coverage,
    ),
    Result(
        "failed_gates",
        "CX failed gates",
        "gates that it fails",
        _TEXT,
        24,
        lambda item: ", ".join(item.failed_gates),
    ),
)

RESULTS: Mapping[str, Result] = {each.key: each for each in _ALL}
"""What can be written beside a line, by name."""

DEFAULT_RESULTS = ("customer_impact", "value", "rank", "action", "why", "would_take")


def results_named(names: Sequence[str]) -> tuple[Result, ...]:
    """Return kinds of results by name, each once.

    Raises:
        InputError: There is none of a name, or none is named.

    Example:
        >>> [each.header for each in results_named(["rank", "action"])]
        ['CX rank', 'CX action']
    """
    unknown = [name for name in names if name not in RESULTS]
    problems = [
        Problem(
            "there is no such result",
            field="write",
            value=str(name),
            expected=f"some of {', '.join(RESULTS)}",
            hint=did_you_mean(str(name), RESULTS),
        )
        for name in unknown
    ]
    if not names:
        problems.append(Problem("no result is to be written", field="write"))
    if problems:
        raise InputError(problems)
    return tuple(RESULTS[name] for name in dict.fromkeys(names))
