"""The Qualtrics source: exports are started, waited for and read by their ImportIds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from qualtrics_server import SURVEY, TOKEN, Brand, Survey, archive, at, serving
from survey_cases import PERSONAL, SOURCES, response

from cximpact.plugins import (
    AnswerError,
    AuthenticationError,
    QueryError,
    TemporaryError,
)
from cximpact.plugins.http import HttpRequest, HttpResponse, open_transport
from cximpact.testing import Run, run_source

CSAT = {"question": "QID1", "measure": "csat", "kind": "csat", "touchpoint": "credit-decision"}
NPS = {"question": "QID2", "measure": "nps", "kind": "nps"}
Collect = Callable[..., Run]


def test_each_answer_is_a_row_with_its_measure_and_touchpoint(collected: Collect) -> None:
    """One respondent who answered two questions gives two rows."""
    place = {"column": "Journey", "values": {"Handover": "car-handover"}}
    run = collected(questions=[CSAT, {**NPS, "touchpoint": place}], dont_know=[99])
    assert run.error is None, run.told
    assert run.rows[:2] == [
        {
            "date": "2026-01-10",
            "value": "5",
            "question": "QID1",
            "measure": "csat",
            "touchpoint": "credit-decision",
            "survey": SURVEY,
            "channel": "survey",
            "ref": f"{SURVEY} QID1",
        },
        {
            "date": "2026-01-10",
            "value": "9",
            "question": "QID2",
            "measure": "nps",
            "touchpoint": "car-handover",
            "survey": SURVEY,
            "channel": "survey",
            "ref": f"{SURVEY} QID2",
        },
    ]
    assert [(row["question"], row["value"], row["touchpoint"]) for row in run.rows[2:]] == [
        ("QID1", "2", "credit-decision"),
        ("QID2", "0", None),
        ("QID1", None, "credit-decision"),
    ]


def test_what_was_not_counted_is_told(collected: Collect) -> None:
    """Nothing is dropped in silence: no opinion, no answer, no touchpoint."""
    place = {"column": "Journey", "values": {"Handover": "car-handover"}}
    run = collected(questions=[CSAT, {**NPS, "touchpoint": place}], dont_know=[99])
    assert run.heard.notes == [
        "3 responses",
        "no opinion: QID1 1",
        "not answered: QID2 1",
        "1 answers have no touchpoint: no rule for their words",
    ]


def test_previews_tests_spam_and_unfinished_are_left_out_and_counted(
    collected: Collect, survey: Survey
) -> None:
    """Status is a sum: 9 is a preview that is spam, 17 a preview offline, 4 is imported."""
    for number, status in enumerate((1, 2, 8, 9, 17, 40, 256), start=10):
        survey.responses.append(response(number, status=status, QID1=1))
    survey.responses.append(response(20, finished=0, progress=40, QID1=1))
    for number, status in enumerate((4, 16, 32, 48, 132), start=30):
        survey.responses.append(response(number, status=status, QID1=4))
    run = collected(questions=[CSAT], dont_know=[99])
    assert [row["value"] for row in run.rows] == ["5", "2", None, "4", "4", "4", "4", "4"]
    assert run.heard.notes[0] == (
        "16 responses; not counted: 2 marked as spam, 1 not finished, 4 previews and tests,"
        " 1 synthetic"
    )


def test_unfinished_responses_stay_where_the_settings_say_so(
    collected: Collect, survey: Survey
) -> None:
    survey.responses = [response(1, finished=0, QID1=4)]
    assert [row["value"] for row in collected(questions=[CSAT], unfinished="keep").rows] == ["4"]


def test_only_what_is_named_is_asked_for(collected: Collect, brand: Brand) -> None:
    """Personal fields are not even sent."""
    place = {"column": "Journey"}
    run = collected(questions=[CSAT, {**NPS, "touchpoint": place}], dont_know=[99])
    assert run.error is None, run.told
    (body,) = brand.exports.values()
    assert body == {
        "format": "csv",
        "useLabels": False,
        "surveyMetadataIds": ["endDate", "status", "finished", "_recordId"],
        "questionIds": ["QID1", "QID2"],
        "embeddedDataIds": ["Journey"],
    }


def test_a_question_named_by_its_export_tag_is_found(collected: Collect, brand: Brand) -> None:
    """The tag stands in the file only, so questions cannot be restricted beforehand."""
    run = collected(questions=[{**CSAT, "question": "Q1"}], dont_know=[99])
    assert [row["value"] for row in run.rows] == ["5", "2", None]
    assert "questionIds" not in next(iter(brand.exports.values()))


def test_texts_of_questions_name_nothing(collected: Collect) -> None:
    """Texts are translated and edited; a scorecard that rests on them breaks."""
    text = "Wie zufrieden waren Sie mit der Entscheidung?"
    run = collected(questions=[{**CSAT, "question": text}])
    assert isinstance(run.error, QueryError)
    assert "there is no column" in str(run.error)


def test_days_are_counted_in_the_zone_of_the_settings(collected: Collect, survey: Survey) -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    late = {"endDate": at("2026-01-31", "23:30:00"), "recordedDate": at("2026-01-31", "23:30:00")}
    survey.responses = [response(1, QID1=4, **late)]
    assert collected(questions=[CSAT]).rows[0]["date"] == "2026-01-31"
    in_berlin = collected(questions=[CSAT], time_zone="Europe/Berlin")
    assert in_berlin.rows[0]["date"] == "2026-02-01"


def test_an_unknown_time_zone_is_named(collected: Collect, brand: Brand) -> None:
    run = collected(questions=[CSAT], time_zone="Europe/Berlln")
    assert isinstance(run.error, QueryError)
    assert "Europe/Berlln" in str(run.error)
    assert brand.exports == {}, "nothing is asked of the system with settings that are wrong"


def test_an_export_is_complete_when_its_status_says_so(collected: Collect, brand: Brand) -> None:
    """At 100 percent it may still be in progress, without a file."""
    brand.looks = 3
    run = collected(questions=[CSAT], dont_know=[99])
    assert len(run.rows) == 3
    assert run.heard.waits == [0.5, 1.0, 2.0]
    assert "the export is 100% complete" in run.heard.progress


@pytest.mark.parametrize("ends", ["failed", "cancelled"])
def test_an_export_that_failed_is_to_be_tried_later(
    collected: Collect, brand: Brand, ends: str
) -> None:
    brand.ends = ends
    run = collected(questions=[CSAT])
    assert isinstance(run.error, TemporaryError)
    assert "ESRV9 too many columns" in str(run.error)


def test_a_state_nobody_knows_is_no_answer(collected: Collect, brand: Brand) -> None:
    brand.ends = "archived"
    assert isinstance(collected(questions=[CSAT]).error, AnswerError)


def test_waiting_ends(collected: Collect, brand: Brand) -> None:
    """An export that never completes costs the time the settings allow, and no more."""
    brand.looks = 10_000
    run = collected(questions=[CSAT], wait=60)
    assert isinstance(run.error, TemporaryError)
    assert run.error.tried
    assert sum(run.heard.waits) <= 60


def test_a_refused_token_is_to_be_renewed(brand: Brand) -> None:
    said = {"datacenter": "fra1", "survey": SURVEY, "token": "old", "questions": [CSAT]}
    run = run_source(SOURCES["survey-qualtrics"], said, transport=brand)
    assert isinstance(run.error, AuthenticationError)


def test_a_survey_that_is_not_there_is_to_be_mended(brand: Brand) -> None:
    said = {"datacenter": "fra1", "survey": "SV_0", "token": TOKEN, "questions": [CSAT]}
    run = run_source(SOURCES["survey-qualtrics"], said, transport=brand)
    assert isinstance(run.error, QueryError)
    assert "not found" in str(run.error)


@pytest.mark.parametrize(
    "place",
    [{}, {"datacenter": "fra1/../x"}, {"url": "ftp://example.org"}, {"url": "http://example.org"}],
    ids=str,
)
def test_an_address_that_is_none_is_refused(brand: Brand, place: dict[str, str]) -> None:
    said = {"survey": SURVEY, "token": TOKEN, "questions": [CSAT], **place}
    assert isinstance(
        run_source(SOURCES["survey-qualtrics"], said, transport=brand).error, QueryError
    )


def test_a_survey_id_cannot_leave_its_place_in_the_address(brand: Brand) -> None:
    said = {"datacenter": "fra1", "survey": "../users", "token": TOKEN, "questions": [CSAT]}
    run = run_source(SOURCES["survey-qualtrics"], said, transport=brand)
    assert isinstance(run.error, QueryError)
    assert brand.asked == []


def test_no_personal_field_gets_through_by_a_system_that_sends_all(
    collected: Collect, brand: Brand, survey: Survey
) -> None:
    """Even where a system sends more than it was asked for, nobody can be told from the rows."""

    class Generous(Brand):
        def _start(self, survey: Survey, body: dict[str, object]) -> HttpResponse:
            return super()._start(survey, {"format": "csv"})

    told = "Ich bin Wilhelmina Featherstonehaugh, 203.0.113.7, ruft an: 030 1234567"
    survey.responses[0]["QID3_TEXT"] = told
    said = {
        "datacenter": "fra1",
        "survey": SURVEY,
        "token": TOKEN,
        "questions": [CSAT],
        "dont_know": [99],
        "comments": [{"question": "QID3_TEXT"}],
    }
    generous = Generous({SURVEY: survey})
    run = run_source(SOURCES["survey-qualtrics"], said, transport=generous)
    assert run.error is None, run.told
    said_all = json.dumps([run.rows, list(run.texts())])
    for secret in (*PERSONAL.values(), "Wilhelmina", "R_0000", "1234567", "email"):
        assert secret.casefold() not in said_all.casefold(), secret
    comments = [row["comment"] for row in run.rows if row["comment"]]
    assert comments == ["Ich bin ••• •••, •••, ruft an: •••", "Kam spät"]
    assert "1 comments had addresses, names or numbers taken out" in run.heard.notes


def test_a_personal_field_is_refused_unless_it_is_to_be_kept(
    collected: Collect, brand: Brand
) -> None:
    place = {"column": "recipientEmail"}
    run = collected(questions=[{**CSAT, "touchpoint": place}])
    assert isinstance(run.error, QueryError)
    assert "personal field" in str(run.error)
    kept = collected(questions=[CSAT], dont_know=[99], keep=["recipientEmail", "userLanguage"])
    assert kept.rows[0]["recipientEmail"] == PERSONAL["recipientEmail"]
    assert kept.rows[0]["userLanguage"] == "DE"


def test_words_of_a_column_that_hold_addresses_are_no_touchpoints(
    collected: Collect, survey: Survey
) -> None:
    """A personal field under another name is told by what stands in it, without showing it."""
    survey.responses[0]["Journey"] = "jane@example.org"
    run = collected(questions=[{**CSAT, "touchpoint": {"column": "Journey"}}], dont_know=[99])
    assert isinstance(run.error, QueryError)
    assert "jane" not in run.told


def test_the_same_response_twice_counts_once_and_two_that_differ_not_at_all(
    collected: Collect, survey: Survey
) -> None:
    survey.responses = [response(1, QID1=4), response(1, QID1=4)]
    run = collected(questions=[CSAT])
    assert len(run.rows) == 1
    assert run.heard.notes[0] == "2 responses; not counted: 1 standing twice"
    survey.responses = [response(1, QID1=4), response(1, QID1=5)]
    assert isinstance(collected(questions=[CSAT]).error, AnswerError)


def test_responses_before_the_first_day_are_not_fetched(
    collected: Collect, survey: Survey, brand: Brand
) -> None:
    """The system's filter is on the time a response was recorded, never before it ended."""
    old = {"endDate": at("2024-01-01"), "recordedDate": at("2024-01-01")}
    survey.responses.append(response(9, QID1=1, **old))
    run = collected(questions=[CSAT], dont_know=[99], since="2025-01-01")
    assert len(run.rows) == 3
    assert next(iter(brand.exports.values()))["startDate"] == "2025-01-01T00:00:00Z"


def answering(body: bytes) -> object:
    """Return a system whose exports are this."""

    class System(Brand):
        def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
            answer = super().send(request, timeout)
            if request.url.endswith("/file"):
                return HttpResponse(200, {"content-type": "application/zip"}, body)
            return answer

    return System({SURVEY: Survey({"QID1": ("Q1", "?")})})


def fetched(body: bytes) -> Run:
    said = {"datacenter": "fra1", "survey": SURVEY, "token": TOKEN, "questions": [CSAT]}
    return run_source(SOURCES["survey-qualtrics"], said, transport=answering(body))


HEADINGS = (
    "EndDate,Status,Finished,ResponseId,Q1\nEnd,Type,Finished,Id,?\n"
    '"{""ImportId"":""endDate"",""timeZone"":""Z""}","{""ImportId"":""status""}",'
    '"{""ImportId"":""finished""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n'
)
ROW = "2026-01-10 10:00:00,0,1,R_1,4\n"


def damaged(body: bytes) -> bytes:
    """Return an archive with one bit turned in what it holds."""
    middle = body.index(b"Customers.csv") + 60
    return body[:middle] + bytes([body[middle] ^ 4]) + body[middle + 1 :]


@pytest.mark.parametrize(
    "body",
    {
        "a bomb": archive((HEADINGS + ROW).encode() + b" " * 40_000_000),
        "no archive": b"EndDate,Status\n",
        "empty": b"",
        "an archive of two": archive(b"", "a.csv")[:-22] + b"PK\x05\x06" + bytes(18),
        "cut short": archive((HEADINGS + ROW).encode())[:-40],
        "damaged": damaged(archive((HEADINGS + ROW).encode())),
        "another name": archive((HEADINGS + ROW).encode(), "a.txt"),
        "no ImportIds": archive(b"a,b\nc,d\ne,f\n1,2\n"),
        "two rows": archive(b"a,b\nc,d\n"),
        "no status": archive(b'a\nb\n"{""ImportId"":""QID1""}"\n4\n'),
        "a row cut short": archive((HEADINGS + ROW + "2026-01-11 10:00:00,0").encode()),
        "an open quote": archive((HEADINGS + ROW + '2026-01-11 10:00:00,0,1,R_2,"4\n').encode()),
        "no text": archive(HEADINGS.encode() + b"\xff\xfe\xfa,0,1,R_2,4\n"),
        "another status": archive((HEADINGS + "2026-01-10 10:00:00,zero,1,R_1,4\n").encode()),
        "another end": archive((HEADINGS + "2026-01-10 10:00:00,0,wahr,R_1,4\n").encode()),
    }.items(),
    ids=lambda case: case[0],
)
def test_an_export_that_is_none_is_not_guessed_at(body: tuple[str, bytes]) -> None:
    """Bombs, damage and other shapes: an answer otherwise than the contract says."""
    run = fetched(body[1])
    assert isinstance(run.error, AnswerError), run.told


def test_an_export_of_choices_in_words_is_read_where_status_is_known() -> None:
    words = HEADINGS + "2026-01-10 10:00:00,IP Address,True,R_1,4\n"
    words += "2026-01-10 10:00:00,Survey Preview,True,R_2,4\n"
    run = fetched(archive(words.encode()))
    assert [row["value"] for row in run.rows] == ["4"]


def test_it_works_over_a_socket(survey: Survey) -> None:
    """The whole way, with a client, a port and a system that is busy at first."""
    brand = Brand({SURVEY: survey}, busy=frozenset({1, 3}))
    with serving(brand) as address:
        said = {"url": address, "survey": SURVEY, "token": TOKEN, "questions": [CSAT]}
        run = over_network(said)
    assert [row["value"] for row in run.rows] == ["5", "2", None]
    assert run.heard.queries == [f"survey {SURVEY}: QID1"]


def over_network(said: dict[str, object]) -> Run:
    return run_source(
        SOURCES["survey-qualtrics"],
        {**said, "dont_know": [99]},
        transport=open_transport(),
        network=True,
        as_of=date(2026, 3, 1),
    )
