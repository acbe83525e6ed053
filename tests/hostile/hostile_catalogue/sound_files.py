"""The text of a small valid workspace with every kind of file, to be broken."""

from __future__ import annotations

from pathlib import Path

WORKSPACE = """\
scorecard: scorecard.yaml
as_of: 2026-03-01
currency: EUR
proposals:
  path: proposals.csv
  columns:
    id: ID
    title: Project
    unit: Department
    costs: [{column: Build, currency: EUR, fund: capex}]
    ratings: {ease: {column: Ease, scale: [1, 3, 5]}}
    quantities: {return: {column: NPV, currency: EUR}}
costs: costs.csv
ratings: ratings.csv
effects: effects.csv
quantities: quantities.csv
screening:
  - when: {Department: it}
    effects: [{touchpoint: billing, change: improves a little}]
    reach: 0.3
budgets:
  all: {limit: EUR 500000}
rules:
  at_most_one: {either: [P1, P2]}
evidence:
  csat:
    path: csat.csv
    columns: {date: Answered, value: Score}
    map: [{touchpoint: deciding, measure: csat, channel: survey}]
  complaints:
    path: complaints.jsonl
    channel: complaint
"""
# Added where it is needed only, since every source takes time to read.
MORE_EVIDENCE = """\
  hours:
    path: hours.xlsx
    kind: measurements
  calls:
    path: calls.parquet
    channel: call
"""
SCORECARD = """\
id: small
version: "1"
promise: A car you can afford.
groups: {customer: 60, business: 40}
criteria:
  ease:
    weight: 40
    question: How much easier does this make it?
  journey:
    kind: journey
    weight: 60
  return:
    group: business
    kind: quantity
    weight: 100
    unit: EUR
    value_points: {-1000000: -1, 0: 0, 2000000: 1}
journey:
  stages:
    apply:
      touchpoints:
        applying: {volume: 48000, unit: sales}
        deciding: {moment_of_truth: true, unit: risk}
    use:
      touchpoints:
        billing: {unit: it}
  processes:
    policy: {title: Credit policy, unit: risk}
  ripples:
    - {from: policy, to: deciding, strength: 0.8}
measures:
  csat: {kind: share, success: {at_least: 4}, anchors: {broken: 0.5, reliable: 0.8, differentiating: 0.95}}
  complaints: {kind: rate, exposure: 12000, anchors: {broken: 0.3, reliable: 0.1, differentiating: 0.02}}
  hours: {kind: kpi, unit: hours, anchors: {broken: 72, reliable: 24, differentiating: 2}}
gates:
  customer_voice: warn
"""
TABLES = {
    "proposals.csv": (
        "ID,Project,Department,Build,Ease,NPV\n"
        "P1,Plain letters,service,120000,5,300000\n"
        "P2,New limits,risk,60000,2,900000\n"
        "P3,Bills by mail,it,40000.50,4,-20000\n"
        "P4,Chat robot,it,,3,\n"
    ),
    "costs.csv": (
        "proposal,amount,currency,fund,category,period\nP1,20000,EUR,opex,people,2026\n"
        "P4,15000,EUR,opex,licences,2026\n"
    ),
    "ratings.csv": (
        "proposal,criterion,rating,rater,unit,source,date\nP1,ease,2,Ann,service,Workshop,2026-02-01\n"
        "P2,ease,-1,Ben,sales,,\nP4,ease,1,Cem,it,,\n"
    ),
    "effects.csv": (
        "proposal,touchpoint,criterion,change,reach,basis,source,date\n"
        "P1,deciding,journey,improves,60%,pilot,Pilot in Kiel,2026-01-15\n"
        "P2,policy,,worsens,,opinion,,\nP4,applying,,improves a little,0.5,opinion,,\n"
    ),
    "quantities.csv": (
        "proposal,criterion,low,likely,high,currency\nP4,return,-50000,100000,250000,EUR\n"
    ),
    "csat.csv": "Answered,Score\n"
    + "".join(f"2025-{1 + n % 9:02d}-{1 + n % 28:02d},{1 + n % 5}\n" for n in range(400)),
    "complaints.jsonl": "".join(
        f'{{"touchpoint": "applying", "measure": "complaints", "date": "2025-{month:02d}-15", '
        f'"count": {20 + month}}}\n'
        for month in range(4, 13)
    ),
}


def write_workbook(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Hours"
    sheet.append(["touchpoint", "measure", "date", "figure"])
    sheet.append(["billing", "hours", "2025-12-31", 30.5])
    sheet.append(["applying", "hours", "2025-12-31", 20])
    book.save(path)


def write_parquet(path: Path) -> None:
    import duckdb

    duckdb.sql(
        "SELECT 'billing' AS touchpoint, 'csat' AS measure, DATE '2025-06-01' AS date, "
        "1 + range % 5 AS value FROM range(50)"
    ).write_parquet(str(path))


def write_sound(folder: Path) -> None:
    """Write the workspace with its tables and the evidence in text form."""
    (folder / "cximpact.yaml").write_text(WORKSPACE)
    (folder / "scorecard.yaml").write_text(SCORECARD)
    for name, text in TABLES.items():
        (folder / name).write_text(text)
