"""Headers that name something bad: does high mean much of it, or much gained on it?"""

from __future__ import annotations

import pytest

from cximpact.intake.starting.rating_words import group_of, is_burden, is_low_better, is_risk


@pytest.mark.parametrize(
    "header",
    [
        *("Disruption to customers (1-5)", "Wait time", "Waiting time", "Delay", "Complaints"),
        *("Customer inconvenience", "Churn", "Outages", "Downtime", "Errors", "Defects"),
        *("Friction", "Pain", "Short-term disruption", "Quality defects", "Handling time"),
        *("Disruption impact", "Wartezeit", "Störungen", "Délai", "Temps d'attente"),
        *("Tiempo de espera", "Time to market", "Experience friction"),
    ],
)
def test_much_of_what_customers_bear_may_be_bad(header):
    assert is_burden(header)


@pytest.mark.parametrize(
    "header",
    [
        *("Complaints avoided", "Less waiting", "Wait time reduction", "Fewer contacts"),
        *("Fewer complaints", "Reduced waiting", "Reduction of complaints", "Time saved"),
        *("Reduction in wait time", "Effect on wait time", "Impact on complaints"),
        *("Complaint handling", "Price fairness", "Satisfaction with waiting time"),
        *("On-time delivery", "Error-free service", "Timeliness", "Wartezeitverkürzung"),
        *("Fehlerreduktion", "Réduction des délais", "Moins d'attente", "Ease", "Painting"),
    ],
)
def test_much_gained_on_it_is_good(header):
    assert not is_burden(header)


@pytest.mark.parametrize(
    ("header", "is_asked"),
    [
        ("Delivery risk", True),
        ("Risk reduction", False),
        ("Less risk", False),
        ("Risikominderung", False),
        ("Cost savings", False),
        ("Risk of fewer contacts", True),
        ("Effort to reduce complaints", True),
        ("Mitigation effort", True),
        ("Improvement effort", True),
        ("Quality risk", True),
        ("Support effort", True),
        ("Aufwandsreduktion", False),
        ("Vermeidungsaufwand", True),
        ("Impact on risk", True),
    ],
)
def test_of_risks_and_efforts_only_less_is_good(header, is_asked):
    assert is_low_better(header) is is_asked


@pytest.mark.parametrize(
    ("header", "is_plain"),
    [
        ("Risk", True),
        ("Delivery risk (H/M/L)", True),
        ("Risk level", True),
        ("Umsetzungsrisiko", True),
        ("Risque de livraison", True),
        ("Risk reduction", False),
        ("Risk appetite", False),
        ("Risk of not doing it", False),
        ("Chance / risk", False),
        ("Effort", False),
    ],
)
def test_a_plain_risk_is_one_of_which_high_is_bad(header, is_plain):
    assert is_risk(header) is is_plain


@pytest.mark.parametrize(
    ("header", "group"),
    [
        ("Delivery risk", "business"),
        ("Effort", "business"),
        ("Regulatory burden", "business"),
        ("Staff effect", "business"),
        ("Customer effort", "customer"),
        ("Risk to customers", "customer"),
        ("Disruption", "customer"),
        ("Harm", "customer"),
        ("Ease", "customer"),
    ],
)
def test_what_is_asked_of_the_organisation_is_the_business_s(header, group):
    assert group_of(header) == group
