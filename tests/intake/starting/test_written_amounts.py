"""`cximpact init` on lists whose amounts are written by hand: k and Mio, signs, odd cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.guess_multipliers import guess_multipliers
from cximpact.intake.starting.starter import write_starter
from cximpact.model.source import Reading

GERMAN = Reading(decimal=",", thousands=".")


def _draft(tmp_path, header, cells):
    rows = [f"P{at};Project {at};{cell}" for at, cell in enumerate(cells, 10)]
    text = "\n".join([f"ID;Project;{header}", *rows, ""])
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path / "w")


def _costs(tmp_path):
    found = read_inputs(read_spec(tmp_path / "w"))
    return [line.likely for line in sorted(found.costs, key=lambda line: line.proposal)]


def test_words_beside_amounts_are_stated_in_a_draft_that_evaluates(tmp_path):
    report = _draft(tmp_path, "Cost (EUR)", ["120k", "1.4m", "€45 K", "EUR 140 000", "90000"])
    assert report.remarks[0] == (
        "'Cost (EUR)': took 'k' for 1,000, 'm' for 1,000,000, 'K' for 1,000; see 'multipliers'"
    )
    text = (tmp_path / "w/cximpact.yaml").read_text("utf-8")
    assert "  read: {multipliers: {k: 1000, m: 1000000, K: 1000}}\n" in text
    assert _costs(tmp_path) == [120_000, 1_400_000, 45_000, 140_000, 90_000]


def test_a_german_list_of_millions_is_read_with_its_commas(tmp_path):
    _draft(tmp_path, "Kosten", ["€1,2 Mio", "45 TEUR", "140.000 €", "1,5 Mio.", "12.500,50"])
    wanted = ["1200000", "45000", "140000", "1500000", "12500.50"]
    assert _costs(tmp_path) == [Decimal(each) for each in wanted]
    assert read_inputs(read_spec(tmp_path / "w")).currency == "EUR"


@pytest.mark.parametrize("sign", [" ", "\u00a0", "\u202f", "'", "’"])
def test_blanks_and_apostrophes_that_group_leave_the_comma_its_meaning(tmp_path, sign):
    cells = [f"1{sign}250{sign}000,00", f"480{sign}000,50", f"90{sign}000,00"]
    report = _draft(tmp_path, "Coût total (€)", cells)
    assert ("cost", "Coût total (€)") in report.guessed
    assert _costs(tmp_path) == [Decimal("1250000"), Decimal("480000.50"), Decimal("90000")]


def test_blanks_and_apostrophes_that_group_leave_the_point_its_meaning(tmp_path):
    _draft(tmp_path, "Cost (CHF)", ["1'250'000.00", "480'000.50", "90'000.00"])
    assert _costs(tmp_path) == [Decimal("1250000"), Decimal("480000.50"), Decimal("90000")]


def test_odd_cells_are_told_and_left_in_their_column(tmp_path):
    cells = [*["EUR 500.50"] * 9, "85.000", "$ 310000", "ask IT again", "tbd"]
    report = _draft(tmp_path, "Cost", cells)
    assert ("cost", "Cost") in report.guessed
    assert report.remarks[0] == (
        "'Cost' has cells to be mended, or named under 'missing', first: line 11 of P19: "
        "'85.000', line 12 of P20: '$ 310000'"
    )
    text = (tmp_path / "w/cximpact.yaml").read_text("utf-8")
    assert "missing: [tbd, ask IT again]" in text
    inline = report.remarks[0].removeprefix("'Cost' ")
    assert f"cost: Cost    # {inline}" in text
    _, problems = check_inputs(read_spec(tmp_path / "w"))
    assert sorted(each.line for each in problems if each.field == "Cost") == [11, 12]


def test_a_column_of_few_amounts_is_no_cost(tmp_path):
    report = _draft(tmp_path, "Cost", ["5", "6", "7 people", "8 people"])
    assert ("cost", "Cost") not in report.guessed


def test_dollars_that_nothing_names_are_asked_about(tmp_path):
    report = _draft(tmp_path, "Cost", ["$5000", "$ 6000", "7000"])
    told = "'$' is the sign of several currencies: say which is meant at 'currency'"
    assert report.remarks[0] == told
    draft = (tmp_path / "w" / "cximpact.yaml").read_text("utf-8")
    assert "\n#currency: USD         # '$' may mean others, too; take the '#' away if " in draft
    assert _costs(tmp_path) == [5000, 6000, 7000]


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["1.4m", "12m"], {"m": 10**6}),
        (["450m", "5k"], {"m": 10**6, "k": 1000}),
        (["450M", "120M"], {}),  # Roman thousands as well
        (["450M", "2 MM"], {"MM": 10**6}),
        (["450M", "250000"], {"M": 10**6}),
        (["1400m", "5k"], {"k": 1000}),
        (["5 T", "6 T"], {}),
        (["5 T€"], {"T": 1000}),
        (["5 people", "6 x"], {}),
        (["k", "EUR", "5"], {}),
        ([5, None, "3 bn"], {"bn": 10**9}),
    ],
)
def test_only_words_of_plain_meaning_are_taken(cells, found):
    assert guess_multipliers(cells, Reading()) == found


@given(
    st.lists(st.integers(1, 999), min_size=1, max_size=6),
    st.sampled_from([("k", 1000), ("Mio", 10**6), ("Mio.", 10**6), ("Mrd", 10**9), ("Tsd.", 1000)]),
    st.sampled_from(["{n}{w}", "{n} {w}", "€{n}{w}", "{n} {w} €", "EUR {n} {w}", "{n}\u00a0{w}"]),
)
def test_any_word_known_is_found_however_its_amount_is_written(numbers, word, shape):
    cells = [shape.format(n=number, w=word[0]) for number in numbers]
    assert guess_multipliers(cells, GERMAN) == {word[0]: word[1]}
