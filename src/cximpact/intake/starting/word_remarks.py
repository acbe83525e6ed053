"""What to tell of columns that rate in words: what each word is taken for, and what to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.rating_words import is_burden, names_effect
from cximpact.intake.starting.word_ratings import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.starting.word_ratings import WordRatings

__all__ = ["words_told"]

_LONGEST_SHOWN = 30


def words_told(found: Mapping[str, WordRatings]) -> list[str]:
    """Return what words are taken for, once for all columns that share them.

    Args:
        found: The columns, in the order to name them.
    """
    told: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for header, each in found.items():
        told.setdefault(tuple(each.values.items()), []).append(header)
    return [
        f"{_named(headers)}: took {_said(dict(values))}; see 'values'"
        f"{_checks(headers, found, dict(values))}"
        for values, headers in told.items()
    ]


def _named(headers: Iterable[str]) -> str:
    return ", ".join(f"'{header}'" for header in headers)


def _said(values: Mapping[str, int]) -> str:
    """Return what words stand for, each once however it is spaced, the best first."""
    numbers: dict[int, dict[str, str]] = {}
    for text, number in sorted(values.items()):
        numbers.setdefault(number, {}).setdefault(folded(text), text)
    said = [
        f"{' and '.join(_shown(text) for text in numbers[number].values())} for "
        f"{f'{number:+d}' if number else 'no change'}"
        for number in sorted(numbers, reverse=True)
    ]
    return ", ".join(said)


def _shown(text: str) -> str:
    return f"'{printable(text, _LONGEST_SHOWN)}'"


def _checks(
    headers: Sequence[str], found: Mapping[str, WordRatings], values: Mapping[str, int]
) -> str:
    """Return what a person has to look at, as the words alone do not say it."""
    checks = []
    if not any(found[header].is_clear for header in headers):
        lowest = min(values, key=lambda text: (values[text], text))
        if 2 * values[lowest] <= found[headers[0]].furthest:
            text = _shown(lowest)
            checks.append(f"; if {text} means worse than today, give it a number below 0")
    unclear = [
        header
        for header in headers
        if is_burden(header) and not found[header].is_clear and not names_effect(header)
    ]
    if unclear:
        checks.append(f"; check that high means good in {_named(unclear)}")
    return "".join(checks)
