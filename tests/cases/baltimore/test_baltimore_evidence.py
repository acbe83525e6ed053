"""The city's own figures and its 311 requests, against counts and formulas done by hand here.

The formulas are those of `docs/explanation/method.md`, written a second time in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import sqrt
from pathlib import Path

import pytest
import yaml

import cximpact

Rows = list[dict[str, str]]
Reader = Callable[[str], Rows]
AS_OF = date(2022, 4, 1)
FISCAL_YEAR_END = date(2021, 6, 30)
CASE = Path(__file__).parent
CRITERION = "resident-journey"


@pytest.fixture(scope="module")
def evidence(evaluation: cximpact.Evaluation) -> list[dict]:
    table = evaluation.table("evidence")
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


@pytest.fixture(scope="module")
def scorecard() -> dict:
    return yaml.safe_load((CASE / "scorecard.yaml").read_text(encoding="utf-8"))


# --- counts -----------------------------------------------------------------------------------


def _contacts(read_rows: Reader) -> Rows:
    rows = read_rows("service_requests_311_2018_sample.csv")
    return [row for row in rows if row["methodreceived"] not in ("Internal", "System", "")]


def _of_types(rows: Rows, *parts: str) -> Rows:
    return [row for row in rows if any(part in row["srtype"] for part in parts)]


def test_at_least_forty_of_the_citys_measures_speak(evidence) -> None:
    assert len({row["measure"] for row in evidence if row["source"] == "city-measures"}) >= 40


def test_no_figure_is_later_than_the_decision(evaluation, evidence) -> None:
    """Fiscal year 2022 ended after the decision; its figures are set aside and counted."""
    assert max(row["date"] for row in evidence) <= AS_OF.isoformat()
    dates = {row["date"] for row in evidence if row["source"] == "city-measures"}
    assert dates == {FISCAL_YEAR_END.isoformat()}
    hindsight = [item for item in evaluation.set_aside if "after" in item.reason]
    assert sum(item.count for item in hindsight) > 40


@pytest.mark.parametrize(
    ("measure", "written", "figure"),
    [
        ("cleaning-on-time", "48%", 0.48),
        ("signals-12-hours", "97%", 0.97),
        ("ems-9-minutes", "0.5633", 0.5633),
        ("snow-12-hours", "95%", 0.95),
        ("missed-refuse", "0.0023", 0.0023),
        ("vacant-notices", "15,375", 15375.0),
        ("museum-of-art-visitors", "38610", 38610.0),
        ("water-quality-complaints", ".79", 0.79),
    ],
)
def test_mixed_units_are_repaired(
    evidence, read_rows: Reader, measure: str, written: str, figure: float
) -> None:
    """The same column holds "48%", 0.5633 and "15,375"; each becomes the figure it stands for."""
    rows = read_rows("performance_measures.csv")
    assert any(row["FY 21 Actual"].strip() == written for row in rows)
    assert [row["figure"] for row in evidence if row["measure"] == measure] == [figure]


def test_only_contacts_from_customers_count(evaluation, evidence, read_rows: Reader) -> None:
    """500 rows hold 365 contacts; all but those of no touchpoint here are in the figures."""
    contacts = _contacts(read_rows)
    counted = sum(row["n"] for row in evidence if row["source"] == "requests-311-on-time")
    elsewhere = [
        row
        for row in contacts
        if row["srtype"].startswith(("HLTH-", "PABC-", "TTR-", "RP-Building"))
        or row["srtype"] in ("ECC-Information Request", "ECC-Vehicle Look Up")
        or row["srtype"] == "SW-Clean Up (Mayor’s Fall Cleanup)"
        or row["srtype"] == "SW-Community Pitch-In"
        or (row["srtype"].startswith("FCPF-") and row["srtype"] != "FCPF-Payments")
    ]
    assert len(contacts) == 365
    assert counted == len(contacts) - len(elsewhere)


def test_trouble_is_held_against_all_contacts(scorecard, read_rows: Reader) -> None:
    assert scorecard["measures"]["trouble-311"]["exposure"] == len(_contacts(read_rows))


def _on_time(rows: Rows) -> int:
    # Texts of one fixed form compare as the times they stand for; open ones are overdue by 2022.
    return sum(1 for row in rows if row["closedate"] and row["closedate"] <= row["duedate"])


def test_on_time_share_of_the_trash(evidence, read_rows: Reader) -> None:
    rows = _of_types(
        _contacts(read_rows),
        *("SW-Bulk", "SW-Mixed Refuse", "SW-Recycling", "SW-Municipal Trash Can"),
        *("SW-Leaf", "SW-Appliance"),
    )
    (found,) = _find(evidence, "put-out-the-trash", "on-time-311")
    assert found["n"] == len(rows)
    assert found["figure"] == pytest.approx(_on_time(rows) / len(rows), abs=1e-12)


def _find(evidence: list[dict], touchpoint: str, measure: str) -> list[dict]:
    return [row for row in evidence if (row["touchpoint"], row["measure"]) == (touchpoint, measure)]


# --- conditions, by hand ------------------------------------------------------------------------


def _through(anchors: Mapping[str, float], figure: float) -> float:
    low, middle, high = (anchors[key] for key in ("broken", "reliable", "differentiating"))
    if (figure - middle) * (high - low) < 0:
        place = 0.5 * (figure - low) / (middle - low)
    else:
        place = 0.5 + 0.5 * (figure - middle) / (high - middle)
    return min(1.0, max(0.0, place))


def _term(measure: Mapping, figure: float, error: float, on: date) -> tuple[float, float]:
    """Return a measurement's condition and its precision."""
    anchors = measure["anchors"]
    here = _through(anchors, figure)
    spread = max(
        abs(_through(anchors, figure + error) - here),
        abs(here - _through(anchors, figure - error)),
        0.02,
    )
    freshness = 2 ** (-((AS_OF - on).days / 30.4375) / 12)
    return here, measure.get("weight", 1) * freshness / (spread**2 + 0.10**2)


def _kpi(measure: Mapping, figure: float) -> tuple[float, float]:
    anchors = measure["anchors"]
    error = 0.05 * abs(anchors["differentiating"] - anchors["broken"])
    return _term(measure, figure, error, FISCAL_YEAR_END)


def _share(measure: Mapping, rows: Rows) -> tuple[float, float]:
    n, good = len(rows), _on_time(rows)
    p = good / n
    error = sqrt(p * (1 - p) / n)
    if min(good, n - good) < 5:
        z = 1.96
        error = sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return _term(measure, p, error, _last(rows))


def _rate(measure: Mapping, rows: Rows) -> tuple[float, float]:
    count, exposure = len(rows), measure["exposure"]
    return _term(measure, count / exposure, sqrt(max(count, 1)) / exposure, _last(rows))


def _last(rows: Rows) -> date:
    return date.fromisoformat(max(row["createddate"] for row in rows)[:10].replace("/", "-"))


def _pooled(*terms: tuple[float, float]) -> tuple[float, float]:
    prior = 1 / 0.25**2
    total = prior + sum(precision for _, precision in terms)
    mean = (prior * 0.5 + sum(place * precision for place, precision in terms)) / total
    return mean, sqrt(1 / total)


def _condition(evaluation: cximpact.Evaluation, touchpoint: str) -> tuple[float, float]:
    (found,) = (cell for cell in evaluation.touchpoints if cell.touchpoint == touchpoint)
    return found.mean, found.sd


def test_condition_of_calling_911(evaluation, scorecard) -> None:
    """Three of the city's figures for 2021, no voice of customers."""
    measures = scorecard["measures"]
    expected = _pooled(
        _kpi(measures["answered-in-10-seconds"], 0.8583),
        _kpi(measures["dispatched-in-a-minute"], 0.71),
        _kpi(measures["calls-to-quality"], 0.8),
    )
    assert _condition(evaluation, "call-911") == pytest.approx(expected, abs=1e-9)


def test_condition_of_a_dry_cellar(evaluation, scorecard, read_rows: Reader) -> None:
    """A city figure, punctuality and volume of 311, pooled by precision and age."""
    measures = scorecard["measures"]
    rows = _of_types(_contacts(read_rows), "WW-Sewer", "WW-Water Water In Basement")
    expected = _pooled(
        _kpi(measures["water-in-cellar"], 0.22),
        _share(measures["on-time-311"], rows),
        _rate(measures["trouble-311"], rows),
    )
    assert _condition(evaluation, "stay-dry-at-home") == pytest.approx(expected, abs=1e-9)


def test_condition_of_asking_311(evaluation, scorecard, read_rows: Reader) -> None:
    """Four overdue contacts weigh little against the fresh figures of the call center."""
    measures = scorecard["measures"]
    rows = _of_types(
        _contacts(read_rows), "ECC-Citizen Complaint", "ECC-Escalation", "ECC-Miscellaneous"
    )
    expected = _pooled(
        _kpi(measures["answered-in-60-seconds"], 0.9617),
        _kpi(measures["seconds-to-answer"], 9.9),
        _share(measures["on-time-311"], rows),
    )
    assert _condition(evaluation, "ask-311") == pytest.approx(expected, abs=1e-9)


# --- one score, by hand -------------------------------------------------------------------------


def _worth(condition: float) -> float:
    return 1.2 * condition if condition < 0.5 else 0.6 + 0.8 * (min(condition, 1.0) - 0.5)


def _shares(journey: Mapping) -> dict[str, float]:
    points = {
        key: stage.get("importance", 1)
        * point.get("importance", 1)
        * (1 + point.get("moment_of_truth", False))
        for stage in journey["stages"].values()
        for key, point in stage["touchpoints"].items()
    }
    return {key: value / sum(points.values()) for key, value in points.items()}


def test_score_of_a_back_office_request(evaluation, scorecard) -> None:
    """117-073 plans a new dispatch system: 250,000 of the million that would reach everyone."""
    shares = _shares(scorecard["journey"])
    felt = {
        "call-911": 0.8,
        "ambulance-arrives": 0.4,
        "fire-engine-arrives": 0.4,
        "police-arrive": 0.4,
    }
    raw = 0.0
    for touchpoint, strength in felt.items():
        before, _ = _condition(evaluation, touchpoint)
        net = 0.2 * 0.25 * strength * 0.25  # basis opinion x reach x ripple x "improves"
        raw += shares[touchpoint] * (_worth(before + net) - _worth(before))
    expected = raw / (0.6 * max(shares.values()))
    (line,) = evaluation["117-073"].criteria
    assert line.criterion == CRITERION
    assert line.score == pytest.approx(expected, abs=1e-9)
