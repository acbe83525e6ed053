"""How figures, names and lists are put into sentences, the same way everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cximpact.model.journey import Journey
from cximpact.model.money import minor_digits
from cximpact.model.scorecard import Criterion, Scorecard

_SHORTEST, _LONGEST = 2, 9


def points(score: float) -> str:
    """Return a score or value as people read it, from -100 to +100.

    Args:
        score: In [-1, 1].

    Example:
        >>> points(0.272), points(-0.52), points(-0.0)
        ('+27', '-52', '0')
    """
    whole = round(score * 100)
    return "0" if whole == 0 else f"{whole:+d}"


def exact_points(score: float) -> str:
    """Return a score on the -100 to +100 scale with as many decimals as it has, at most 7.

    Example:
        >>> exact_points(0.125), exact_points(-1 / 3)
        ('+12.5', '-33.3333333')
    """
    text = f"{score * 100:+.7f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text


def figure(value: float, against: float | None = None) -> str:
    """Return a figure with two decimals, or as many more as set it apart from its limit.

    Example:
        >>> figure(-0.0901), figure(-0.0200004, against=-0.02)
        ('-0.09', '-0.0200004')
    """
    for decimals in range(_SHORTEST, _LONGEST + 1):
        text = f"{value:.{decimals}f}"
        if against is None or value == against or float(text) != round(against, decimals):
            break
    return "0" if float(text) == 0 else text


def percent(share: float, against: float | None = None) -> str:
    """Return a share in percent, with the decimals that set it apart from its limit.

    Example:
        >>> percent(0.2), percent(0.4999, against=0.5)
        ('20%', '49.99%')
    """
    for decimals in range(_LONGEST - 1):
        text = f"{share * 100:.{decimals}f}"
        if against is None or share == against or float(text) != round(against * 100, decimals):
            break
    return f"{text}%"


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency, thousands marked, minor units shown if not zero.

    Example:
        >>> money(Decimal("1200000.00"), "EUR"), money(Decimal("-0.5"), "USD")
        ('EUR 1,200,000', 'USD -0.50')
    """
    whole = amount == amount.to_integral_value()
    return f"{currency} {amount:,.{0 if whole else minor_digits(currency)}f}".strip()


def listed(parts: Sequence[str], most: int = 5) -> str:
    """Join names as a sentence does; beyond `most` the rest is counted.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
        ('a, b and c', 'a, b and 1 more')
    """
    shown = list(parts[:most])
    if len(parts) > most:
        shown.append(f"{len(parts) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def name_of_touchpoint(journey: Journey, touchpoint: str) -> str:
    """Return a touchpoint's name for people, its id where it has none."""
    for point in journey.touchpoints:
        if point.id == touchpoint:
            return point.title or point.id
    return touchpoint


def name_of_criterion(criterion: Criterion) -> str:
    """Return a criterion's name for people, its id where it has none."""
    return criterion.title or criterion.id


def journey_criteria(scorecard: Scorecard) -> tuple[Criterion, ...]:
    """Return the journey criteria, sorted by id: the columns of `Conditions` arrays."""
    return tuple(criterion for criterion in scorecard.criteria if criterion.kind == "journey")
