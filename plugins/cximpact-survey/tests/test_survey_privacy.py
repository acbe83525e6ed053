"""Who somebody is stays in the file: fields, comments, messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.testing import Run
from cximpact_survey.personal import is_personal, looks_personal, scrubbed

Read = Callable[..., Run]

FIELDS = {
    "Respondent ID": "114000000001",
    "Collector ID": "400123456",
    "IP Address": "203.0.113.77",
    "Email Address": "wilhelmina.f@example.org",
    "First Name": "Wilhelmina",
    "Last Name": "Featherstonehaugh",
    "Custom Data 1": "CRM-0099417",
    "LocationLatitude": "52.520008",
    "LocationLongitude": "13.404954",
    "ExternalReference": "EXT-77-abc",
    "contactId": "CID_8sj2",
    "Phone": "+49 30 1234567",
    "Straße": "Hauptstr. 12",
    "User Agent": "Mozilla/5.0 (X11)",
    "Something nobody thought of": "Jane Q. Public",
}


def full_of_people(comment: str = "", answer: str = "4") -> str:
    headings = ["End Date", *FIELDS, "Rate it", "Tell us"]
    below = ["", *("" for _ in FIELDS), "Response", "Open-Ended Response"]
    cells = ["01/10/2026 10:00:00 AM", *FIELDS.values(), answer, comment]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in (headings, below, cells))


def leaks(run: Run, *more: str) -> list[str]:
    said = "\n".join(run.texts()).casefold()
    return [value for value in (*FIELDS.values(), *more) if value.casefold() in said]


def test_a_file_full_of_people_gives_none_of_them(read: Read) -> None:
    """Rows, column names, notes, logs and progress hold no personal field."""
    run = read(
        full_of_people("Call Wilhelmina: +49 30 1234567 or wilhelmina.f@example.org"),
        format="surveymonkey",
        questions=[{"question": "Rate it", "measure": "csat", "kind": "csat"}],
        comments=[{"question": "Tell us"}],
    )
    assert run.error is None, run.told
    assert leaks(run, "wilhelmina") == []
    assert set(run.rows[0]) == {
        "date",
        "value",
        "question",
        "measure",
        "touchpoint",
        "survey",
        "channel",
        "ref",
        "comment",
    }
    assert run.rows[1]["comment"] == "Call •••: ••• or •••"


@pytest.mark.parametrize("heading", [name for name in FIELDS if is_personal(name)])
@pytest.mark.parametrize("use", ["question", "comment", "touchpoint"])
def test_naming_a_personal_field_reads_nothing(read: Read, heading: str, use: str) -> None:
    """Neither the field nor the message about it gets through."""
    asked: dict[str, Any] = {"question": "Rate it", "measure": "csat", "kind": "csat"}
    said: dict[str, Any] = {"questions": [asked]}
    if use == "question":
        asked["question"] = heading
    elif use == "comment":
        said["comments"] = [{"question": heading}]
    else:
        asked["touchpoint"] = {"column": heading}
    run = read(full_of_people(), format="surveymonkey", **said)
    assert run.family == "query"
    assert leaks(run) == []


def test_a_field_nobody_thought_of_is_not_read_unless_named(read: Read) -> None:
    """Columns are read because the settings name them, not because they look harmless."""
    asked = {"question": "Rate it", "measure": "csat", "kind": "csat"}
    run = read(full_of_people(), format="surveymonkey", questions=[asked])
    assert leaks(run) == []
    kept = read(full_of_people(), format="surveymonkey", questions=[asked], keep=["Custom Data 1"])
    assert leaks(kept) == ["CRM-0099417"]


def test_an_answer_that_is_refused_is_not_shown_if_it_could_tell_who(read: Read) -> None:
    asked = {"question": "Rate it", "measure": "csat", "kind": "csat"}
    run = read(full_of_people(answer="jane@example.org"), format="surveymonkey", questions=[asked])
    assert run.family == "query"
    assert leaks(run, "jane") == []


def test_a_broken_file_shows_nothing_of_what_it_holds(read: Read) -> None:
    content = full_of_people() + '\n"one","two"'
    asked = {"question": "Rate it", "measure": "csat", "kind": "csat"}
    run = read(content, format="surveymonkey", questions=[asked])
    assert run.family == "query"
    assert leaks(run) == []


def test_a_missing_question_is_answered_without_naming_personal_columns(read: Read) -> None:
    asked = {"question": "Emale Addres", "measure": "csat", "kind": "csat"}
    run = read(full_of_people(), format="surveymonkey", questions=[asked])
    assert "Email Address" not in run.told
    assert "'Rate it'" in run.told


@pytest.mark.parametrize(
    "heading",
    [
        "IPAddress", "ipaddr", "IP-Adresse", "RecipientEmail", "E-Mail", "E-Mail-Adresse",
        "recipientFirstName", "Last Name", "Nachname", "externalDataReference", "ResponseId",
        "_recordId", "locationLatitude", "token", "Access code", "refurl", "Referrer URL", "UUID",
        "contactId", "Name", "ID", "Phone number", "Custom Data 1", "Zip Code", "Date of birth",
    ],
)  # fmt: skip
def test_personal_headings_are_known(heading: str) -> None:
    assert is_personal(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "QID1", "Q2_NPS_GROUP", "G01Q02[SQ001]", "Mobile app", "Address change service", "Journey",
        "userLanguage", "distributionChannel", "How easy was it to find our phone number?",
        "Did you get our e-mail in time?", "Phone service", "endDate", "place",
    ],
)  # fmt: skip
def test_questions_and_places_are_not_taken_for_people(heading: str) -> None:
    assert not is_personal(heading)


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("Am 04.03.2025 gewartet, 45 Minuten", "Am 04.03.2025 gewartet, 45 Minuten"),
        ("2025-03-04 was bad", "2025-03-04 was bad"),
        ("I paid 12,500 EUR twice", "I paid 12,500 EUR twice"),
        ("see https://x.example/?id=9 please", "see ••• please"),
        ("from 2001:db8::ff00:42:8329", "from •••"),
        ("contract 4711-0815-2342", "contract •••"),
        ("(030) 123 45 67!", "(•••!"),
        ("at 52.5200, 13.4050", "at •••, •••"),
    ],
)
def test_comments_lose_what_tells_who_wrote_them_and_keep_the_rest(comment: str, left: str) -> None:
    assert scrubbed(comment, []) == left


@given(
    st.text(st.characters(categories=["L", "Zs"]), max_size=40),
    st.from_regex(r"[a-z]{2,10}\.[a-z]{2,10}@[a-z]{2,10}\.(org|com)", fullmatch=True),
    st.from_regex(r"\+[1-9][0-9]{9,12}", fullmatch=True),
    st.from_regex(r"[A-Z][a-z]{2,12}", fullmatch=True),
)
def test_whatever_stands_around_them_people_are_taken_out(
    around: str, mail: str, phone: str, name: str
) -> None:
    left = scrubbed(f"{around} {mail} {phone}, {name}; {around}", [name])
    assert mail not in left
    assert phone not in left
    assert f" {name};" not in left
    assert not looks_personal(left)


@pytest.mark.parametrize(
    "unit", ["a", "1 ", "1", "a.", "@", "a@b.", ":", "ab:", "1.1", "www.", "(", " "]
)
def test_no_comment_takes_long(unit: str) -> None:
    """A quarter of a megabyte of what patterns stumble over."""
    from time import perf_counter

    began = perf_counter()
    scrubbed(unit * (250_000 // len(unit)) + "!", ["Jane", "Doe"])
    assert perf_counter() - began < 5
