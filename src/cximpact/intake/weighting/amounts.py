"""Numbers in statements: shares, points and comparisons, as text or as numbers."""

from __future__ import annotations

from cximpact.intake.files.marks import Data
from cximpact.intake.weighting.language import UnclearError
from cximpact.intake.weighting.sayings import NUMBER

_ROUNDED = 0.015


def amount(said: Data) -> float:
    """Return a number, given as one or as text such as `20%` or `1/3`.

    Raises:
        UnclearError: It is no number, or a negative one.

    Example:
        >>> amount("20%"), amount("1/4"), amount(3)
        (0.2, 0.25, 3.0)
    """
    if isinstance(said, int | float) and not isinstance(said, bool):
        found: float | None = float(said)
    else:
        found = _of_text(str(said))
    if found is None or found < 0:
        hint = "such as 3, 0.2, 20% or 1/3"
        raise UnclearError("not a number from 0 up", value=str(said), hint=hint)
    return found


def _of_text(text: str) -> float | None:
    above, slash, below = text.partition("/")
    first, second = (NUMBER.fullmatch(each.strip()) for each in (above, below))
    if first is None or (slash and second is None):
        return None
    value = float(f"{first[1]}e{first[2] or 0}") / (100 if first[3] else 1)
    if second is None:
        return value
    divisor = float(f"{second[1]}e{second[2] or 0}") / (100 if second[3] else 1)
    return value / divisor if divisor else None


def share(said: Data) -> float:
    """Return a share from 0 to 1.

    Raises:
        UnclearError: It is none.
    """
    found = amount(said)
    if found > 1:
        hint = f"write {found:g}%" if found <= 100 and "%" not in str(said) else None
        raise UnclearError("a share of more than 1", value=str(said), hint=hint)
    return found


def shares(said: dict[str, Data], whole: bool) -> dict[str, float]:
    """Return shares of 1; where a number is above 1, all of them are read as percentages.

    Args:
        said: Name to share.
        whole: Whether every member of the part is named, so that the shares must sum to 1.

    Raises:
        UnclearError: One is no number, or they sum to something else.

    Example:
        >>> shares({"customer": 60, "business": 40}, whole=True)
        {'customer': 0.6, 'business': 0.4}
    """
    found = {name: amount(value) for name, value in said.items()}
    if any(value > 1 for value in found.values()):
        found = {name: value / 100 for name, value in found.items()}
    total = sum(found.values())
    if whole and abs(total - 1) > _ROUNDED:
        hint = "use points where only the proportions count"
        raise UnclearError("the shares do not sum to 100%", value=f"{100 * total:g}%", hint=hint)
    return found
