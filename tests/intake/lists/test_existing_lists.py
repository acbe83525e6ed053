"""Lists as they are found: a PMO's semicolon export, and a city's budget round."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from cximpact.model.proposal import CostLine, SetAside

PMO = """\
scorecard: scorecard.yaml
as_of: 2026-03-01
proposals:
  path: proposals.csv
  read: {delimiter: ";", encoding: cp1252, decimal: ","}
  columns:
    id: ID
    title: Project
    status: {column: Status, values: {Running: committed}}
    costs: [{column: Capex, currency: EUR, fund: capex}]
    ratings: {speed: {column: Speed 1-5, scale: [1, 3, 5]}}
effects: effects.csv
evidence:
  csat:
    path: csat.csv
    columns: {date: Answered, value: Score}
    map: [{when: {Survey: Decision}, touchpoint: credit,
           measure: csat, channel: survey}]
budgets: {capex: {limit: EUR 2000000, where: {fund: capex}}}
"""
PMO_LIST = (
    "ID;Project;Status;Capex;Speed 1-5;Größe\r\n"
    "P2;Größere Schrift;Running;1.200,50;4,5;x\r\n"
    "P1;Klare Briefe;;2000000;1;y\r\n"
)
EFFECTS = "proposal,touchpoint,change\nP1,letter,improves\n"


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_a_pmo_list_is_read_as_it_is_exported(read, ends):
    text = PMO_LIST.replace("\r\n", ends).encode("cp1252")
    found = read(PMO, proposals_csv=text, effects_csv=EFFECTS).sound
    assert found.proposals.ids == ("P1", "P2")
    assert found.proposals.titles == ("Klare Briefe", "Größere Schrift")
    assert found.proposals.statuses == ("proposed", "committed")
    assert found.costs == (
        CostLine("P1", *[Decimal(2000000)] * 3, "EUR", "capex"),
        CostLine("P2", *[Decimal("1200.50")] * 3, "EUR", "capex"),
    )
    np.testing.assert_allclose(found.ratings.grid[:, 5], [-1, 0.75])
    assert found.ratings.between_levels[:, 5].tolist() == [False, True]
    assert found.not_used == (("proposals.csv", "Größe"),)
    assert found.rules.budgets[0].where == {"fund": ("capex",)}
    assert found.evidence[0].rules[0].touchpoint.constant == "credit"
    assert (found.as_of, found.currency) == (date(2026, 3, 1), "EUR")


def test_every_mistake_of_a_pmo_list_is_told_at_its_cell(read):
    rows = PMO_LIST.replace("1.200,50", "1,2 Mio").replace("4,5", "7").replace("Running", "Stuck")
    found = read(PMO, proposals_csv=rows.encode("cp1252"), effects_csv=EFFECTS)
    assert [text.partition(":")[0] for text in found.texts] == [
        "proposals.csv, line 2, Status",
        "proposals.csv, line 2, Capex",
        "proposals.csv, line 2, Speed 1-5",
    ]


CITY = """\
scorecard: scorecard.yaml
as_of: 2022-04-01
proposals:
  path: requests.csv
  columns: {id: cip_number, title: project_title, unit: bureau_name}
  set_aside: [{when: {agency_amt: {at_most: 0}}, reason: asks for no money}]
costs:
  path: funding.csv
  columns: {proposal: cip_number, fund: source_name,
            amount: {column: agency_amt, currency: USD}}
screening:
  - when: {bureau_name: "Transportation: Street Resurfa"}
    effects: [{touchpoint: credit, change: improves}]
    reach: {column: agency_amt, full: 50000000}
budgets: {bonds: {limit: USD 100000000, where: {fund: General Obligation Bonds}}}
"""
REQUESTS = """\
fiscal_year,cip_number,project_title,bureau_name,agency_amt
2023,508-1,"Resurface, again",Transportation: Street Resurfa,25000000
2023,117-029,Cyber,Information,400000
2023,117-048,Nothing,Information,0
"""
FUNDING = """\
fiscal_year,cip_number,source_code,source_name,agency_amt
2023,117-029,100,General Obligation Bonds,400000
2023,117-048,100,General Obligation Bonds,0
2023,508-1,200,General Funds,25000000
"""


def test_a_citys_round_is_read_from_its_own_columns(read):
    found = read(CITY, requests_csv=REQUESTS, funding_csv=FUNDING).sound
    assert found.proposals.ids == ("117-029", "508-1")
    assert found.proposals.units == ("Information", "Transportation: Street Resurfa")
    assert found.currency == "USD"
    assert [(line.proposal, line.fund, line.likely) for line in found.costs] == [
        ("117-029", "General Obligation Bonds", Decimal(400000)),
        ("508-1", "General Funds", Decimal(25000000)),
    ]
    assert found.set_aside == (
        SetAside("proposals", "asks for no money", 1, "requests.csv", ("117-048",)),
        SetAside("rows of costs", "their proposal was set aside", 1, "funding.csv"),
    )
    assert found.effects.reach.tolist() == [0.5]
    assert found.effects.screened.all()
    assert found.not_used == (
        ("requests.csv", "fiscal_year"),
        ("funding.csv", "fiscal_year"),
        ("funding.csv", "source_code"),
    )


@pytest.mark.parametrize("scale", ["[5, 1, 3]", "[1, 1, 1]", "[1, 5, 1]"])
def test_a_scale_of_a_list_in_no_order_is_refused(read, scale):
    text = PMO.replace("scale: [1, 3, 5]", f"scale: {scale}")
    (told,) = read(text, proposals_csv=PMO_LIST.encode("cp1252"), effects_csv=EFFECTS).texts
    assert told.endswith(
        f"not a scale (found '{scale}'); expected worst answer, answer that means no change, "
        "best answer"
    )
