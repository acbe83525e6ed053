"""The ranked list reads well on wide and narrow terminals, and outside text stays harmless."""

from __future__ import annotations

import os
import re
import sys

import pandas as pd
import pytest
from attrs import evolve

import cximpact
from cximpact.report import terminal
from cximpact.report.footer import footer
from cximpact.report.terminal import SIGNS, render


@pytest.fixture(scope="module")
def evaluation() -> cximpact.Evaluation:
    ideas = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "title": ["Plain letters", "\x1b[31mred\x1b[0m [bold]x[/bold]", "=1+1"],
            "ease": [2, -2, 1],
            "cost": ["EUR 10", "EUR 20", "EUR 30"],
        }
    )
    return cximpact.evaluate(proposals=ideas, weights={"ease": 1}, budgets={"all": "EUR 15"})


def shown(evaluation: cximpact.Evaluation) -> str:
    return render(evaluation.summary, evaluation.recommendations)


def test_every_action_has_a_sign_and_a_word(evaluation: cximpact.Evaluation) -> None:
    text = shown(evaluation)
    for item in evaluation:
        assert f"{SIGNS[item.action]} {item.action}" in text


def test_escapes_and_markup_from_outside_are_shown_not_obeyed(
    evaluation: cximpact.Evaluation,
) -> None:
    text = shown(evaluation)
    assert "\x1b" not in text
    assert r"\x1b[31mred\x1b[0m [bold]x[/bold]" in " ".join(text.split())


def test_budget_proof_and_next_step_stand_below(evaluation: cximpact.Evaluation) -> None:
    text = shown(evaluation)
    assert "budget all: EUR 10 of EUR 15 used, EUR 5 left" in text
    # 'a' scores 2 of 3 and is all that fits.
    assert "selected: value +67; no better affordable set exists, proven\n" in text
    assert "the order is that of value per cost" in text


def test_equal_values_look_equal_in_the_list(evaluation: cximpact.Evaluation) -> None:
    """Both are 0.455 at nine decimals; in binary one lies below it."""
    one, other = 0.1 * 4.55, 0.7 * 0.65
    assert (round(one * 100), round(other * 100)) == (46, 45)
    items = [
        evolve(each, value=evolve(each.value, expected=value))
        for each, value in zip(evaluation, (one, other, -other), strict=True)
    ]
    text = render(evaluation.summary, items)
    assert text.count("+46") == 2
    assert text.count("-46") == 1


def test_an_open_gap_is_told_with_the_bound(evaluation: cximpact.Evaluation) -> None:
    chosen = evolve(evaluation.summary.selection, bound=0.70, gap=0.70 - 2 / 3)
    lines = [*footer(evolve(evaluation.summary, selection=chosen), evaluation.recommendations)]
    assert any("not proven best: a better affordable set is worth at most +70" in s for s in lines)


def test_what_gates_stop_is_counted_with_what_to_do() -> None:
    rated = {"source": "Pilot", "date": "2026-02-01"}
    rows = [{"proposal": each, "criterion": "ease", "rating": 2} for each in "abc"]
    evaluation = cximpact.evaluate(
        proposals=[{"id": each} for each in "abcd"],
        ratings=[{**rows[0], **rated}, *rows[1:], {**rows[0], "proposal": "d", "rating": -3}],
        weights={"ease": 1},
        as_of="2026-03-01",
    )
    text = shown(evaluation)
    assert "2 proposals stopped by customer evidence (revise): cite sources" in text
    assert "1 proposal stopped by customer harm (decline)\n" in text


def test_a_gap_that_leaves_harm_open_is_told_with_what_to_do() -> None:
    """Of two questions that weigh alike, b leaves one open: it may hide harm."""
    rows = [
        {"proposal": "a", "criterion": "ease", "rating": 2},
        {"proposal": "a", "criterion": "trust", "rating": 2},
        {"proposal": "b", "criterion": "ease", "rating": 2},
    ]
    evaluation = cximpact.evaluate(
        proposals=[{"id": each} for each in "ab"],
        ratings=rows,
        weights={"ease": 1, "trust": 1},
        as_of="2026-03-01",
    )
    text = " ".join(shown(evaluation).split())
    told = "1 proposal stopped by customer harm (revise): answer what is open about their harm"
    assert told in text


@pytest.mark.parametrize("width", [60, 80, 109, 110, 200])
def test_reasons_are_never_squeezed_into_a_thin_column(
    evaluation: cximpact.Evaluation, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(terminal.shutil, "get_terminal_size", lambda: os.terminal_size((width, 50)))
    monkeypatch.setenv("NO_COLOR", "1")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown(evaluation)).splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) < 60


def test_text_for_a_file_has_no_colour(
    evaluation: cximpact.Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert "\x1b" not in render(evaluation.summary, evaluation.recommendations, to_file=True)


def long_list(count: int) -> cximpact.Evaluation:
    ideas = pd.DataFrame(
        {
            "id": [f"P{at:04}" for at in range(count)],
            "ease": [at % 2 * 2 - 1 for at in range(count)],
        }
    )
    return cximpact.evaluate(proposals=ideas, weights={"ease": 1}, draws=0, analyses=[])


def rows_in(text: str) -> int:
    return len(re.findall(r"^ *\d+  \S [a-z]+", text, flags=re.MULTILINE))


def test_of_thousands_the_first_are_shown_and_all_are_counted() -> None:
    evaluation = long_list(501)
    text = render(evaluation.summary, evaluation.recommendations, whole=False, more="type this")
    assert rows_in(text) == 50
    # 250 of the 501 have an odd number and so a value above zero; -33 is below the floor of -5.
    assert "… and 451 more. Of all 501: 250 approve, 251 revise; type this" in " ".join(
        text.split()
    )
    assert "Of all" not in (whole := render(evaluation.summary, evaluation.recommendations))
    assert rows_in(whole) == 501


def test_lists_that_people_read_are_shown_whole() -> None:
    evaluation = long_list(500)
    whole = render(evaluation.summary, evaluation.recommendations)
    assert render(evaluation.summary, evaluation.recommendations, whole=False) == whole
    assert rows_in(whole) == 500


def test_the_two_actions_that_mean_yes_are_told_apart_where_both_occur(
    evaluation: cximpact.Evaluation,
) -> None:
    (one, two, *_) = evaluation.recommendations
    both = [evolve(one, action="prioritize"), evolve(two, action="approve")]
    legend = "prioritize: selected, and a gain for customers, each in at least 90% of draws"
    assert any(line.startswith(legend) for line in footer(evaluation.summary, both))
    assert not any(line.startswith(legend) for line in footer(evaluation.summary, both[:1]))


@pytest.fixture(scope="module")
def two_groups() -> cximpact.Evaluation:
    ideas = pd.DataFrame(
        {
            "id": ["P1", "P2"],
            "title": ["Tell customers early what happens when", "New coffee machine"],
            "Trust": [3, 0],
            "Fit": [-3, 2],
            "cost": ["EUR 281666.67", "EUR 120000"],
        }
    )
    scorecard = {
        "groups": {"customer": 75, "business": 25},
        "criteria": {
            "trust": {"weight": 1, "title": "Trust"},
            "fit": {"weight": 1, "group": "business", "title": "Fit"},
        },
    }
    return cximpact.evaluate(
        proposals=ideas,
        columns={"ratings": {"trust": "Trust", "fit": "Fit"}},
        scorecard=scorecard,
        budgets={"all": "EUR 300000"},
        as_of="2026-03-01",
        draws=300,
        selection_draws=50,
    )


def at_width(evaluation: cximpact.Evaluation, width: int, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(terminal, "_WIDTH_WITHOUT_TERMINAL", width)
    return render(evaluation.summary, evaluation.recommendations, details=False, to_details="x")


def test_at_80_columns_titles_have_room_and_no_value_is_lost(
    two_groups: cximpact.Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P1: trust +100 of 75 %, fit -100 of 25 %."""
    text = at_width(two_groups, 80, monkeypatch)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert "customer +100" in text and "business -100" in text
    first = next(line for line in lines if "P1 Tell" in line)
    assert "P1 Tell customers early" in first
    table = text.partition("\n\n")[0]  # below it, titles beside ids may be short
    assert "…" not in table.replace("… defer", "")


def test_at_120_columns_every_figure_has_a_column_and_a_reason_beside_it(
    two_groups: cximpact.Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = at_width(two_groups, 120, monkeypatch).splitlines()
    assert max(map(len, lines)) <= 120
    header = next(line for line in lines if "proposal" in line).split()
    assert header == "# action proposal value customer business sure cost EUR why".split()
    assert any("Mostly for Trust." in line and "P1 Tell" in line for line in lines)


def test_details_are_told_on_request_alone(two_groups: cximpact.Evaluation) -> None:
    args = two_groups.summary, two_groups.recommendations
    short, whole = (
        render(*args, details=False, to_details="cximpact evaluate --details"),
        render(*args),
    )
    assert "More on budgets, weights, how sure: cximpact evaluate --details\n" in short
    assert "gate customer_voice not run" in whole and "gate customer_voice" not in short
    assert "Selected, in " in " ".join(whole.split())
    assert len(short.split()) < len(whole.split())


def test_no_id_makes_a_line_of_its_own_below_the_list(evaluation: cximpact.Evaluation) -> None:
    """An id may hold a line break; what it says behind that is no word of ours."""
    hints = ["why one of them: explain 'a\nnot counted: nothing'", ""]
    text = render(evaluation.summary, evaluation.recommendations, hints=hints)
    assert text.endswith("why one of them: explain 'a\\nnot counted: nothing'\n")
