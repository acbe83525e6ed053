"""What a document may not say is told with its line, in words, and with what was meant."""

from __future__ import annotations

import pytest

from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.validation import validate


def problems_of(text, schema="workspace"):
    problems = ProblemList()
    broken = validate(parse_document(text, suffix=".yaml", name="w.yaml"), schema, problems)
    return [str(problem) for problem in problems.problems()], broken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "title: x\nproposls: a.csv",
            "w.yaml, line 2, proposls: unknown key (found 'proposls'); did you mean 'proposals'?",
        ),
        (
            "as_of: 1.3.2026",
            "w.yaml, line 1, as_of: not as expected (found '1.3.2026'); "
            "expected a day as year-month-day, such as 2026-03-01",
        ),
        (
            "gates:\n  customer_voice: wran",
            "w.yaml, line 2, gates.customer_voice: not as expected (found 'wran'); "
            "expected one of block, warn, off; did you mean 'warn'?",
        ),
        (
            "gates:\n  customer_voice: {mode: wran}",
            "w.yaml, line 2, gates.customer_voice.mode: not as expected (found 'wran'); "
            "expected one of block, warn, off; did you mean 'warn'?",
        ),
        (
            "rules: {mandatory: {A: {reason: late, and dear, approved_by: board}}}",
            "w.yaml, line 1, rules.mandatory.A.and dear: unknown key (found 'and dear'); "
            "if it belongs to a text with a comma, put the whole text in quotes",
        ),
        (
            "proposals: {path: a.csv, capex: {limit: EUR 5}}",
            "w.yaml, line 1, proposals.capex: unknown key (found 'capex'); limits stand below "
            "'budgets:'; if that line begins with '#', take that away, too",
        ),
        (
            'rules: {mandatory: {A: {reason: "", approved_by: board}}}',
            "w.yaml, line 1, rules.mandatory.A.reason: not as expected (found ''); "
            "expected why it must be done; it is empty",
        ),
        (
            'rules: {mandatory: {A: {reason: law, approved_by: ""}}}',
            "w.yaml, line 1, rules.mandatory.A.approved_by: not as expected (found ''); "
            "expected who decided that; it is empty",
        ),
        (
            "rules:\n  A: {reason: law, approved_by: board}",
            "w.yaml, line 2, rules.A: unknown key (found 'A'); it belongs below 'mandatory:'; if "
            "that line begins with '#', take that away, too",
        ),
        (
            "rules:\n  fte: {limit: 20, unit: FTE, column: FTE}",
            "w.yaml, line 2, rules.fte: unknown key (found 'fte'); it belongs below 'capacity:'; "
            "if that line begins with '#', take that away, too",
        ),
        (
            "rules:\n  A: [B]",
            "w.yaml, line 2, rules.A: unknown key (found 'A'); it belongs below 'requires:'; if "
            "that line begins with '#', take that away, too",
        ),
        (
            "budgets:\n  mandatory:\n    A: {reason: law, approved_by: board}\n",
            "w.yaml, line 3, budgets.mandatory.A: unknown key (found 'A'); it belongs below "
            "'rules:' and 'mandatory:'; if one of them begins with '#', take that away, too",
        ),
        (
            "costs: {pth: a.csv}",
            "w.yaml, line 1, costs.pth: unknown key (found 'pth'); did you mean 'path'?",
        ),
        (
            "budgets:\n  capex: [1]",
            "w.yaml, line 2, budgets.capex: not as expected (found 'a list'); "
            "expected a mapping of keys to values: {limit: …, where: …} "
            "or text or a number",
        ),
        (
            "rules: {capacity: {people: 12}}",
            "w.yaml, line 1, rules.capacity.people: not as expected (found '12'); expected a "
            "mapping of keys to values: {limit: …, unit: …, column: …, uses: …}",
        ),
        (
            "rates: [{from: USD, to: EUR, rate: -1.50, date: 2026-01-01}]",
            "w.yaml, line 1, rates[0].rate: not as expected (found '-1.50'); "
            "expected a number above 0",
        ),
        (
            "rates: [{from: USD, to: EUR, rate: 1}]",
            "w.yaml, line 1, rates[0].date: missing; expected the day the rate is for",
        ),
        (
            "screening: [{effects: [{touchpoint: a, change: improves alot}]}]",
            "w.yaml, line 1, screening[0].effects[0].change: not as expected "
            "(found 'improves alot'); expected one of transforms, improves, improves a little, "
            "no change, worsens a little, worsens, breaks; did you mean 'improves a little'?",
        ),
        (
            "evidence: {a: {map: [{when: {X: {equal: 3}}}]}}",
            "w.yaml, line 1, evidence.a.map[0].when.X.equal: unknown key (found 'equal'); "
            "did you mean 'equals'?",
        ),
        (
            "scorecard:",
            "w.yaml, line 1, scorecard: not as expected (found 'nothing'); expected text",
        ),
        ("- a\n- b", "w.yaml, line 1: not as expected (found 'a list'); "
         "expected a mapping of keys to values: {title: …, scorecard: …, as_of: …, currency: …, …}"
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_line_with_what_was_expected(text, expected):
    found, _ = problems_of(text)
    assert found == [expected] or expected in found


def test_all_mistakes_are_told_in_the_order_of_their_lines():
    found, broken = problems_of("seed: x\ndraws: y\ncurrency: eur\n")
    assert [text.split(",")[1] for text in found] == [" line 1", " line 2", " line 3"]
    assert broken == {"seed", "draws", "currency"}


def test_a_huge_value_is_cut_in_its_report():
    found, _ = problems_of(f"currency: {'x' * 100_000}")
    assert len(found[0]) < 400


def test_a_document_that_fits_has_no_problems():
    text = "proposals: a.csv\nscorecard: customer\nbudgets: {all: EUR 5}\n"
    assert problems_of(text) == ([], frozenset())
