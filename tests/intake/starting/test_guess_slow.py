"""Headers made to be slow are cut before they are compared with words."""

from __future__ import annotations

import time

from cximpact.intake.starting.guess_scales import is_about, unscaled
from cximpact.intake.starting.guess_words import plain_words
from cximpact.model.scorecard import Criterion

EASE = Criterion("ease", "customer", "rating", 1.0)


def test_a_header_of_a_million_letters_costs_no_time():
    start = time.process_time()
    for header in ("Ease " * 200_000, "1-5" + " " * 1_000_000 + "x", "é" * 1_000_000):
        assert not is_about(header, EASE)
        assert unscaled(header) == ""
        assert len(plain_words(header)) <= 400
    assert time.process_time() - start < 10


def test_a_scale_behind_a_header_is_left_out():
    assert is_about("EASE (1-5)", EASE)
    assert unscaled("Coût 1 to 5") == "cout"
