"""How far each weight may go within what was stated, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import wrap

from cximpact.decision.words import hundredths
from cximpact.exceptions import printable
from cximpact.model.weighting import GROUPS, Weighting, WeightingResult, WeightRange, WeightSpace
from cximpact.scoring.weighting.consistency import consistency_warning

_BAR = 30
_WIDTH = 100
_LONGEST_NAME = 40


def weights_text(
    weighting: Weighting, spaces: Sequence[WeightSpace], result: WeightingResult
) -> str:
    """Return what was stated and what it leaves open, stakeholder by stakeholder.

    Args:
        weighting: What was said.
        spaces: What each stakeholder leaves open.
        result: What follows.
    """
    lines: list[str] = []
    for space in spaces:
        own = [each for each in result.ranges if each.stakeholder == space.stakeholder]
        said = result.statements.get(space.stakeholder, ())
        if lines:
            lines.append("")
        lines += _heading(space, len(spaces), said, weighting)
        lines += ranges_table(own)
    return "\n".join([*lines, *_remarks(result, len(spaces))]) + "\n"


def _heading(
    space: WeightSpace, voices: int, said: Sequence[str], weighting: Weighting
) -> Iterator[str]:
    if space.stakeholder:
        counts = f", {_percent(space.share)} of the say" if voices > 1 else ""
        yield f"{printable(space.stakeholder)}{counts}"
    for words in said:
        yield from _wrapped(f"  said: {printable(words, 300)}")
    silent = sorted(
        part.name for part in space.parts if not any(int(each) >= 0 for each in part.statement)
    )
    if silent:
        yield from _wrapped(f"  {_silence(silent, weighting)}")


def _silence(parts: Sequence[str], weighting: Weighting) -> str:
    """Return what holds where nobody speaks."""
    near = [
        f"{100 * weighting.groups_within:.4g} points of 100 for the groups"
        if part == GROUPS
        else f"{100 * weighting.within:.4g}% of each {part} weight"
        for part in parts
    ]
    return (
        f"not said: anything about {_listed([_about(part) for part in parts])}; there the "
        f"scorecard's points hold, give or take {_listed(near)}"
    )


def _about(part: str) -> str:
    return "the groups" if part == GROUPS else f"{part} criteria"


def ranges_table(
    ranges: Sequence[WeightRange], before: Mapping[tuple[str, str], WeightRange] | None = None
) -> Iterator[str]:
    """Yield the lines of a table per part: the least, the most, the central weight, and a bar.

    Args:
        ranges: Of one stakeholder, part by part.
        before: What the ranges were, by part and member; where they moved, this is said.
    """
    width = max((len(name) for e in ranges for name in (_name(e), _title(e.part))), default=0)
    for part, listed in groupby(ranges, key=lambda each: each.part):
        yield ""
        head = f"{'least':>6}  {'most':>6}  {'center':>6}  0%{'100%':>{_BAR - 2}}"
        yield f"  {_title(part):<{width}}  {head}"
        for each in listed:
            yield (
                f"  {_name(each):<{width}}  {_percent(each.low):>6}  {_percent(each.high):>6}  "
                f"{_percent(each.center):>6}  {_bar(each)}{_moved(each, before)}"
            )


def _title(part: str) -> str:
    return "group" if part == GROUPS else part


def _name(each: WeightRange) -> str:
    return printable(each.member, _LONGEST_NAME)


def _bar(each: WeightRange) -> str:
    """Return the range as a bar from 0 to 1, with the central weight on it."""
    first, last, middle = (
        round(value * (_BAR - 1)) for value in (each.low, each.high, each.center)
    )
    return "".join(
        "●" if at == middle else "━" if first <= at <= last else "·" for at in range(_BAR)
    )


def _moved(each: WeightRange, before: Mapping[tuple[str, str], WeightRange] | None) -> str:
    old = None if before is None else before.get((each.part, each.member))
    if old is None or (_percent(old.low), _percent(old.high)) == (
        _percent(each.low),
        _percent(each.high),
    ):
        return ""
    return f"  was {_percent(old.low)} to {_percent(old.high)}"


def _remarks(result: WeightingResult, voices: int) -> Iterator[str]:
    if voices > 1 and result.common:
        yield ""
        yield "all of them agree on"
        yield from ranges_table(result.common)
    told = [
        _disagreement(each.one, each.other, each.part, each.clash) for each in result.disagreements
    ]
    warnings = [words for each in result.consistency if (words := consistency_warning(each))]
    notes = [result.method] if result.method else []
    for text in (*told, *warnings, *notes):
        yield ""
        yield from _wrapped(printable(f"{text[:1].upper()}{text[1:]}.", 2_000), "")


def _disagreement(one: str, other: str, part: str, clash: Sequence[str]) -> str:
    about = "the groups" if part == GROUPS else f"the {part} part"
    return f"no weights of {about} satisfy both {one} and {other}: {'; '.join(clash)}"


def _percent(share: float) -> str:
    """Return a share with one decimal where it has one.

    Example:
        >>> _percent(0.25), _percent(1 / 3)
        ('25%', '33.3%')
    """
    return f"{hundredths(share, 1).normalize():f}%"


def _wrapped(text: str, indent: str = "        ") -> list[str]:
    return wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
