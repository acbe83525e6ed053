"""How figures, names and lists are put into sentences, the same way everywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from cximpact.evidence.labels import label_of
from cximpact.model.evidence import Label
from cximpact.model.journey import Journey
from cximpact.model.money import minor_digits
from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.rounding import round9

_FINEST = 7
_DIGITS = re.compile(r"([0-9]+)")
_WHOLE_FROM = 1_000
"""From this amount on sentences leave out minor units."""
_ENDS = (".", "!", "?", "…")
"""What a sentence ends with."""


def shown(figure: float, decimals: int = 0) -> Decimal:
    """Return a figure as it is displayed, with so many decimals.

    Figures are equal where they are at nine decimals, so they are rounded to nine first: what is
    equal looks equal, however it was summed up. Then a half goes away from zero, as people round,
    so that a loss looks as large as the gain of the same size.

    Args:
        figure: Finite.
        decimals: How many are shown.

    Example:
        >>> shown(2.5), shown(-2.5), shown(0.1 * 4.55, 2), shown(-1e-12)
        (Decimal('3'), Decimal('-3'), Decimal('0.46'), Decimal('0'))
    """
    return _rounded(_exact(figure), decimals)


def hundredths(figure: float, decimals: int = 0) -> Decimal:
    """Return a score, value or share times 100, as it is displayed (see `shown`).

    Example:
        >>> hundredths(0.455), hundredths(-0.455), hundredths(0.1 + 0.2, 1)
        (Decimal('46'), Decimal('-46'), Decimal('30.0'))
    """
    return _rounded(_exact(figure) * 100, decimals)


def _exact(figure: float) -> Decimal:
    """Return a figure at nine decimals, exactly."""
    return Decimal(repr(float(round9(figure))))


def _rounded(exact: Decimal, decimals: int) -> Decimal:
    found = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return found if found else abs(found)  # nobody knows what -0 is


def points(score: float, limit: float | None = None) -> str:
    """Return a score or value as people read it, from -100 to +100.

    Whole points; below half a point the first decimal that counts, as 0 would deny what is there.
    Beside a limit, as many decimals more as show on which side of it the score lies.

    Args:
        score: In [-1, 1].
        limit: What it is held against, in [-1, 1].

    Example:
        >>> points(0.272), points(-0.52), points(0.00123), points(-0.0)
        ('+27', '-52', '+0.1', '0')
        >>> points(-0.0533, -0.05), points(-0.2933333, -0.05), points(-0.05, -0.05)
        ('-5.3', '-29', '-5')
    """
    whole = hundredths(score)
    text = f"{whole:+f}" if whole else _below_half_a_point(score)
    if limit is None or _tells(text, score, limit):
        return text
    finer = (f"{hundredths(score, decimals):+f}" for decimals in range(1, _FINEST))
    return next((each for each in finer if _tells(each, score, limit)), exact_points(score))


def _below_half_a_point(score: float) -> str:
    exact = _exact(score) * 100
    return f"{_rounded(exact, -exact.adjusted()).normalize():+f}" if exact else "0"


def exact_points(score: float) -> str:
    """Return a score on the -100 to +100 scale with as many decimals as it has, at most 7.

    Example:
        >>> exact_points(0.125), exact_points(-1 / 3)
        ('+12.5', '-33.3333333')
    """
    text = f"{hundredths(score, _FINEST):+f}".rstrip("0").rstrip(".")
    return "0" if text == "+0" else text


def percent(share: float, limit: float | None = None) -> str:
    """Return a share in percent; beside a limit, with the decimals that show on which side it is.

    Example:
        >>> percent(0.2), percent(0.4999, limit=0.5)
        ('20%', '49.99%')
    """
    told = (f"{hundredths(share, decimals):f}" for decimals in range(_FINEST))
    text = next((each for each in told if limit is None or _tells(each, share, limit)), None)
    return f"{text or exact_points(share).lstrip('+')}%"


def percent_to_tenths(share: float, *limits: float) -> str:
    """Return a share in percent to a tenth, finer where that is on the wrong side of a limit.

    So the share of a criterion in all is told, which is often no whole number.

    Args:
        share: In [0, 1].
        limits: What it is held against.

    Example:
        >>> percent_to_tenths(0.3), percent_to_tenths(0.075), percent_to_tenths(0.2999, 0.3)
        ('30%', '7.5%', '29.99%')
    """
    told = (f"{hundredths(share, decimals):f}" for decimals in range(1, _FINEST))
    fits = (each for each in told if all(_tells(each, share, limit) for limit in limits))
    text = next(fits, None) or exact_points(share).lstrip("+")
    return f"{text.removesuffix('.0')}%"


def share_words(share: float, limit: float | None = None) -> str:
    """Return a share of draws in percent; what is nearly all or nearly none is not called so.

    Args:
        share: In [0, 1].
        limit: What it is held against, see `percent`.

    Example:
        >>> share_words(0.826), share_words(0.9996), share_words(0.0003), share_words(1.0)
        ('83%', 'over 99%', 'under 1%', '100%')
        >>> share_words(0.8996, limit=0.9)
        '89.96%'
    """
    if 0.99 < share < 1:
        return "over 99%"
    if 0 < share < 0.01:
        return "under 1%"
    return percent(share, limit)


def exact_percent(share: float) -> str:
    """Return a share in percent with as many decimals as it has, at most 7.

    Example:
        >>> exact_percent(0.5), exact_percent(0.125)
        ('50%', '12.5%')
    """
    return f"{exact_points(share).lstrip('+')}%"


def _tells(text: str, value: float, limit: float) -> bool:
    """Whether a text in hundredths lies where the value does: below the limit, above, or on it."""
    told, bound, exact = Decimal(text), hundredths(limit, _FINEST), hundredths(value, _FINEST)
    return (told < bound, told > bound) == (exact < bound, exact > bound)


def condition(mean: float, label: Label) -> str:
    """Return a condition from 0 (broken) to 100 (differentiating), with its label.

    Args:
        mean: In [0, 1].
        label: Its label; `unknown` stands for a condition that was not measured.

    Example:
        >>> condition(0.2587, "reliable"), condition(0.2496, "broken")
        ('26 of 100 (reliable)', '24.96 of 100 (broken)')
        >>> condition(0.5, "unknown")
        '50 of 100 (unknown: not measured)'
    """
    if label == "unknown":
        return f"{hundredths(mean)} of 100 (unknown: not measured)"
    told = (f"{hundredths(mean, decimals):f}" for decimals in range(_FINEST + 1))
    text = next((each for each in told if label_of(float(each) / 100) == label), f"{mean * 100:g}")
    return f"{text} of 100 ({label})"


def money(amount: Decimal, currency: str) -> str:
    """Return an amount with its currency, thousands marked, minor units shown if not zero.

    Example:
        >>> money(Decimal("1200000.00"), "EUR"), money(Decimal("-0.5"), "USD")
        ('EUR 1,200,000', 'USD -0.50')
    """
    whole = amount == amount.to_integral_value()
    return f"{currency} {amount:,.{0 if whole else minor_digits(currency)}f}".strip()


def told_money(currency: str, *amounts: Decimal) -> tuple[str, ...]:
    """Return amounts as sentences tell them: from 1,000 on without minor units, which say nothing.

    Where that would make one of them look like another, all are told to the cent.

    Args:
        currency: Of all of them.
        amounts: What stands in one sentence.

    Example:
        >>> told_money("EUR", Decimal("61666.67"), Decimal("999.50"))
        ('EUR 61,667', 'EUR 999.50')
        >>> told_money("EUR", Decimal("1000.10"), Decimal("1000.20"))
        ('EUR 1,000.10', 'EUR 1,000.20')
    """
    short = tuple(money(_in_whole_units(each), currency) for each in amounts)
    if len(set(short)) == len(set(amounts)):
        return short
    return tuple(money(each, currency) for each in amounts)


def _in_whole_units(amount: Decimal) -> Decimal:
    if abs(amount) < _WHOLE_FROM:
        return amount
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def plain_amount(amount: Decimal, unit: str = "") -> str:
    """Return an amount that is no money, thousands marked, with no more decimals than it needs.

    Example:
        >>> plain_amount(Decimal("4.50"), "people"), plain_amount(Decimal("1200"))
        ('4.5 people', '1,200')
    """
    text = f"{amount:,f}"
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{short} {unit}".strip()


def ended(text: str) -> str:
    """Return text with a full stop, where it does not end as a sentence does.

    Reasons and names come from outside, and may end with a stop of their own.

    Example:
        >>> ended("too early"), ended("due on 30.09."), ended("why? ")
        ('too early.', 'due on 30.09.', 'why?')
    """
    said = text.rstrip()
    return said if said.endswith(_ENDS) else f"{said}."


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


def in_order(key: str) -> tuple[tuple[int, str], ...]:
    """Return what ids are sorted by as people count: 2 comes before 10.

    Lists are kept sorted by id, so their own order is not known any more.

    Example:
        >>> sorted(["P10", "P2", "A"], key=in_order)
        ['A', 'P2', 'P10']
    """
    parts = _DIGITS.split(key)
    # Digits stand at every second place, so like meets like; more of them are a larger number.
    return tuple(
        (len(part.lstrip("0")), part.lstrip("0")) if at % 2 else (0, part)
        for at, part in enumerate(parts)
    )


def name_of_touchpoint(journey: Journey, touchpoint: str) -> str:
    """Return a touchpoint's name for people, its id where it has none."""
    return journey.names.get(touchpoint, touchpoint)


def name_of_criterion(criterion: Criterion) -> str:
    """Return a criterion's name for people, its id where it has none."""
    return criterion.title or criterion.id


def journey_criteria(scorecard: Scorecard) -> tuple[Criterion, ...]:
    """Return the journey criteria, sorted by id: the columns of `Conditions` arrays."""
    return tuple(criterion for criterion in scorecard.criteria if criterion.kind == "journey")


def gate_name(gate: str) -> str:
    """Return a gate's name for people.

    Example:
        >>> gate_name("customer_harm")
        'customer harm'
    """
    return gate.replace("_", " ")
