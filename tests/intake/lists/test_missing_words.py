"""Words such as `tbd` and `n/a` that a list writes where nothing is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from cximpact.intake.reading import check_inputs, read_inputs
from cximpact.intake.spec import read_spec, spec_from_keywords

HEAD = """
scorecard: scorecard.yaml
currency: EUR
proposals:
  path: list.csv
"""
COLUMNS = """
  columns:
    id: Nr
    unit: Team
    cost: Kosten
    ratings: {speed: {column: Tempo, scale: [1, 3, 5]}}
"""
SAID = HEAD + "  missing: [tbd, n/a]" + COLUMNS
PLAIN = HEAD.rstrip() + COLUMNS
LIST = "Nr,Team,Kosten,Tempo,Typ\nA,IT,5,4,x\nB,N/A, TBD ,n/a,tbd\nC,HR,7,2,y\n"
EMPTY = "Nr,Team,Kosten,Tempo,Typ\nA,IT,5,4,x\nB,,,,tbd\nC,HR,7,2,y\n"


def test_a_cell_of_such_a_word_is_read_as_empty_in_every_mapped_column(read):
    """In any case and with spaces around it, as it is for evidence."""
    found = read(SAID, list_csv=LIST).sound
    assert found.proposals.ids == ("A", "B", "C")
    assert found.proposals.units == ("IT", "", "HR")
    assert [(line.proposal, line.likely) for line in found.costs] == [("A", 5), ("C", 7)]
    speed = [each.id for each in found.scorecard.criteria].index("speed")
    np.testing.assert_allclose(found.ratings.grid[:, speed], [0.5, np.nan, -0.5])


def test_such_words_make_the_same_input_as_empty_cells(read):
    """The fingerprint is that of the rows as they are read; the key alone changes nothing."""
    words = read(SAID, list_csv=LIST).sound.inputs
    blanks = read(PLAIN, list_csv=EMPTY).sound.inputs
    idle = read(SAID, list_csv=EMPTY).sound.inputs
    assert words == blanks == idle


def test_an_id_of_such_a_word_stays_an_id(read):
    found = read(SAID, list_csv=LIST.replace("C,", "TBD,")).sound
    assert found.proposals.ids == ("A", "B", "TBD")


def test_what_rows_are_set_aside_by_is_the_cell_as_it_is_written(read):
    text = SAID + "  set_aside: [{when: {Kosten: TBD}, reason: no cost yet}]\n"
    found = read(text, list_csv=LIST).sound
    assert found.proposals.ids == ("A", "C")
    assert not any("missing" in str(note) for note in found.notes)


def test_a_word_that_a_column_translates_is_not_missing_there(read):
    """What the column says is about this column, `missing` about all of them."""
    text = SAID.replace("unit: Team", "unit: {column: Team, values: {N/A: Sales}}")
    assert read(text, list_csv=LIST).sound.proposals.units == ("IT", "Sales", "HR")


def test_a_translation_that_does_not_fit_is_told_once(read):
    """5 and 6 are each translated to a 9, on a scale from 1 to 5; 4 stands as it is."""
    text = PLAIN.replace("scale: [1, 3, 5]}", "scale: [1, 3, 5], values: {5: 9, 6: 9}}")
    rows = [f"{number},IT,5,{cell},x" for number, cell in enumerate("554655")]
    told = read(text, list_csv="\n".join(["Nr,Team,Kosten,Tempo,Typ", *rows, ""])).texts
    says = "; expected a number from 1 to 5; 'values' takes it for '9'"
    assert told == [
        f"list.csv, line 2, Tempo: not on the scale (found '5'){says}, as in 3 more rows: write "
        "another one there",
        f"list.csv, line 5, Tempo: not on the scale (found '6'){says}: write another one there",
    ]


def test_how_many_cells_were_read_so_is_noted(read):
    found = read(SAID, list_csv=LIST).sound
    assert [str(note) for note in found.notes if "missing" in str(note)] == [
        "list.csv: 3 cells are read as empty, by 'missing': 1 in Team, 1 in Kosten, 1 in Tempo"
    ]


def test_one_cell_is_counted_as_one(read):
    rows = LIST.replace("N/A, TBD ,n/a", "IT,tbd,3")
    assert "list.csv: 1 cell is read as empty, by 'missing': 1 in Kosten" in map(
        str, read(SAID, list_csv=rows).sound.notes
    )


def test_numbers_can_stand_for_nothing_too(read):
    text = SAID.replace("[tbd, n/a]", "[tbd, n/a, -999]")
    found = read(text, list_csv=LIST.replace("C,HR,7", "C,HR,-999")).sound
    assert [line.proposal for line in found.costs] == ["A"]


COMPANIONS = """
scorecard: scorecard.yaml
currency: EUR
proposals: list.csv
costs: {path: costs.csv, missing: [tbd]}
ratings: {path: ratings.csv, missing: [tbd]}
effects: {path: effects.csv, missing: [tbd]}
quantities: {path: quantities.csv, missing: [tbd]}
"""


def test_companion_tables_have_words_of_their_own(read):
    found = read(
        COMPANIONS,
        list_csv="id\nA\ntbd\n",
        costs_csv="proposal,amount,fund\nA,5,tbd\nA,tbd,x\ntbd,9,\n",
        ratings_csv="proposal,criterion,rating\nA,speed,tbd\ntbd,speed,1\n",
        effects_csv="proposal,touchpoint,change,reach\nA,letter,improves,tbd\n",
        quantities_csv="proposal,criterion,amount\nA,hours,tbd\ntbd,hours,2\n",
    ).sound
    assert [(line.proposal, line.likely, line.fund) for line in found.costs] == [
        ("A", 5, ""),
        ("tbd", 9, ""),
    ]
    assert found.ratings.proposal.tolist() == [1]
    assert np.isnan(found.effects.reach).tolist() == [True]
    assert np.isnan(found.quantities.likely[0]).all()


def test_an_open_change_is_no_change_stated(read):
    text = COMPANIONS.partition("ratings")[0] + "effects: {path: effects.csv, missing: [tbd]}\n"
    told = read(
        text,
        list_csv="id\nA\n",
        costs_csv="proposal,amount\nA,5\n",
        effects_csv="proposal,touchpoint,change\nA,letter,tbd\n",
    ).texts
    assert len(told) == 1
    assert "no change is stated" in told[0]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("tbd", "tbd"),
        ("N/A", "N/A"),
        ("open", "open"),
        ("k.A.", "k.A."),
        ("-", "'-'"),
        ("?", "'?'"),
        ("no", "'no'"),
        ("it's open", "'it''s open'"),
    ],
)
@pytest.mark.parametrize("column", [2, 3])
def test_an_amount_or_a_rating_that_looks_like_such_a_word_is_told_so(read, cell, said, column):
    row = ["A", "IT", "5", "4", "x"]
    row[column] = cell
    (told,) = read(PLAIN, list_csv=f"Nr,Team,Kosten,Tempo,Typ\n{','.join(row)}\n").texts
    assert told.endswith(f"; if it means that nothing is known: missing: [{said}]")


def test_the_words_already_said_are_kept_in_the_advice(read):
    (told,) = read(SAID, list_csv=LIST.replace("C,HR,7", "C,HR,open")).texts
    assert told.endswith("; if it means that nothing is known: missing: [tbd, n/a, open]")


@pytest.mark.parametrize("cell", ["12k", "1e999", "4 or 5", "x" * 100])
def test_what_has_digits_or_is_long_is_no_such_word(read, cell):
    (told,) = read(PLAIN, list_csv=LIST.partition("B,")[0].replace("A,IT,5", f"A,IT,{cell}")).texts
    assert "missing" not in told


def test_a_misspelt_answer_is_still_told_what_was_meant(read):
    rows = "Nr,Ease\nA,beter\n"
    text = HEAD + "  columns: {id: Nr, ratings: {ease: Ease}}\n"
    (told,) = read(text, list_csv=rows).texts
    assert told.endswith("did you mean 'better'?")


def test_the_advice_is_followed_and_the_list_is_read(read):
    text = HEAD + "  missing: ['-', '?']" + COLUMNS
    rows = LIST.replace("N/A, TBD ,n/a", "?,-,-")
    assert [line.proposal for line in read(text, list_csv=rows).sound.costs] == ["A", "C"]


def frame_problems(**columns):
    frame = pd.DataFrame({"id": ["a"], **columns})
    _, problems = check_inputs(spec_from_keywords(proposals=frame, weights={"ease": 1}))
    return [str(each) for each in problems]


def test_a_frame_is_mended_where_pandas_reads_it():
    (told,) = frame_problems(ease=[2], cost=["1.200,50"])
    assert told.endswith("; pass decimal= and thousands= to pandas.read_csv")
    (told,) = frame_problems(ease=[2], cost=["400.000"])
    assert told.endswith(
        "; write 400000 or 400.00; if '.' groups thousands in all amounts, pass decimal= and "
        "thousands= to pandas.read_csv"
    )
    (told,) = frame_problems(ease=["1,5"])
    assert told.endswith(
        "; write 1.5, or if all numbers of the list are so, pass decimal= and thousands= to "
        "pandas.read_csv"
    )
    (told,) = frame_problems(ease=[2], cost=["tbd"])
    assert told.endswith(
        "; if it means that nothing is known, pass na_values=['tbd'] to pandas.read_csv"
    )


def test_rows_handed_over_for_a_list_keep_its_words(read, tmp_path):
    read(SAID, list_csv=LIST)
    rows = pd.DataFrame({"Nr": ["A"], "Team": ["IT"], "Kosten": ["tbd"], "Tempo": [4]})
    assert read_inputs(spec_from_keywords(read_spec(tmp_path), proposals=rows)).costs == ()


def test_a_header_row_that_is_none_is_asked_for_where_no_mapped_column_is_there(read):
    rows = "Projects 2027,Budget round,of,the,board\n" + LIST
    told = read(PLAIN, list_csv=rows).texts
    assert told
    assert all(each.endswith("; is header_row right?") for each in told)


@pytest.mark.parametrize("headers", ["Nr,A,B,C,D", "A,Team,B,C,D"])
def test_one_mapped_column_shows_that_the_header_row_is_right(read, headers):
    rows = LIST.replace("Nr,Team,Kosten,Tempo,Typ", headers)
    assert not any("header_row" in each for each in read(PLAIN, list_csv=rows).texts)


def test_a_frame_has_no_header_row():
    frame = pd.DataFrame({"a": ["x"], "ease": [2]})
    _, problems = check_inputs(
        spec_from_keywords(proposals=frame, columns={"id": "Nr"}, weights={"ease": 1})
    )
    assert problems
    assert not any("header_row" in str(each) for each in problems)


@pytest.mark.parametrize("said", ["tbd", "[[tbd]]", "{tbd: 1}"])
def test_what_is_no_list_of_words_is_refused(read, said):
    assert read(SAID.replace("[tbd, n/a]", said), list_csv=EMPTY).texts
