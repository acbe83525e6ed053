"""Write the demo's raw evidence: surveys, complaints and calls of a company that does not exist.

Nothing here comes from a real company or person. Every row is drawn from the rates below with one
seeded generator, so that the files can be explained, changed and written again::

    python tests/demo/build_demo_evidence.py src/cximpact/demo/workspace

Only `Random.random` is used: of the generator's methods it is the one whose sequence Python
promises to keep. `kpis.csv`, `proposals.csv`, `costs.csv`, `effects.csv` and `ratings.csv` are
written by hand and not touched.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import NamedTuple

AS_OF = date(2026, 3, 1)
WINDOW_START = date(2025, 3, 2)


class Survey(NamedTuple):
    """A survey: answers inside the window and before it, and the share of 4 and 5."""

    name: str
    answers: int
    older: int
    satisfied: float
    satisfied_before: float


# `Decision` has become worse since the year before, `Bill` better: something to see in a trend.
CSAT = (
    Survey("Application", 260, 20, 0.70, 0.74),
    Survey("Proof of identity", 120, 10, 0.66, 0.66),
    Survey("Decision", 300, 24, 0.61, 0.75),
    Survey("Signing", 140, 10, 0.74, 0.72),
    Survey("Bill", 180, 16, 0.79, 0.69),
    Survey("Portal", 130, 10, 0.77, 0.76),
    Survey("Trouble with paying", 110, 10, 0.52, 0.56),
    Survey("Return", 130, 10, 0.60, 0.61),
    Survey("Employee pulse", 30, 0, 0.60, 0.60),
)
LATE_ANSWERS = 8
"""Answers dated after the day of the decision, as a live export would hold them."""

COMMENTS = (
    "",
    "",
    "",
    "took a while",
    "friendly on the phone",
    "still do not know why",
    "had to send it twice",
    "all fine",
)
"""Free text that no column of the workspace reads: comments must enter no result."""

# Occasion: answers, share of promoters, share of detractors.
NPS = {
    "Übergabe des Fahrzeugs": (240, 0.45, 0.21),
    "Vertragsende": (200, 0.29, 0.35),
}

# Topic: letters a week at the start and at the end of the year.
COMPLAINTS = {
    "Refused without a reason": (7.0, 9.5),
    "Decision took too long": (3.2, 4.2),
    "Did not understand the letter": (12.0, 15.5),
    "Wrong amount on the bill": (19.0, 16.0),
    "No bill arrived": (6.5, 5.5),
    "Pressed while unable to pay": (1.9, 2.5),
    "Charged for damage at return": (2.3, 2.7),
    "Something else": (1.0, 1.0),
}
FIRST_WEEK = date(2025, 3, 9)
WEEKS = 51

# Reason: calls, mean ease from 1 to 7, share solved at once.
CALLS = {
    "Where is my application": (140, 4.5, 0.62),
    "Documents missing": (70, 4.0, 0.50),
    "What does this letter mean": (120, 3.4, 0.66),
    "Complaint": (70, 3.5, 0.30),
    "My bill": (130, 4.4, 0.60),
    "Change of address or account": (90, 4.9, 0.72),
    "Something else": (80, 4.6, 0.58),
}
UNANSWERED = 0.08
"""Share of callers who hang up before the question after the call."""


def _day(draw: Random, start: date, end: date) -> date:
    return start + timedelta(days=int(draw.random() * ((end - start).days + 1)))


def _pick(draw: Random, options: Sequence[str]) -> str:
    return options[int(draw.random() * len(options))]


def _exactly(draw: Random, n: int, share: float) -> list[bool]:
    """Return n marks of which the share is True, in a drawn order."""
    order = sorted(range(n), key=lambda _: draw.random())
    chosen = set(order[: round(n * share)])
    return [position in chosen for position in range(n)]


def _score(draw: Random, satisfied: bool) -> int:
    if satisfied:
        return 5 if draw.random() < 0.4 else 4
    return 3 - int(draw.random() ** 1.5 * 3)


def _answers(
    draw: Random, survey: Survey, n: int, share: float, days: tuple[date, date]
) -> list[tuple[str, ...]]:
    return [
        (
            _day(draw, *days).isoformat(),
            survey.name,
            str(_score(draw, satisfied)),
            _pick(draw, COMMENTS),
        )
        for satisfied in _exactly(draw, n, share)
    ]


def csat_rows(draw: Random) -> list[tuple[str, ...]]:
    """Return single answers from 1 to 5: of the window, of the year before, and a few later."""
    rows: list[tuple[str, ...]] = []
    for survey in CSAT:
        current = (WINDOW_START, AS_OF - timedelta(days=3))
        before = (date(2024, 9, 1), WINDOW_START - timedelta(days=2))
        rows += _answers(draw, survey, survey.answers, survey.satisfied, current)
        rows += _answers(draw, survey, survey.older, survey.satisfied_before, before)
    late = (AS_OF + timedelta(days=1), AS_OF + timedelta(days=6))
    rows += _answers(draw, CSAT[2], LATE_ANSWERS, 0.5, late)
    return sorted(rows)


def nps_rows(draw: Random) -> list[tuple[str, ...]]:
    """Return answers from 0 to 10, days written as 31.12.2025."""
    rows = []
    for occasion, (n, promoters, detractors) in NPS.items():
        for position in range(n):
            day = _day(draw, WINDOW_START, AS_OF - timedelta(days=5))
            rows.append((day, occasion, _recommendation(draw, position / n, promoters, detractors)))
    return [
        (day.strftime("%d.%m.%Y"), occasion, str(score)) for day, occasion, score in sorted(rows)
    ]


def _recommendation(draw: Random, place: float, promoters: float, detractors: float) -> int:
    if place < promoters:
        return 9 + int(draw.random() * 2)
    if place < promoters + detractors:
        return int(7 * draw.random() ** 0.6)
    return 7 + int(draw.random() * 2)


def complaint_rows(draw: Random) -> list[dict[str, object]]:
    """Return letters counted by week and topic."""
    rows: list[dict[str, object]] = []
    for week in range(WEEKS):
        ending = FIRST_WEEK + timedelta(weeks=week)
        for topic, (first, last) in COMPLAINTS.items():
            expected = first + (last - first) * week / (WEEKS - 1)
            letters = round(expected * (0.7 + 0.6 * draw.random()))
            rows.append({"week_ending": ending.isoformat(), "topic": topic, "letters": letters})
    return rows


def call_rows(draw: Random) -> list[tuple[str, ...]]:
    """Return calls with the answer to one question: how easy was it, 1 to 7."""
    rows = []
    for reason, (n, ease, share) in CALLS.items():
        for solved in _exactly(draw, n, share):
            day = _day(draw, WINDOW_START, AS_OF - timedelta(days=2))
            answer = "" if draw.random() < UNANSWERED else str(_ease(draw, ease))
            rows.append((day.isoformat(), reason, answer, "yes" if solved else "no"))
    return sorted(rows)


def _ease(draw: Random, mean: float) -> int:
    spread = (draw.random() + draw.random() + draw.random() - 1.5) * 2.8
    return min(7, max(1, round(mean + spread)))


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _draw(seed: int) -> Random:
    return Random(seed)


def evidence_files() -> dict[str, str]:
    """Return the text of each file by its name; the same on every call."""
    return {
        "csat_survey.csv": _csv(("Answered", "Survey", "Score", "Comment"), csat_rows(_draw(11))),
        "nps_survey.csv": _csv(("Datum", "Anlass", "Empfehlung"), nps_rows(_draw(12)), ";"),
        "complaints.jsonl": "".join(json.dumps(row) + "\n" for row in complaint_rows(_draw(13))),
        "calls.csv": _csv(("day", "reason", "ease", "solved"), call_rows(_draw(14))),
    }


def main(folder: Path) -> None:
    """Write the files into a folder, over those of the same names."""
    for name, text in evidence_files().items():
        (folder / name).write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
