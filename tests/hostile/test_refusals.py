"""One thing broken in a valid workspace: one clear report, exit code 1, at once.

Each case is the file to break, the text to replace, what to put in its place, and words that one
and the same problem of the report must hold: the file, the line or cell, the field, the value or
what may have been meant.
"""

from __future__ import annotations

import pytest

WS, CARD, LIST = "cximpact.yaml", "scorecard.yaml", "proposals.csv"

Case = tuple[str, str, str, tuple[str, ...]]

DOCUMENTS: dict[str, Case] = {
    "key of the workspace": (WS, "budgets:", "budget:", ("line 21, budget:", "mean 'budgets'")),
    "key of a table": (WS, "  columns:\n    id", "  colums: {}\n  columns:\n    id",
        ("line 6, proposals.colums", "did you mean 'columns'")),
    "key of a column map": (WS, "    title: Pr", "    titel: Pr",
        ("line 8, proposals.columns.titel", "did you mean 'title'")),
    "key of a cost column": (WS, "fund: capex}", "fond: capex}",
        ("proposals.columns.costs[0].fond", "did you mean 'fund'")),
    "criterion in the column map": (WS, "{ease: {column", "{eese: {column",
        ("line 11", "no such rating criterion", "did you mean 'ease'")),
    "quantity in the column map": (WS, "{return: {", "{retrun: {",
        ("line 12", "no such quantity criterion", "did you mean 'return'")),
    "header in the column map": (WS, "title: Project", "title: Projekt",
        ("line 8", "no such column in proposals.csv", "did you mean 'Project'")),
    "key of a source": (WS, "channel: complaint", "chanel: complaint",
        ("line 32, evidence.complaints.chanel", "did you mean 'channel'")),
    "key of a mapping rule": (WS, "[{touchpoint: deciding,", "[{touchpiont: deciding,",
        ("line 29, evidence.csat.map[0].touchpiont", "did you mean 'touchpoint'")),
    "touchpoint of a rule": (WS, "[{touchpoint: deciding,", "[{touchpoint: decidng,",
        ("cximpact.yaml, line 29, evidence.csat.map[0].touchpoint", "did you mean 'deciding'")),
    "measure of a rule": (WS, "measure: csat,", "measure: csta,",
        ("cximpact.yaml, line 29, evidence.csat.map[0].measure", "did you mean 'csat'")),
    "column of a source": (WS, "date: Answered", "date: Answred",
        ("cximpact.yaml, line 27", "no such column in csat.csv", "did you mean 'Answered'")),
    "unknown field of a source": (WS, "{date: Answered", "{dat: Answered", ("did you mean 'date'",)),
    "kind of a source": (WS, "    channel: complaint\n",
        "    channel: complaint\n    kind: measurement\n", ("mean 'measurements'",)),
    "key of a screening rule": (WS, "reach: 0.3", "reech: 0.3", ("line 20", "mean 'reach'")),
    "touchpoint of screening": (WS, "touchpoint: billing", "touchpoint: biling",
        ("line 19, screening[0].effects[0].touchpoint", "did you mean 'billing'")),
    "column of screening": (WS, "{Department: it}", "{Departmnet: it}",
        ("line 18", "no such column in proposals.csv", "did you mean 'Department'")),
    "test of screening": (WS, "{Department: it}", "{Department: {equal: it}}",
        ("line 18", "did you mean 'equals'")),
    "reach of screening": (WS, "reach: 0.3", "reach: 1.4", ("line 20", "at most 1")),
    "key of a budget": (WS, "{limit: EUR", "{limits: EUR", ("line 22", "did you mean 'limit'")),
    "limit that is no amount": (WS, "EUR 500000", "EUR lots", ("line 22, budgets.all.limit",)),
    "limit below zero": (WS, "EUR 500000", "EUR -5", ("line 22", "not negative")),
    "limit with an endless exponent": (WS, "EUR 500000", "1e999999",
        ("line 22, budgets.all.limit", "too large")),
    "rule": (WS, "at_most_one", "atmost_one", ("line 24", "did you mean 'at_most_one'")),
    "proposal of a rule": (WS, "[P1, P2]", "[P1, P22]",
        ("line 24, rules.at_most_one.either[1]", "no such proposal", "did you mean 'P2'")),
    "proposal that requires itself": (WS, "at_most_one: {either: [P1, P2]}", "requires: {P1: P1}",
        ("line 24", "a proposal names itself")),
    "gate": (WS, "rules:", "gates: {customer_voise: warn}\nrules:", ("mean 'customer_voice'",)),
    "mode of a gate": (WS, "rules:", "gates: {customer_voice: wran}\nrules:", ("mean 'warn'",)),
    "day of the decision": (WS, "2026-03-01", "2026-13-40", ("line 2, as_of", "no such day")),
    "currency that is none": (WS, "currency: EUR", "currency: euro", ("line 3", "such as EUR")),
    "currencies without a rate": (WS, "currency: EUR", "currency: USD",
        ("proposals.csv, line 2, Build", "without an exchange rate dated up to 2026-03-01")),
    "rate of a later day": (WS, "currency: EUR",
        "currency: USD\nrates: [{from: EUR, to: USD, rate: 1.1, date: 2026-03-02}]",
        ("proposals.csv, line 2", "without an exchange rate")),
    "two rates of one day": (WS, "currency: EUR", "rates: [{from: EUR, to: USD, rate: 1, date: "
        "2026-02-20}, {from: EUR, to: USD, rate: 2, date: 2026-02-20}]",
        ("line 3, rates[1].rate", "a second rate", "the first is 1")),
    "number that is none": (WS, "currency: EUR", "seed: .nan", ("line 3", "not a finite number")),
    "number without end": (WS, "currency: EUR", "draws: 1e400", ("line 3, draws", "too large")),
    "number that nobody means": (CARD, "weight: 40", "weight: 1e300", ("line 7", "no one can mean")),
    "shipped scorecard": (WS, "scorecard.yaml", "custmer",
        ("cximpact.yaml, line 1, scorecard", "did you mean 'customer'")),
    "kind of a criterion": (CARD, "kind: quantity", "kind: quantty", ("line 14", "'quantity'")),
    "key of a criterion": (CARD, "question: How", "qestion: How", ("line 8", "'question'")),
    "group": (CARD, "business: 40", "busines: 40", ("line 4, groups.busines", "'business'")),
    "weights that sum to nothing": (CARD, "weight: 100", "weight: 0", ("sum to nothing",)),
    "shares that sum to nothing": (CARD, "{customer: 60, business: 40}",
        "{customer: 0, business: 0}", ("line 4, groups", "sum to nothing")),
    "anchors out of order": (CARD, "reliable: 0.8", "reliable: 0.4", ("line 32", "not in order")),
    "anchor": (CARD, "reliable: 0.8", "relyable: 0.8", ("line 32", "did you mean 'reliable'")),
    "touchpoint of an exposure": (CARD, "exposure: 12000", "exposure: {aplying: 12}",
        ("line 33", "no such touchpoint", "did you mean 'applying'")),
    "circle of ripples": (CARD, "strength: 0.8}", "strength: 0.8}\n"
        "    - {from: deciding, to: billing, strength: 1}\n"
        "    - {from: billing, to: policy, strength: 1}",
        ("line 32", "circle: billing → policy → deciding → billing")),
    "ripple stated twice": (CARD, "strength: 0.8}", "strength: 0.8}\n"
        "    - {from: policy, to: deciding, strength: 1}", ("line 31", "more than once")),
    "end of a ripple": (CARD, "from: policy", "from: polcy", ("line 30", "did you mean 'policy'")),
    "process that reaches nothing": (CARD, "  processes:", "  processes:\n    archive: {}",
        ("line 28, journey.processes.archive", "reaches no touchpoint")),
    "touchpoint in two stages": (CARD, "billing: {unit", "deciding: {unit", ("line 26", "taken")),
    "value points without a zero": (CARD, "0: 0, ", "", ("line 17", "no amount scores 0")),
    "key twice": (CARD, "billing: {unit: it}", "billing: {}\n        billing: {}",
        ("line 27, journey.stages.use.touchpoints.billing", "stands twice", "on line 26")),
    "merge key": (CARD, "billing: {unit: it}", "billing: {<<: {unit: it}}", ("line 26", "merge key")),
    "alias": (CARD, "id: small", "id: &a small\ntitle: *a", ("line 1", "anchor")),
    "tag": (CARD, "id: small", "id: !!python/name:os.system small", ("line 1", "tag")),
    "second document": (CARD, "groups:", "---\ngroups:", ("several documents",)),
    "tab": (CARD, "    weight: 40", "\tweight: 40", ("line 7", "indent with spaces")),
}  # fmt: skip

TABLES: dict[str, Case] = {
    "proposal of a cost": ("costs.csv", "P1,20000", "P7,20000", ("line 2", "no such proposal")),
    "proposal of a rating": ("ratings.csv", "P1,ease", "p-1,ease", ("line 2", "mean 'P1'")),
    "proposal of an effect": ("effects.csv", "P2,", "P22,", ("line 3", "did you mean 'P2'")),
    "proposal of an amount": ("quantities.csv", "P4,", "P44,", ("line 2", "did you mean 'P4'")),
    "criterion of a rating": ("ratings.csv", "P1,ease", "P1,eaes", ("line 2", "mean 'ease'")),
    "criterion of another kind": ("ratings.csv", "P1,ease", "P1,return",
        ("line 2, criterion", "a quantity criterion, where a rating criterion is needed")),
    "criterion of an effect": ("effects.csv", "journey", "jurney", ("line 2", "mean 'journey'")),
    "touchpoint of an effect": ("effects.csv", "deciding", "decidin", ("line 2", "'deciding'")),
    "change": ("effects.csv", "improves,", "improvs,", ("line 2", "did you mean 'improves'")),
    "change beyond the scale": ("effects.csv", "improves,", "3,", ("line 2", "from -1 to 1")),
    "reach of 140 %": ("effects.csv", "60%", "140%", ("line 2, reach", "from 0 to 1")),
    "reach of 60": ("effects.csv", "60%", "60", ("line 2, reach", "write 60%")),
    "basis": ("effects.csv", "pilot", "pillot", ("line 2, basis", "did you mean 'pilot'")),
    "day of a source": ("effects.csv", "2026-01-15", "2026-13-40", ("line 2, date", "not a day")),
    "low above likely": ("quantities.csv", "-50000", "150000", ("line 2", "low ≤ likely ≤ high")),
    "low without likely": ("quantities.csv", ",100000", ",", ("line 2", "belong together")),
    "second amount": ("quantities.csv", "P4,", "P1,",
        ("quantities.csv, line 2", "second amount", "proposals.csv, line 2")),
    "amount in another currency": ("quantities.csv", "EUR", "USD", ("line 2", "USD to EUR")),
    "money in thousands": (LIST, "120000", "12k", ("line 2, Build", "'12k'", "EUR 1200.50")),
    "money with an endless exponent": (LIST, "120000", "1e999999", ("line 2", "not an amount")),
    "more money than there is": (LIST, "120000", "1e99", ("line 2", "too large an amount")),
    "money with a comma": (LIST, "120000", '"120,00"', ("line 2", "decimal: ','")),
    "negative cost": (LIST, "120000", "-120000", ("line 2, Build", "negative: allowed")),
    "negative cost in parentheses": (LIST, "120000", "(120000)", ("line 2", "negative")),
    "negative cost in the table": ("costs.csv", "20000", "-1", ("costs.csv, line 2", "negative")),
    "one amount in two currencies": (LIST, "120000", "USD 120000", ("line 2", "two currencies")),
    "currency in small letters": ("costs.csv", "EUR", "eur", ("line 2", "write EUR")),
    "answer off the scale of the list": (LIST, ",5,300000", ",9,300000", ("line 2, Ease", "1 to 5")),
    "answer off the levels": ("ratings.csv", "ease,2", "ease,7", ("line 2", "-3, -2, -1, 0, 1, 2, 3")),
    "answer that is nan": ("ratings.csv", "ease,2", "ease,nan", ("line 2, rating", "'nan'")),
    "rater who answers twice": ("ratings.csv", "P2,ease,-1,Ben", "P1,ease,-1,Ann",
        ("line 3", "answers twice", "line 2")),
    "id twice": (LIST, "P2,", "P1,", ("line 3, ID", "stands twice", "line 2")),
    "no id": (LIST, "P2,", " ,", ("line 3, ID", "no id")),
    "field too few": (LIST, "risk,60000", "risk", ("line 3", "5 fields where the header has 6")),
    "field too many": (LIST, "New limits", "New, limits", ("line 3", "7 fields")),
    "header twice": (LIST, "ID,Project", "ID,ID", ("line 1", "two columns have one name")),
    "header missing": (LIST, "ID,Project", "ID,", ("line 1", "column B", "no header")),
    "NUL": (LIST, "New limits", "New\0limits", ("line 3", "NUL")),
    "quote never closed": (LIST, "New limits", '"New limits', ("line 3", "never closed")),
    "evidence: field too few": ("csat.csv", "2025-02-02,2", "2025-02-02", ("line 3", "1 field where")),
    "evidence: header twice": ("csat.csv", "Answered", "Score", ("line 1", "one name")),
    "evidence: NUL": ("csat.csv", "2025-02-02,2", "2025-02-02,\0", ("line 3", "NUL")),
    "evidence: quote never closed": ("csat.csv", "2025-02-02,2", '2025-02-02,"2', ("line 3",)),
    "evidence: no number": ("csat.csv", "2025-09-09,4", "2025-09-09,good", ("line 10, Score", "'good'")),
    "evidence: no day": ("csat.csv", "2025-09-09", "2025-13-40", ("line 10, Answered", "not a date")),
    "evidence: NaN": ("complaints.jsonl", '"count": 30', '"count": NaN', ("line 7", "NaN")),
    "evidence: 1e400": ("complaints.jsonl", '"count": 30', '"count": 1e400', ("line 7, count",)),
    "evidence: key twice": ("complaints.jsonl", '"count": 30', '"count": 1, "count": 2',
        ("line 7, count", "stands twice")),
    "evidence: below zero": ("complaints.jsonl", '"count": 30', '"count": -5', ("line 7, count",)),
    "evidence: touchpoint": ("complaints.jsonl", '"applying"', '"aplying"', ("line 1", "'applying'")),
    "evidence: list in a cell": ("complaints.jsonl", '"applying"', '["applying"]', ("line 1", "list")),
    "evidence: cut short": ("complaints.jsonl", '"count": 30}', '"count', ("line 7", "not valid JSON")),
    "evidence: unequal rows of a key": (WS, "columns: {date: Answered", "key: [Answered]\n    columns: "
        "{date: Answered", ("csat.csv", "rows of the same key say different things")),
    "evidence: one sign for two things": (WS, "path: csat.csv",
        "path: csat.csv\n    read: {decimal: ',', thousands: ','}", ("line 28", "are the same")),
    "evidence: no pattern of days": (WS, "path: csat.csv", "path: csat.csv\n    read: {dates: '%Q%'}",
        ("evidence.csat.read.dates", "not a pattern")),
    "evidence: offset": (WS, "path: csat.csv", "path: csat.csv\n    offset: '+99:00'", ("line 28",)),
    "evidence: encoding that runs code": (WS, "path: csat.csv",
        "path: csat.csv\n    read: {encoding: unicode_escape}", ("csat.csv", "unknown encoding")),
}  # fmt: skip

PATHS: dict[str, Case] = {
    "list": (WS, "path: proposals.csv", "path: proposal.csv",
        ("proposal.csv", "no such file", "did you mean 'proposals.csv'")),
    "companion table": (WS, "costs: costs.csv", "costs: cost.csv", ("mean 'costs.csv'",)),
    "evidence": (WS, "path: csat.csv", "path: cast.csv", ("cast.csv", "did you mean 'csat.csv'")),
    "scorecard": (WS, "scorecard.yaml", "scoreboard.yaml", ("did you mean 'scorecard.yaml'",)),
    "earlier evaluation": (WS, "rules:", "previous: gone.json\nrules:", ("gone.json", "no such file")),
    "earlier evaluation that is none": (WS, "rules:", "previous: costs.csv\nrules:", ("not valid JSON",)),
    "folder": (WS, "path: csat.csv", "path: ..", ("folder, not a file",)),
    "pattern that fits nothing": (WS, "path: csat.csv", "path: 'x*.csv'", ("line 27", "no file fits")),
    "address of the list": (WS, "path: proposals.csv", "path: https://example.org/p.csv",
        ("line 5, proposals.path", "an address", "never uses the network")),
    "address of a table": (WS, "costs: costs.csv", "costs: s3://b/c.csv", ("line 13", "an address")),
    "address of evidence": (WS, "path: csat.csv", "path: https://example.org/c.csv",
        ("cximpact.yaml, line 27, evidence.csat.path", "an address")),
    "address of the scorecard": (WS, "scorecard.yaml", "https://example.org/s.yaml",
        ("cximpact.yaml, line 1, scorecard", "an address")),
    "device": (WS, "path: csat.csv", "path: /dev/zero", ("not an ordinary file",)),
    "NUL in a path": (WS, "path: csat.csv", 'path: "a\\0.csv"', ("null byte",)),
    "path without end": (WS, "path: proposals.csv", f"path: {'a' * 5000}.csv", ("cannot be read",)),
    "word processor": (WS, "path: proposals.csv", "path: proposals.docx", ("not a table",)),
}  # fmt: skip

CASES = {**DOCUMENTS, **TABLES, **{f"path of {name}": case for name, case in PATHS.items()}}


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize(("file", "old", "new", "words"), CASES.values(), ids=CASES.keys())
def test_one_broken_thing_is_one_clear_report(file, old, new, words, folder, refused) -> None:
    folder.replace(file, old, new)
    refused(*words)


def test_the_workspace_itself_is_sound(folder, run) -> None:
    """Or every case above would prove nothing."""
    folder.add_more_evidence()
    answer = run("evaluate", folder.path)
    assert (answer.code, answer.said) == (0, "")
    assert run("validate", folder.path).code == 0


def test_problems_of_all_files_come_at_once(folder, refused) -> None:
    folder.replace(WS, "measure: csat,", "measure: csta,")
    folder.replace(LIST, "120000", "12k")
    folder.replace("costs.csv", "P1", "P77")
    folder.replace("ratings.csv", "ease,2", "ease,7")
    folder.replace("effects.csv", "60%", "140%")
    folder.replace("complaints.jsonl", '"applying"', '"aplying"')
    folder.add_more_evidence()
    folder.write("hours.xlsx", b"no workbook")
    folder.write("calls.parquet", b"no parquet")
    answer = refused()
    files = [problem.partition(",")[0].partition(":")[0] for problem in answer.problems]
    assert sorted(set(files)) == [
        *("calls.parquet", "complaints.jsonl", "costs.csv", WS, "effects.csv", "hours.xlsx"),
        *("proposals.csv", "ratings.csv"),
    ]
    assert len(answer.problems) == 8


def test_several_currencies_need_one_for_the_report(folder, refused) -> None:
    folder.replace(WS, "currency: EUR\n", "")
    folder.replace("costs.csv", "EUR", "USD")
    refused("cximpact.yaml, line 1, currency", "EUR, USD", "none is named")


def test_validate_names_the_same_problems_as_evaluate(folder, refused, run) -> None:
    folder.replace(LIST, "120000", "12k")
    folder.replace("complaints.jsonl", '"applying"', '"aplying"')
    assert run("validate", folder.path).problems == refused("12k").problems


def test_a_list_that_cannot_be_read_makes_no_further_noise(folder, refused) -> None:
    """Whether its proposals exist cannot be told, and one line is not reported as two problems."""
    folder.replace("quantities.csv", "P4,return", "P1,return,1,2,3,EUR\nP4,return")
    folder.write(LIST, "")
    assert len(refused("proposals.csv", "empty").problems) == 1


def test_a_list_of_headers_alone_makes_no_further_noise(folder, refused) -> None:
    folder.write(LIST, "ID,Project,Department,Build,Ease,NPV\n")
    assert len(refused("proposals.csv", "no proposals").problems) == 1


def test_mistakes_in_a_column_come_in_the_order_of_the_file(folder, refused) -> None:
    """Though proposals are read in the order of their ids."""
    folder.write(LIST, "ID,Project,Department,Build,Ease,NPV\nP9,a,it,x,3,\nP1,b,it,y,3,\n")
    found = [line for line in refused().problems if "not an amount" in line]
    assert ["line 2" in found[0], "line 3" in found[1]] == [True, True]


def test_of_many_mistakes_twenty_are_shown_and_the_rest_counted(folder, refused) -> None:
    folder.add(LIST, "".join(f"Q{n},t,it,x{n},3,1\n" for n in range(3000)))
    answer = refused("2,980 more of this kind", "Build")
    assert len(answer.problems) == 21


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (
            "mandatory: {P1: {reason: law, approved_by: CFO}}",
            ("P1 is mandatory", "draws EUR 140,000 from all"),
        ),
        ("mandatory: {P1: {reason: law, approved_by: CFO}}", ("budget all allows EUR 100,000",)),
        (
            "mandatory: {P1: {reason: law, approved_by: CFO}}\n  forced_out: {P1: court}",
            ("P1 is kept out (court)",),
        ),
    ],
)
def test_rules_that_clash_are_named_in_words(rules, words, folder, refused) -> None:
    folder.replace(WS, "at_most_one: {either: [P1, P2]}", rules)
    folder.replace(WS, "EUR 500000", "EUR 100000")
    answer = refused(*words)
    assert "no selection can obey these 2 rules together" in answer.problems[0]
