"""How figures, names and lists are put into sentences, the same way everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cximpact.evidence.labels import label_of
from cximpact.model.evidence import Label
from cximpact.model.journey import Journey
from cximpact.model.money import minor_digits
from cximpact.model.scorecard import Criterion, Scorecard

_FINEST = 7


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
    whole = round(score * 100)
    small = Decimal(f"{round(score, 9) * 100:.1g}")
    text = f"{whole:+d}" if whole else f"{small:+f}" if small else "0"
    if limit is None or _tells(text, score, limit):
        return text
    finer = (f"{score * 100:+.{decimals}f}" for decimals in range(1, _FINEST))
    return next((each for each in finer if _tells(each, score, limit)), exact_points(score))


def exact_points(score: float) -> str:
    """Return a score on the -100 to +100 scale with as many decimals as it has, at most 7.

    Example:
        >>> exact_points(0.125), exact_points(-1 / 3)
        ('+12.5', '-33.3333333')
    """
    text = f"{score * 100:+.{_FINEST}f}".rstrip("0").rstrip(".")
    return "0" if text in ("+0", "-0") else text


def percent(share: float, limit: float | None = None) -> str:
    """Return a share in percent; beside a limit, with the decimals that show on which side it is.

    Example:
        >>> percent(0.2), percent(0.4999, limit=0.5)
        ('20%', '49.99%')
    """
    shown = (f"{share * 100:.{decimals}f}" for decimals in range(_FINEST))
    text = next((each for each in shown if limit is None or _tells(each, share, limit)), None)
    return f"{text or exact_points(share).lstrip('+')}%"


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
    shown, bound = round(float(text), _FINEST), round(limit * 100, _FINEST)
    exact = round(value * 100, _FINEST)
    return (shown < bound, shown > bound) == (exact < bound, exact > bound)


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
        return f"{mean * 100:.0f} of 100 (unknown: not measured)"
    shown = (f"{mean * 100:.{decimals}f}" for decimals in range(_FINEST))
    text = next((each for each in shown if label_of(float(each) / 100) == label), f"{mean * 100:g}")
    return f"{text} of 100 ({label})"


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
