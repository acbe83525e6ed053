"""Secrets are found in every spelling, wherever they stand, and nothing else is touched."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.plugins.isolation.redaction import Redactor
from cximpact.plugins.secrets import MASK

SECRETS = [
    "hunter2",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "a+b/c==d?e&f=g h",
    'quo"te\\back/slash',
    "Grüße-aus-Köln",
    "100%-sicher%20ja",
    "line one\nline two",
    "tab\tand\x7fdelete",
    "🔑tasten",
    "a" * 500,
]
around = st.text("xyz019/+ =.", max_size=12)


@pytest.mark.parametrize("secret", SECRETS)
@given(before=around, after=around)
def test_a_secret_is_found_as_it_is(secret: str, before: str, after: str) -> None:
    assert secret not in Redactor.of([secret]).text(before + secret + after)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
@given(before=st.binary(max_size=9), after=st.binary(max_size=9))
def test_a_secret_is_found_in_base64_at_any_alignment(
    secret: str, encode: object, before: bytes, after: bytes
) -> None:
    whole = encode(before + secret.encode() + after).decode()  # type: ignore[operator]
    seen = Redactor.of([secret]).text(whole)
    # What is left belongs to `before` and `after`, each with at most two letters shared.
    assert MASK in seen
    assert len(seen) - len(MASK) <= len(whole) - (len(secret.encode()) * 8 // 6 - 1)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "spell",
    [
        lambda text: quote(text),
        lambda text: quote(text, safe=""),
        lambda text: quote_plus(text),
        lambda text: quote(text, safe="").swapcase(),
        lambda text: json.dumps({"token": text}),
        lambda text: json.dumps({"token": text}, ensure_ascii=False),
        lambda text: repr([text]),
        lambda text: text.encode().hex(),
        lambda text: text.encode().hex().upper(),
        lambda text: text.upper() if "ß" not in text else text,
        lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    ],
)
def test_a_secret_is_found_as_it_is_written_elsewhere(secret: str, spell: object) -> None:
    whole = f"see {spell(secret)} there"  # type: ignore[operator]
    seen = Redactor.of([secret]).text(whole)
    assert MASK in seen
    assert len(seen) <= len("see {'token': ''} there") + len(MASK) + 4


def test_the_lines_of_a_key_are_secrets_too() -> None:
    key = (
        "-----BEGIN KEY-----\nMIIEvgIBADANBgkqhkiG9w0\nAASCBKgwggSkAgEAAoIBAQ\n-----END KEY-----\n"
    )
    redactor = Redactor.of([key])
    assert redactor.text("bad line: MIIEvgIBADANBgkqhkiG9w0!") == f"bad line: {MASK}!"
    assert redactor.text(f"got {key}") == f"got {MASK}"
    assert redactor.text("-----BEGIN KEY-----") == "-----BEGIN KEY-----"


def test_white_space_around_a_secret_does_not_hide_it() -> None:
    assert Redactor.of(["hunter2\n"]).text("token=hunter2;") == f"token={MASK};"


def test_a_very_short_secret_is_found_as_a_word_only() -> None:
    redactor = Redactor.of(["12"])
    assert redactor.text("pin 12, 2012-12-12, 512") == f"pin {MASK}, 2012-{MASK}-{MASK}, 512"


def test_the_longest_of_secrets_that_overlap_goes_whole() -> None:
    redactor = Redactor.of(["hunter", "hunter2-long"])
    assert redactor.text("hunter2-long hunter") == f"{MASK} {MASK}"


def test_nothing_is_touched_without_secrets() -> None:
    assert Redactor.of(["", "  "]).text("as it is") == "as it is"


def test_secrets_told_later_are_found_from_then_on() -> None:
    redactor = Redactor.of(["hunter2"])
    assert redactor.text("session-17-abc") == "session-17-abc"
    redactor.add("session-17-abc")
    assert redactor.text("session-17-abc hunter2") == f"{MASK} {MASK}"


def test_data_are_cleared_in_keys_and_values() -> None:
    redactor = Redactor.of(["hunter2"])
    assert redactor.data({"hunter2": ["a", {"b": "hunter2!"}], "n": 1, "x": None}) == {
        MASK: ["a", {"b": f"{MASK}!"}],
        "n": 1,
        "x": None,
    }


@given(
    words=st.lists(st.sampled_from(["hunter2-hunter2", "x", "hunter", " "]), max_size=60),
    longest=st.integers(1, 60),
    end=st.booleans(),
)
def test_no_cut_leaves_a_part_of_a_secret(words: list[str], longest: int, end: bool) -> None:
    text = "#".join(words)
    seen = Redactor.of(["hunter2-hunter2"]).cut(text, longest, end=end)
    # "hunter" stands in the text by itself; anything longer, or "ter2", can only be a remainder.
    assert not [part for part in ("hunter2", "unter2", "2-hunter", "ter2") if part in seen]
    # A mask is shorter than what it stands for, so a text may shrink, but never grow.
    assert len(seen) <= max(longest + 1, min(len(text), longest))


@pytest.mark.parametrize("secret", [each for each in SECRETS if len(each) >= 8])
def test_rows_that_hold_a_secret_are_noticed(secret: str) -> None:
    redactor = Redactor.of([secret])
    spelled = [
        secret,
        quote(secret, safe=""),
        json.dumps(secret),
        b64encode(b"me:" + secret.encode()).decode(),
        secret.encode().hex(),
    ]
    for text in spelled:
        rows = json.dumps({"rows": [["1", f"see {text} here"]]}, ensure_ascii=False)
        assert redactor.in_rows(rows.encode())
    assert not redactor.in_rows(b'{"rows":[["1","nothing to see"]]}')


def test_a_short_secret_may_stand_in_rows_by_chance() -> None:
    assert not Redactor.of(["acme"]).in_rows(b'{"rows":[["acme"]]}')
