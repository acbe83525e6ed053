"""Why something must be done, by what a text of the list says."""

from __future__ import annotations

import pytest

from cximpact.intake.starting.draft_mandates import Mandated


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Pflicht (NIS-2)", "NIS-2"),
        ("mandatory - fire code", "fire code"),
        ("legal requirement - must be done by Dec", "legal requirement - must be done by Dec"),
        ("Pflicht: bis Ende Juni", "Pflicht: bis Ende Juni"),
        ("required by law", "required by law"),
    ],
)
def test_what_says_by_when_only_is_not_the_reason(text, reason):
    assert Mandated("Remarks", text, ("A",), is_text=True).reason == reason


def test_a_word_of_a_column_has_what_stands_behind_it_as_the_reason():
    assert Mandated("Status", "mandatory (by June)", ("A",)).reason == "by June"
    assert Mandated("Status", "mandatory", ("A",)).reason == ""
