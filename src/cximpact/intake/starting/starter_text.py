"""The texts of a new workspace: its document, its blank ratings and the questions to rate by."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from cximpact.intake.starting.asked_scales import other_scale
from cximpact.intake.starting.draft_budgets import budgets_text
from cximpact.intake.starting.draft_costs import cost_lines, currency_lines
from cximpact.intake.starting.draft_remarks import at_their_lines, said_once
from cximpact.intake.starting.guess_reading import plain_settings
from cximpact.intake.starting.guess_words import (
    WAITING_WORDS,
    plain_words,
    says_mandatory,
    status_of,
)
from cximpact.intake.starting.quoting import comment, listed, quoted
from cximpact.intake.starting.unread_columns import unread_comments
from cximpact.intake.starting.waiting_ratings import rating_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from cximpact.intake.starting.draft_budgets import CostSum, Where
    from cximpact.intake.starting.guess import Guess
    from cximpact.intake.starting.guess_scales import Scale
    from cximpact.intake.starting.said_budgets import Budget
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["questions_text", "ratings_text", "workspace_text"]

_MARKUP = re.compile(r"[\\`<>\[\]*&|~]|^[#+-]|^[0-9]+(?=[.)])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LITTLE, _MIDDLING = 0.34, 0.67
_RATINGS = "    ratings:"
_NEEDED = {
    "mandatory": "    # counts with a reason and who approved it: see rules, below",
    "unit": "    # who rates a proposal of their own unit does not count",
}
RATING_HEADERS = ("proposal", "criterion", "rating", "rater", "unit", "source", "date")


def workspace_text(
    path: str,
    guess: Guess,
    scorecard: str,
    unread: Mapping[str, str],
    rated: bool,
    budgets: Sequence[Budget] = (),
    sums: Mapping[Where, CostSum] | None = None,
    rules: Sequence[str] = (),
    waiting: Sequence[Waiting] = (),
    carded: Collection[str] = (),
) -> str:
    """Return a commented workspace document.

    Args:
        path: The list, relative to the workspace.
        guess: What its columns seem to mean.
        scorecard: The scorecard's name or path.
        unread: Headers that the guess does not use, each with the reason.
        rated: Whether there is a companion table of ratings.
        budgets: Limits that were said.
        sums: What all proposals to decide on cost.
        rules: The lines of rules that stand ready.
        waiting: Columns of ratings that wait for a person, beside others that are read.
        carded: Criteria whose scale stands in the scorecard.
    """
    mapped = [*_columns(guess, waiting, carded), *_aside(guess)]
    mapped, remarks = at_their_lines(mapped, guess.remarks, sorted(guess.used()))
    lines = [
        *_head(scorecard),
        *currency_lines(guess, budgets),
        "",
        "proposals:",
        f"  path: {quoted(path)}",
        *_read(guess),
        *_missing(guess),
        *said_once(mapped, _RATINGS),
        *_remarks(remarks, unread),
        *_ratings(rated),
        *_outlook(guess, budgets, sums or {}, rules),
    ]
    return "\n".join(lines) + "\n"


def _head(scorecard: str) -> list[str]:
    return [
        "# A draft by 'cximpact init' of one round of decisions: check what it reads.",
        f"scorecard: {quoted(scorecard)}",
        "#as_of: YYYY-MM-DD       # the day of the decision; left out, it is today",
    ]


def _read(guess: Guess) -> list[str]:
    stated = plain_settings(guess.reading)
    if not stated:
        return []
    return [f"  read: {{{_settings(stated)}}}"]


def _settings(stated: Mapping[str, Any]) -> str:
    return ", ".join(f"{quoted(key)}: {_setting(value)}" for key, value in stated.items())


def _setting(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{_settings(value)}}}"
    return str(value) if isinstance(value, int) else quoted(value)


def _missing(guess: Guess) -> list[str]:
    if not guess.missing:
        return []
    return [f"  missing: [{listed(guess.missing)}]    # read as empty cells"]


def _columns(guess: Guess, waiting: Sequence[Waiting], carded: Collection[str]) -> list[str]:
    lines = ["  columns:               # ours: theirs"]
    for ours, theirs in guess.columns.items():
        if ours == "status":
            lines += _status(theirs, guess.statuses or {})
        elif ours == "mandatory" and guess.musts:
            lines.append(f"    mandatory:       {_NEEDED['mandatory']}")
            lines += [f"      column: {quoted(theirs)}", "      values:"]
            lines += [
                f"        {quoted(word)}: {quoted(must)}" for word, must in guess.musts.items()
            ]
        else:
            lines.append(f"    {ours}: {quoted(theirs)}{_NEEDED.get(ours, '')}")
    lines += cost_lines(guess)
    if guess.ratings:
        lines.append(_RATINGS)
        lines += [
            f"      {quoted(key)}: {_rating(header, scale, guess.signs.get(header), key in carded)}"
            for key, (header, scale) in guess.ratings.items()
        ]
        # Right before the name, so that the line stands among the others without its '#'.
        lines += [f"      #{each.mapped()}" for each in waiting]
    return lines


def _status(header: str, statuses: Mapping[str, str]) -> list[str]:
    lines = ["    status:              # proposed, committed or withdrawn"]
    lines.append(f"      column: {quoted(header)}")
    if statuses:
        lines.append("      values:")
        lines += [
            f"        {quoted(theirs)}: {_meant(theirs, ours)}" for theirs, ours in statuses.items()
        ]
    return lines


def _meant(theirs: str, ours: str) -> str:
    """Return our status, with what a person has to do about a word that is none of ours."""
    plain = plain_words(theirs)
    if says_mandatory(theirs):
        return f"{ours}    # what makes it mandatory is a line under rules, below"
    if plain in WAITING_WORDS:
        return f"{ours}    # takes part; withdrawn leaves it out"
    if not status_of(theirs):
        return f"{ours}    # not known: check"
    is_paid = ours == "committed" and plain != ours
    return f"{ours}    # paid in any case: its cost is what is still to pay" if is_paid else ours


def _rating(header: str, scale: Scale, signs: Mapping[str, int] | None, is_carded: bool) -> str:
    if scale is None or is_carded:
        return rating_text(header, None, signs)
    other = other_scale(header, scale)
    return (
        f"{rating_text(header, scale, signs)}    # worst, no change, best{other and f'; {other}'}"
    )


def _aside(guess: Guess) -> list[str]:
    if not guess.aside:
        return []
    lines = ["  set_aside:             # rows that are no proposals"]
    for header, values, reason in guess.aside:
        test = quoted(values[0]) if len(values) == 1 else f"{{one_of: [{listed(values)}]}}"
        lines.append(f"    - {{when: {{{quoted(header)}: {test}}}, reason: {reason}}}")
    return lines


def _remarks(remarks: Sequence[str], unread: Mapping[str, str]) -> list[str]:
    return [f"  # {comment(text)}" for text in (*remarks, *unread_comments(unread))]


def _ratings(rated: bool) -> list[str]:
    if not rated:
        return []
    return [
        "",
        "# One row per answer of one rater; questions.md has the questions and what answers mean.",
        "# For every further rater, copy the rows and name the rater in each.",
        "ratings: ratings.csv",
    ]


def _outlook(
    guess: Guess,
    budgets: Sequence[Budget],
    sums: Mapping[Where, CostSum],
    rules: Sequence[str],
) -> list[str]:
    return [
        *budgets_text(guess, budgets, sums),
        *rules,
    ]


def ratings_text(ids: Iterable[str], criteria: Sequence[Criterion]) -> tuple[str, list[str]]:
    """Return a blank table of ratings, and the ids left out of it.

    An id that a spreadsheet would take for a formula is left out: the table is made to be opened
    in one.

    Args:
        ids: Ids of the proposals.
        criteria: The rating criteria that the list itself does not answer.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(RATING_HEADERS)
    left_out = []
    for key in ids:
        if key.startswith(_FORMULA):
            left_out.append(key)
        else:
            writer.writerows([key, criterion.id, *[""] * 5] for criterion in criteria)
    return stream.getvalue(), left_out


def questions_text(scorecard: Scorecard, asked: Iterable[Criterion]) -> str:
    """Return the questions of some rating criteria with their anchors, as Markdown.

    Args:
        scorecard: Whose criteria they are.
        asked: Those to be rated, in the order to ask in.
    """
    parts = [_question(each) for each in asked]
    promise = f"> {_prose(scorecard.promise)}\n\n" if scorecard.promise else ""
    title = f": {_prose(scorecard.title)}" if scorecard.title else ""
    head = (
        f"# Questions to rate by{title}\n\n{promise}"
        "For each proposal and question, enter the number whose sentence fits best. 0 is what "
        "happens if we do not do it; worse than that is as good an answer as better. For every "
        "further rater, copy the row in ratings.csv and name the rater.\n"
    )
    return "\n".join([head, *parts])


def _worded(score: float) -> str:
    """Return what a score says of a change, for levels that a scorecard does not describe."""
    if not score:
        return "no change"
    size = "a little " if abs(score) <= _LITTLE else "" if abs(score) <= _MIDDLING else "much "
    return f"{size}{'better' if score > 0 else 'worse'}"


def _prose(text: str) -> str:
    """Return text for Markdown on one line: nothing in it becomes a link, a picture or HTML."""
    return _MARKUP.sub(r"\\\g<0>", comment(text).strip())


def _question(criterion: Criterion) -> str:
    title, code = _prose(criterion.title or criterion.id), comment(criterion.id).replace("`", "'")
    lines = [f"## {title} (`{code}`)\n", _prose(criterion.question), ""]
    lines += [
        f"- `{level.value}` {_prose(level.anchor) or _worded(level.score)}"
        for level in criterion.levels
    ]
    if criterion.source:
        lines += ["", f"Source: {_prose(criterion.source)}"]
    return "\n".join(lines) + "\n"
