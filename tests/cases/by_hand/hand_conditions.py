"""From the demo's raw rows to the condition of seven touchpoints, as a spreadsheet would do it.

Every step names its section of docs/explanation/method.md. Nothing here comes from the library:
the scorecard's anchors, weights and volumes are typed in, the rows are counted from the files.
"""

import csv
import json
from collections.abc import Callable, Iterable
from datetime import date
from math import sqrt
from pathlib import Path
from typing import NamedTuple

DEMO = Path(__file__).parents[3] / "src" / "cximpact" / "demo" / "workspace"
AS_OF = date(2026, 3, 1)
MONTH = 30.4375  # days


class Row(NamedTuple):
    """One row of evidence: its day and what it says."""

    day: date
    value: float


class Measurement(NamedTuple):
    """One line of the spreadsheet: from the figure to its part in the pooled condition."""

    name: str
    rows: int
    figure: float
    error: float
    condition: float
    condition_error: float
    freshness: float
    precision: float


class Condition(NamedTuple):
    """The pooled condition of one touchpoint and the measurements it rests on."""

    mean: float
    sd: float
    label: str
    measurements: tuple[Measurement, ...]


# Anchors of the scorecard: the figures that mean broken, reliable, differentiating.
ANCHORS = {
    "csat": (0.50, 0.80, 0.95),
    "effort": (3.0, 5.0, 6.5),
    "solved-at-once": (0.40, 0.70, 0.90),
    "complaints": (0.30, 0.10, 0.02),
    "approval-hours": (72.0, 24.0, 2.0),
    "bills-correct": (0.95, 0.99, 0.999),
}
# Yearly volumes of the scorecard: what complaints are held against over a window of a year.
VOLUME = {
    "credit-application": 48000,
    "credit-decision": 48000,
    "decision-letter": 48000,
    "monthly-billing": 160000,
    "help-line": 74000,
    "payment-difficulty": 9000,
    "complaint": 9500,
}


# -- "One measurement is made per source, measure, touchpoint and criterion over a window"


def in_window(rows: Iterable[Row]) -> list[Row]:
    """Rows after the same day 12 months earlier and up to the day of the decision."""
    return [row for row in rows if date(2025, 3, 1) < row.day <= AS_OF]


def survey_answers(survey: str) -> list[Row]:
    """Scores 1 to 5 of one survey of csat_survey.csv."""
    with (DEMO / "csat_survey.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["Survey"] == survey]
    return in_window(Row(date.fromisoformat(x["Answered"]), float(x["Score"])) for x in lines)


def calls(column: str, about: Callable[[str], bool]) -> list[Row]:
    """One column of calls.csv for the reasons asked for; a blank cell is no answer."""
    with (DEMO / "calls.csv").open(encoding="utf-8", newline="") as file:
        lines = [x for x in csv.DictReader(file) if about(x["reason"]) and x[column] != ""]
    number = {"yes": 1.0, "no": 0.0} | {str(ease): float(ease) for ease in range(1, 8)}
    return in_window(Row(date.fromisoformat(x["day"]), number[x[column]]) for x in lines)


def letters(about: Callable[[str], bool]) -> list[Row]:
    """Letters of complaint by week for the topics asked for."""
    with (DEMO / "complaints.jsonl").open(encoding="utf-8") as file:
        weeks = [json.loads(line) for line in file if line.strip()]
    return in_window(
        Row(date.fromisoformat(x["week_ending"]), float(x["letters"]))
        for x in weeks
        if about(x["topic"])
    )


# -- The table "kind of measure, figure m, standard error s"


def share(rows: list[Row], success: Callable[[float], bool]) -> tuple[float, float]:
    """p = successes / n and its standard error; all our shares have more than 5 of both."""
    n = len(rows)
    successes = sum(1 for row in rows if success(row.value))
    assert successes >= 5 and n - successes >= 5  # otherwise the page asks for Wilson
    p = successes / n
    return p, sqrt(p * (1 - p) / n)


def mean(rows: list[Row], scale_range: float) -> tuple[float, float]:
    """Mean answer and max(sample sd, scale range / 6) / √n."""
    n = len(rows)
    average = sum(row.value for row in rows) / n
    variance = sum((row.value - average) ** 2 for row in rows) / (n - 1)
    return average, max(sqrt(variance), scale_range / 6) / sqrt(n)


def rate(rows: list[Row], exposure: float) -> tuple[float, float]:
    """Complaints with 14 (1 to 26) silent customers for each one who complains."""
    count = sum(row.value for row in rows)
    low, likely, high = 1, 14, 26
    mu = (low + 4 * likely + high) / 6
    var_k = (mu - low) * (high - mu) / 7
    figure = min(1, (1 + likely) * count / exposure)
    variance = (1 + likely) ** 2 * max(count, 1) / exposure**2 + (count / exposure) ** 2 * var_k
    return figure, sqrt(variance)


# -- "Through the anchors"


def on_the_scale(figure: float, anchors: tuple[float, float, float]) -> float:
    """Straight lines from broken (0) to reliable (0.5) to differentiating (1), clipped."""
    broken, reliable, differentiating = anchors
    lower = (figure - broken) / (reliable - broken)
    upper = (figure - reliable) / (differentiating - reliable)
    return 0.5 * min(max(lower, 0), 1) + 0.5 * min(max(upper, 0), 1)


def measurement(
    name: str, rows: list[Row], figure_and_error: tuple[float, float], weight: float = 1
) -> Measurement:
    """One measurement through its anchors, with freshness and precision."""
    m, s = figure_and_error
    anchors = ANCHORS[name]
    c = on_the_scale(m, anchors)
    up, down = on_the_scale(m + s, anchors), on_the_scale(m - s, anchors)
    s_c = max(abs(up - c), abs(c - down), 0.02)
    # Freshness: evidence counts half after each half-life, by default 12 months
    f = 2 ** (-age_in_months(rows) / 12)
    precision = weight * f / (s_c**2 + 0.10**2)
    return Measurement(name, len(rows), m, s, c, s_c, f, precision)


def age_in_months(rows: list[Row]) -> float:
    """A measurement is as old as its latest row."""
    return min((AS_OF - row.day).days for row in rows) / MONTH


# -- "Pooling" and "Label"


def pooled(*measurements: Measurement) -> Condition:
    """Average by precision with the prior 0.5 ± 0.25."""
    prior = 1 / 0.25**2
    total = prior + sum(one.precision for one in measurements)
    weighted = prior * 0.5 + sum(one.precision * one.condition for one in measurements)
    c = weighted / total
    label = "broken" if c < 0.25 else "differentiating" if c >= 0.75 else "reliable"
    return Condition(c, 1 / sqrt(total), label, measurements)


# -- The seven touchpoints


def csat(survey: str) -> Measurement:
    """Satisfied customers (4 or 5 of 5)."""
    rows = survey_answers(survey)
    return measurement("csat", rows, share(rows, lambda score: score >= 4))


def effort(*reasons: str) -> Measurement:
    """How easy it was (1 to 7), for the calls with one of these reasons."""
    rows = calls("ease", lambda reason: reason in reasons)
    return measurement("effort", rows, mean(rows, 7 - 1))


def complaints(touchpoint: str, about: Callable[[str], bool]) -> Measurement:
    """Customers affected, held against the touchpoint's yearly volume."""
    rows = letters(about)
    return measurement("complaints", rows, rate(rows, VOLUME[touchpoint]))


def kpi(name: str, day: date, figure: float) -> Measurement:
    """The latest figure; its error is 5 % of the distance from broken to differentiating."""
    broken, _, differentiating = ANCHORS[name]
    rows = [Row(day, figure)]
    return measurement(name, rows, (figure, 0.05 * abs(differentiating - broken)))


def solved_at_once() -> Measurement:
    """Solved in the first call: all calls, whatever their reason."""
    rows = calls("solved", lambda _: True)
    return measurement("solved-at-once", rows, share(rows, lambda solved: solved == 1))


def conditions() -> dict[str, Condition]:
    """The touchpoints that P01, P02, P09, P10 and P13 touch. No evidence names a criterion."""
    year_end = date(2025, 12, 31)
    return {
        "credit-application": pooled(
            csat("Application"), effort("Where is my application", "Documents missing")
        ),
        "credit-decision": pooled(
            csat("Decision"),
            complaints(
                "credit-decision",
                lambda topic: topic in ("Refused without a reason", "Decision took too long"),
            ),
            kpi("approval-hours", year_end, 46),
        ),
        "decision-letter": pooled(
            complaints("decision-letter", lambda topic: "letter" in topic.lower()),
            effort("What does this letter mean"),
        ),
        "monthly-billing": pooled(
            csat("Bill"),
            complaints("monthly-billing", lambda topic: "bill" in topic.lower()),
            kpi("bills-correct", year_end, 0.986),
        ),
        "payment-difficulty": pooled(
            csat("Trouble with paying"),
            complaints("payment-difficulty", lambda topic: topic == "Pressed while unable to pay"),
        ),
        "help-line": pooled(
            effort("My bill", "Something else", "Change of address or account"), solved_at_once()
        ),
        "complaint": pooled(effort("Complaint")),
    }
