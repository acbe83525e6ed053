"""Response files of every form: which rows and answers they give, and what they say of the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from survey_cases import SOURCES

from cximpact.plugins import QueryError
from cximpact.testing import Run, run_source

FILES = Path(__file__).parent / "files"
Read = Callable[..., Run]


def collect(file: str, **settings: Any) -> Run:
    return run_source(SOURCES["survey-file"], {"path": file, **settings}, folder=FILES)


def answers(run: Run) -> list[tuple[str | None, ...]]:
    assert run.error is None, run.told
    return [(row["date"], row["question"], row["value"]) for row in run.rows]


CSAT = {"measure": "csat", "kind": "csat"}
NPS = {"measure": "nps", "kind": "nps"}


# -- SurveyMonkey --------------------------------------------------------------------------------


def test_surveymonkey_questions_are_known_by_heading_part_or_as_a_whole() -> None:
    run = collect(
        "surveymonkey.csv",
        format="surveymonkey",
        dont_know=["don't know", "N/A"],
        questions=[
            {
                **CSAT,
                "question": "How satisfied were you with the decision?",
                "words": {"very satisfied": 5, "Dissatisfied": 2},
            },
            {**CSAT, "question": "How satisfied were you with: [Speed]"},
            {**CSAT, "question": "How satisfied were you with: [Clarity]"},
            {**NPS, "question": "Would you recommend us?", "spread": True},
        ],
    )
    decision, speed, clarity, nps = (
        "How satisfied were you with the decision?",
        "How satisfied were you with: [Speed]",
        "How satisfied were you with: [Clarity]",
        "Would you recommend us?",
    )
    assert answers(run) == [
        ("2026-01-10", decision, "5"),
        ("2026-01-10", speed, "4"),
        ("2026-01-10", clarity, "5"),
        ("2026-01-10", nps, "10"),
        ("2026-01-11", decision, None),
        ("2026-01-11", speed, "2"),
        ("2026-01-11", nps, "0"),
        ("2026-02-01", decision, "2"),
        ("2026-02-01", speed, "3"),
        ("2026-02-01", clarity, None),
        ("2026-02-01", nps, "5"),
    ]


def test_a_heading_of_several_columns_asks_which_one() -> None:
    said = {**CSAT, "question": "How satisfied were you with:"}
    run = collect("surveymonkey.csv", format="surveymonkey", questions=[said])
    assert isinstance(run.error, QueryError)
    assert "is 2 columns: name one (How satisfied were you with: [Speed]" in str(run.error)


def test_the_same_question_asked_twice_is_told_apart(read: Read) -> None:
    run = read(
        "Respondent ID,End Date,Rate it,Rate it\n,,Response,Response\n"
        "1,01/02/2026 09:00:00 AM,1,5\n",
        format="surveymonkey",
        questions=[{**CSAT, "question": "Rate it"}, {**CSAT, "question": "Rate it (2)"}],
    )
    assert [value for _, _, value in answers(run)] == ["1", "5"]


def test_one_answer_in_two_columns_is_left_out_and_told(read: Read) -> None:
    run = read(
        "Respondent ID,End Date,Choose,\n,,Good,Bad\n1,01/02/2026,5,1\n2,01/02/2026,,1\n",
        format="surveymonkey",
        questions=[{**CSAT, "question": "Choose", "spread": True}],
    )
    assert [value for _, _, value in answers(run)] == ["1"]
    assert "answered in several columns at once, not counted: Choose 1" in run.heard.notes


def test_an_empty_second_heading_row_is_still_a_heading(read: Read) -> None:
    run = read(
        "Respondent ID,End Date,Rate\n,,\n1,2026-01-02,4\n",
        format="surveymonkey",
        questions=[{**CSAT, "question": "Rate"}],
    )
    assert [value for _, _, value in answers(run)] == ["4"]


# -- LimeSurvey ----------------------------------------------------------------------------------


def test_limesurvey_codes_parts_and_unfinished_responses() -> None:
    run = collect(
        "limesurvey.csv",
        format="limesurvey",
        questions=[
            {**CSAT, "question": "G01Q01", "words": {"A1": 1, "A2": 2, "A5": 5}},
            {**CSAT, "question": "G01Q02[SQ001]"},
        ],
        comments=[{"question": "G02Q03"}],
    )
    assert answers(run) == [
        ("2026-01-10", "G01Q01", "5"),
        ("2026-01-10", "G01Q02[SQ001]", "4"),
        ("2026-01-10", "G02Q03", None),
        ("2026-01-12", "G01Q01", "2"),
        ("2026-01-12", "G01Q02[SQ001]", "1"),
    ]
    assert run.heard.notes[0] == "3 responses; not counted: 1 not finished"
    assert [row["comment"] for row in run.rows if row["comment"]] == ["Alles gut,\nnur spät"]


@pytest.mark.parametrize(
    ("headings", "asked"),
    [
        ('"Response ID","Date submitted","How was it? [Speed]"', "How was it? [Speed]"),
        ('"id","submitdate","How was th.. [Speed]"', "How was the last visit? [Speed]"),
        ('"id. Response ID","submitdate. Date submitted","Q1[a]. How was it? [Speed]"', "Q1[a]"),
        (
            '"id. Response ID","submitdate. Date submitted","Q1[a]. How was it? [Speed]"',
            "How was it? [Speed]",
        ),
    ],
    ids=["full", "abbreviated", "code of both", "text of both"],
)
def test_limesurvey_headings_of_every_kind(read: Read, headings: str, asked: str) -> None:
    run = read(
        f'{headings}\r\n"1","2026-01-10 10:00:00","4"\r\n"2","","1"\r\n\r\n',
        format="limesurvey",
        questions=[{**CSAT, "question": asked}],
    )
    assert [value for _, _, value in answers(run)] == ["4"]


def test_limesurvey_headings_in_another_language_are_named_in_the_settings(read: Read) -> None:
    content = '"Antwort-ID","Datum Abgeschickt","Wie war es?"\n"1","2026-01-10 10:00:00","4"\n'
    said = {"format": "limesurvey", "questions": [{**CSAT, "question": "Wie war es?"}]}
    run = read(content, **said)
    assert isinstance(run.error, QueryError)
    assert "submitted" in str(run.error)
    columns = {"submitted": "Datum Abgeschickt", "date": "Datum Abgeschickt"}
    assert answers(read(content, **said, columns=columns)) == [("2026-01-10", "Wie war es?", "4")]


def test_limesurvey_without_dates_has_finished_responses_without_a_day(read: Read) -> None:
    """The first day of 1980 stands for "finished, and no dates are kept"."""
    content = '"id","submitdate","Q1"\n"1","1980-01-01 00:00:00","4"\n'
    said = {"format": "limesurvey", "questions": [{**CSAT, "question": "Q1"}]}
    assert answers(read(content, **said)) == [(None, "Q1", "4")]
    assert answers(read(content, **said, day="2026-01-31")) == [("2026-01-31", "Q1", "4")]


# -- A-11 ----------------------------------------------------------------------------------------


def test_a11_ticked_drivers_are_good_bad_or_not_answered() -> None:
    run = collect(
        "a11.csv",
        format="a11",
        day="2025-12-31",
        questions=[
            {"question": name, "measure": "yes", "kind": "share"}
            for name in ("trust", "ease", "efficiency", "humanity", "employee")
        ],
        comments=[{"question": "comment"}],
    )
    assert [(question, value) for _, question, value in answers(run)] == [
        ("trust", "1"),
        ("ease", "1"),
        ("comment", None),
        ("trust", "0"),
        ("ease", "0"),
        ("efficiency", "0"),
        ("trust", "1"),
        ("ease", "1"),
        ("humanity", "1"),
    ]
    assert "not answered: employee 3, efficiency 2, humanity 2" in run.heard.notes


def test_a11_of_five_points_lists_and_words(read: Read) -> None:
    """Trust by thumbs, drivers in a list, headings of the agency's own."""
    run = read(
        "Created At,This interaction increased my trust,What went well,What did not,Flagged,Ease\n"
        '2026-01-10 10:00:00 UTC,Thumbs up,"effectiveness,equity",,false,5\n'
        "2026-01-11 10:00:00 UTC,thumbs_down,,effectiveness,false,1\n"
        "2026-01-11 10:00:00 UTC,thumbs_down,,effectiveness,true,1\n",
        format="a11",
        columns={
            "trust": "This interaction increased my trust",
            "positive": "What went well",
            "negative": "What did not",
        },
        questions=[
            {"question": "trust", "measure": "yes", "kind": "share"},
            {"question": "effectiveness", "measure": "yes", "kind": "share"},
            {"question": "humanity", "measure": "yes", "kind": "share"},
            {"question": "ease", "measure": "csat", "kind": "csat"},
        ],
    )
    assert [(day, question, value) for day, question, value in answers(run)] == [
        ("2026-01-10", "trust", "1"),
        ("2026-01-10", "effectiveness", "1"),
        ("2026-01-10", "humanity", "1"),
        ("2026-01-10", "ease", "5"),
        ("2026-01-11", "trust", "0"),
        ("2026-01-11", "effectiveness", "0"),
        ("2026-01-11", "ease", "1"),
    ]
    assert "1 flagged, archived or deleted" in run.heard.notes[0]


def test_a11_a_driver_ticked_as_good_and_bad_is_left_out_and_told(read: Read) -> None:
    run = read(
        "question_1,positive_ease,negative_ease\n1,1,1\n1,1,0\n",
        format="a11",
        day="2026-01-31",
        questions=[{"question": "ease", "measure": "yes", "kind": "share"}],
    )
    assert [value for _, _, value in answers(run)] == ["1"]
    assert "answered in several columns at once, not counted: ease 1" in run.heard.notes


def test_a11_a_box_holds_a_tick_or_none(read: Read) -> None:
    run = read(
        "question_1,positive_ease\n1,maybe\n",
        format="a11",
        day="2026-01-31",
        questions=[{"question": "ease", "measure": "yes", "kind": "share"}],
    )
    assert isinstance(run.error, QueryError)
    assert "positive_ease is a box to tick" in str(run.error)


# -- Qualtrics as a file, and plain ones -----------------------------------------------------------


def test_a_qualtrics_file_is_read_by_its_import_ids_in_its_own_zone() -> None:
    said = {"question": "QID7", "measure": "effort", "kind": "ces", "polarity": "lower_is_better"}
    run = collect("qualtrics.csv", format="qualtrics", questions=[said])
    assert [(day, value) for day, _, value in answers(run)] == [
        ("2026-01-10", "7"),
        ("2026-01-12", "1"),
    ]
    moved = collect("qualtrics.csv", format="qualtrics", questions=[said], time_zone="UTC")
    assert [day for day, _, _ in answers(moved)] == ["2026-01-11", "2026-01-12"]


def test_plain_files_with_days_and_words_of_their_own() -> None:
    run = collect(
        "plain.csv",
        dates="%d.%m.%Y",
        columns={"date": "Datum"},
        dont_know=["Weiß nicht"],
        keep=["Anlass"],
        questions=[{**NPS, "question": "Empfehlung"}],
    )
    assert run.rows == [
        {
            "date": day,
            "value": value,
            "question": "Empfehlung",
            "measure": "nps",
            "touchpoint": None,
            "survey": "plain",
            "channel": "survey",
            "ref": "plain Empfehlung",
            "Anlass": place,
        }
        for day, value, place in [
            ("2025-03-04", "9", "Übergabe"),
            ("2025-03-05", None, "Vertragsende"),
            ("2025-03-06", "0", "Übergabe"),
        ]
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(read: Read, encoding: str, delimiter: str) -> None:
    """A byte order mark tells the encoding; without one it is said; delimiters tell themselves."""
    rows = [["date", "Zufrieden; wie, sehr?"], ["2026-01-31", "sehr zufrieden ü"]]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    said: dict[str, Any] = {"question": rows[0][1], **CSAT, "words": {"SEHR zufrieden ü": 5}}
    given = {} if "utf" in encoding else {"encoding": encoding}
    run = read(text.encode(encoding), questions=[said], **given)
    assert [value for _, _, value in answers(run)] == ["5"]


def test_an_encoding_that_is_not_said_is_not_guessed(read: Read) -> None:
    run = read(
        "date,Frage\n2026-01-31,für\n".encode("cp1252"), questions=[{**CSAT, "question": "Frage"}]
    )
    assert isinstance(run.error, QueryError)
    assert "not written in UTF-8" in str(run.error)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("date,Q\n2026-01-31,4,5\n", "row 2 has 3 cells where the first has 2"),
        ("date,Q\n2026-01-31\n", "row 2 has 1 cells where the first has 2"),
        ('date,Q\n2026-01-31,"4\n', "it is no CSV file"),
        ("date,Q\n2026-01-31,4\0\n", "it is no CSV file"),
        ("", "fewer than the 1 of its headings"),
        ("day,Q\n2026-01-31,4\n", "no column 'date' to take the day from"),
        ("date,R\n2026-01-31,4\n", "there is no column 'Q'"),
    ],
    ids=["wide", "short", "open quote", "nul", "empty", "no day", "no question"],
)
def test_broken_files_are_refused_with_their_row(read: Read, content: str, told: str) -> None:
    run = read(content, questions=[{**CSAT, "question": "Q"}])
    assert isinstance(run.error, QueryError)
    assert told in str(run.error)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = {"path": "none.csv", "questions": [{**CSAT, "question": "Q"}]}
    run = run_source(SOURCES["survey-file"], said, folder=tmp_path)
    assert isinstance(run.error, QueryError)
    assert "none.csv" in str(run.error)


def test_workbooks_are_read_like_text(read: Read, tmp_path: Path) -> None:
    """Numbers come without a point, days as days, and a second sheet by its name."""
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["nothing"])
    sheet = book.create_sheet("Answers")
    sheet.append(["date", "Q", "R"])
    sheet.append([dt.datetime(2026, 1, 31, 10, 0), 4.0, None])
    sheet.append([dt.date(2026, 2, 1), "n/a", None])
    sheet.append([None, None, None])
    book.save(tmp_path / "made.xlsx")
    said = {
        "file": "answers.xlsx",
        "questions": [{**CSAT, "question": "Q"}],
        "dont_know": ["N/A"],
    }
    content = (tmp_path / "made.xlsx").read_bytes()
    run = read(content, **said, sheet="Answers")
    assert answers(run) == [("2026-01-31", "Q", "4"), ("2026-02-01", "Q", None)]
    missing = read(content, **said, sheet="Other")
    assert isinstance(missing.error, QueryError)
    assert "no sheet 'Other'" in str(missing.error)
    assert isinstance(read(b"PK no workbook", **said).error, QueryError)


def test_several_files_are_one_collection(tmp_path: Path) -> None:
    for number in (1, 2):
        path = tmp_path / f"wave{number}.csv"
        path.write_text(f"date,Q\n2026-0{number}-01,{number}\n", encoding="utf-8")
    said = {"path": ["wave1.csv", "wave2.csv"], "questions": [{**CSAT, "question": "Q"}]}
    run = run_source(SOURCES["survey-file"], said, folder=tmp_path)
    assert [(row["survey"], row["value"]) for row in run.rows] == [("wave1", "1"), ("wave2", "2")]
    assert run.heard.notes == ["2 responses"]
    assert run.heard.queries == ["plain file wave1.csv, wave2.csv: Q"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"keep": ["Survey"]}, "'Survey' cannot be kept"),
        ({"keep": ["Place"]}, "there is no column 'Place'"),
        ({"columns": {"id": "No"}}, "under columns: there is no column 'No'"),
        ({"touchpoint": {"column": "Place"}}, "there is no column 'Place'"),
        ({"time_zone": "Mars/Base"}, "no time zone 'Mars/Base'"),
        ({"delimiter": ";"}, "there is no column 'Q'"),
        ({"encoding": "klingon"}, "no encoding 'klingon'"),
    ],
)
def test_settings_that_do_not_fit_the_file_are_named(
    read: Read, said: dict[str, Any], told: str
) -> None:
    content = "date,Q,Survey\n2026-01-31,4,x\n"
    run = read(content, questions=[{**CSAT, "question": "Q"}], **said)
    assert isinstance(run.error, QueryError), run.told
    assert told in str(run.error)
