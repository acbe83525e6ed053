"""Why columns of an existing list are not read, in a few words each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.starting.amount_columns import (
    are_percents,
    counts_customers,
    holds_amounts,
    holds_numbers,
    percent_of_customers,
    share_of_customers,
)
from cximpact.intake.starting.date_columns import holds_dates
from cximpact.intake.starting.guess_scales import is_about
from cximpact.intake.starting.link_columns import header_relation, may_be_links
from cximpact.intake.starting.no_costs import money_columns
from cximpact.intake.starting.open_ratings import (
    falling_scale,
    looks_rated,
    may_be_low_good,
    rated_beyond,
    rated_columns,
)
from cximpact.intake.starting.quoting import quoted
from cximpact.intake.starting.rating_words import is_low_better, is_order, is_property, is_sureness
from cximpact.intake.starting.word_ratings import odd_words, word_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Scorecard

__all__ = ["unread_columns", "unread_comments", "unread_lines"]

_NOTHING = "nothing takes it"
_DATES = "dates of proposals are not used in the decision"
_ORDER = "an order of priority is no effect"
_SURE = "says how sure somebody is, which is no effect"
_AMOUNT = "looks like an amount: a criterion with 'kind: quantity' takes it"
_COST = "may be the cost: 'cost' takes it; other amounts: a criterion with 'kind: quantity'"
_READY = "may be the cost: the line of 'costs' stands ready"
_POTS = "names the budgets, once a cost is read"
_SHOWN_IN = "see 'Write a scorecard'"
_SHARE = "'reach' takes a share of customers, such as 20%"
_PERCENTS = (
    "holds percents: if they rate it, write 80 for 80%, and map it in 'ratings' with "
    "scale: [0, 50, 100]"
)
_MOST_SHOWN, _LONGEST = 3, 30
_EACH = {_NOTHING: "nothing takes them", "looks like an amount": "look like amounts"}
"""Reasons in brief, and how they are said of several columns."""

_BRIEF = 60
_NOTES = "see the notes"


def unread_columns(
    table: RawTable, guess: Guess, scorecard: Scorecard, waiting: Sequence[Waiting] = ()
) -> dict[str, str]:
    """Return the headers that nothing reads, each with the reason.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        scorecard: Its criteria are what ratings may answer.
        waiting: Columns of ratings that stand in the draft as comments.
    """
    used = guess.used()
    free = [header for header in table.headers if header not in used]
    rated = rated_columns(table, set(free), guess.reading)
    said = {each.header: _waits(each) for each in waiting}
    return {
        header: said.get(header) or _why(header, table, guess, scorecard, rated) for header in free
    }


def _waits(each: Waiting) -> str:
    ready = "take the '#' away from its lines in cximpact.yaml and scorecard.yaml"
    if each.is_low_better:
        return f"is low or high good? low: {ready}"
    return f"rates whom it affects beside customers; to count it, {ready}"


def _why(
    header: str, table: RawTable, guess: Guess, scorecard: Scorecard, rated: Sequence[str]
) -> str:
    if any(each.is_asked and header in each.headers for each in guess.left_out):
        return _READY
    if header == guess.pots.header:
        return _POTS
    if any(f"'{header}'" in remark for remark in guess.remarks):
        return _NOTES
    about = next((each for each in scorecard.criteria if is_about(header, each)), None)
    if about is not None and about.kind == "rating" and about.id in (guess.ratings or {}):
        return f"another column is read as {about.id}"
    odd = odd_words(table.column(header))
    if odd and not (is_order(header) or is_sureness(header) or is_property(header)):
        return f"rates in words, but {_named(odd)} not known: map it in 'ratings', with 'values'"
    if about is not None and about.kind == "rating":
        return "answers beyond the scale: say theirs with scale: [worst, no change, best]"
    if header in rated:
        return (
            "looks like ratings, but no criterion is called so: write one, or map it in 'ratings'"
        )
    if rated_beyond(header, table.column(header), guess.reading):
        return "holds numbers beyond the scale in its header: correct one of them"
    return (
        (_DATES if holds_dates(table.column(header)) else "")
        or _why_links(header, table, guess)
        or _why_no_effect(header, table, guess)
        or _why_amounts(header, table, guess)
        or _NOTHING
    )


def _why_links(header: str, table: RawTable, guess: Guess) -> str:
    """Return what to write if numbers are ids of the list; "" where they cannot be."""
    ours = may_be_links(table, guess.columns.get("id", ""), header, guess.reading)
    name = quoted(header)
    return f"may count, or name ids of the list: if ids, write '{ours}: {name}'" if ours else ""


def _why_amounts(header: str, table: RawTable, guess: Guess) -> str:
    """Return what would take a column of amounts or of shares of customers; "" for others."""
    cells, name = table.column(header), quoted(header)
    if "reach" not in guess.columns:
        if share_of_customers(header, cells, guess.reading):
            return f"if it is the share of customers affected, write 'reach: {name}'"
        if percent_of_customers(header, cells, guess.reading):
            return (
                f"if it is the share of customers affected, write 20% for 20, and 'reach: {name}'"
            )
    if are_percents(cells, guess.reading):
        return _PERCENTS
    if header_relation(header) or not holds_amounts(header, cells, guess.reading):
        return _SHARE if counts_customers(header, cells, guess.reading) else ""
    if header in money_columns(table, guess):
        return f"{_COST}, {_SHOWN_IN}"
    share = _SHARE if counts_customers(header, cells, guess.reading) else ""
    return f"{_AMOUNT}, {_SHOWN_IN}{f'; {share}' if share else ''}"


def _why_no_effect(header: str, table: RawTable, guess: Guess) -> str:
    """Return why a column that looks like ratings becomes no criterion; "" for no such reason."""
    cells = table.column(header)
    in_small = looks_rated(header, cells, guess.reading) or bool(odd_words(cells))
    if not (in_small or holds_numbers(cells, guess.reading)):
        return ""
    if is_order(header):
        return _ORDER
    if is_sureness(header):
        return _SURE
    if not in_small:
        return ""
    if not may_be_low_good(header, cells, guess.reading):
        return ""
    if not is_low_better(header) and holds_amounts(header, cells, guess.reading):
        return ""  # such as a number of complaints
    scale = falling_scale(header, cells, guess.reading)
    words = word_columns(table, [header]).get(header)
    if words is not None:
        said = ", ".join(f"{quoted(text)}: {words.values[text]}" for text in words.by_number)
        return (
            f"in words; is low or high good? low: map it in 'ratings' with values: {{{said}}} and "
            f"scale: {_listed(words.falling)}"
        )
    return f"is low or high good? low: map it in 'ratings' with scale: {_listed(scale)}"


def _named(words: Sequence[str]) -> str:
    some = ", ".join(f"'{printable(word, _LONGEST)}'" for word in words[:_MOST_SHOWN])
    if len(words) == 1:
        return f"{some} is"
    more = f" and {len(words) - _MOST_SHOWN} more" if len(words) > _MOST_SHOWN else ""
    return f"{some}{more} are"


def _listed(scale: Sequence[float] | None) -> str:
    return f"[{', '.join(f'{value:g}' for value in scale or ())}]"


def unread_lines(reasons: Mapping[str, str]) -> list[str]:
    """Return which columns are not read, a line for each reason; long reasons are cut.

    Args:
        reasons: The columns, each with the whole reason; what is cut stands in the draft.

    Example:
        >>> unread_lines({"Trust": "odd", "Notes": "nothing takes it"})
        ['Not read:', '  Notes: nothing takes it', '  Trust: odd']
    """
    if not reasons:
        return []
    headers: dict[str, list[str]] = {}
    for header, why in sorted(reasons.items(), key=lambda pair: pair[1] != _NOTHING):
        headers.setdefault(_brief(why), []).append(header)
    is_cut = any(_brief(why) != why for why in reasons.values())
    more = " (what to do stands in cximpact.yaml)" if is_cut else ""
    lines = [
        f"  {', '.join(some)}: {_EACH.get(why, why) if len(some) > 1 else why}"
        for why, some in headers.items()
    ]
    return [f"Not read{more}:", *lines]


def unread_comments(reasons: Mapping[str, str]) -> list[str]:
    """Return the same for the draft: the columns, and what to do about one where that is known.

    Args:
        reasons: The columns, each with the whole reason.

    Example:
        >>> unread_comments({"Trust": "odd", "Notes": "nothing takes it"})
        ['Columns not read: Trust, Notes']
    """
    if not reasons:
        return []
    others = [header for header, why in reasons.items() if _brief(why) == why]
    long = [f"  {header}: {why}" for header, why in reasons.items() if header not in others]
    return [f"Columns not read:{' ' if others else ''}{', '.join(others)}", *long]


def _brief(why: str) -> str:
    """Return a reason without what to do about it, if it is long.

    Example:
        >>> _brief("is low or high good? low: take the '#' away from its lines in cximpact.yaml")
        'is low or high good?'
        >>> _brief("only searched for what must be done and other proposals: see the notes")
        'only searched for what must be done and other proposals: see the notes'
    """
    if len(why) <= _BRIEF or why.endswith(_NOTES):
        return why
    for sign, kept in (("? ", "?"), ("; ", ""), (": ", "")):
        start, found, _ = why.partition(sign)
        # A sign in quotes is part of what to write.
        if found and not start.count("'") % 2:
            return start + kept
    return why
