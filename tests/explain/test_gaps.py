"""Who is sent back because a customer score is missing, in which column, and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import cximpact
from cximpact.intake.spec import read_spec
from cximpact.pipeline import read
from cximpact.report.acting import to_act_on
from cximpact.report.readback import readback

CARD = "criteria: {trust: {weight: 1, title: Trust}, ease: {weight: 1, title: Ease of use}}\n"
LIST = """id,status,ease,trust
P1,idea,5,4
P2,idea,4,
P3,idea,,
P4,running,4,
P5,gone,4,
P6,idea,4,
"""


def case(folder: Path, scale: str = "[1, 3, 5]", card: str = CARD) -> Any:
    (folder / "card.yaml").write_text(card)
    (folder / "list.csv").write_text(LIST)
    (folder / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nproposals:\n  path: list.csv\n  columns:\n"
        "    status: {column: status, values: {idea: proposed, running: committed, "
        "gone: withdrawn}}\n    ratings:\n"
        f"      trust: {{column: trust, scale: {scale}}}\n"
        f"      ease: {{column: ease, scale: {scale}}}\n"
    )
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def test_validate_names_whom_gaps_will_stop_and_in_which_column(tmp_path: Path) -> None:
    """P4 is committed and P5 withdrawn, so neither is decided. Of 1 to 5, 3 is no change."""
    told = to_act_on(case(tmp_path)).others
    assert told[:2] == (
        "3 proposals have no rating on Trust, and are sent back as 'revise': P2, P3, P6; also of "
        "what is committed: P4; fill it, or give 3 if nothing changes",
        "1 proposal has no rating on Ease of use, and is sent back as 'revise': P3; fill it, or "
        "give 3 if nothing changes",
    )


FOUR = """scorecard: card.yaml
as_of: 2026-03-01
proposals:
  path: list.csv
  columns:
    ratings:
      trust: {column: trust, scale: [1, 3, 5]}
      ease: {column: ease, scale: [1, 3, 5]}
      speed: {column: speed, scale: [1, 3, 5]}
      calm: {column: calm, scale: [-2, 0, 2]}
"""


def gaps(folder: Path, rows: str) -> tuple[str, ...]:
    """Return what is said of a list with four criteria, of which calm has a scale of its own."""
    card = "".join(f"  {each}: {{weight: 1}}\n" for each in ("trust", "ease", "speed", "calm"))
    (folder / "card.yaml").write_text(f"criteria:\n{card}")
    (folder / "list.csv").write_text(f"id,trust,ease,speed,calm\n{rows}")
    (folder / "cximpact.yaml").write_text(FOUR)
    told = to_act_on(read(read_spec(folder), None, date(2026, 3, 1))[0]).others
    return tuple(line for line in told if "sent back" in line)


def test_criteria_that_the_same_proposals_lack_stand_in_one_line(tmp_path: Path) -> None:
    """Calm has another answer for no change, so it has a line of its own."""
    assert gaps(tmp_path, "I-04,,,,\nN-05,3,3,3,1\nN-06,,,,\n") == (
        "2 proposals have no rating on trust, ease and speed, and are sent back as 'revise': I-04, "
        "N-06; fill them, or give 3 if nothing changes",
        "2 proposals have no rating on calm, and are sent back as 'revise': I-04, N-06; fill it, "
        "or give 0 if nothing changes",
    )


def test_proposals_that_lack_the_same_stand_in_one_line_where_that_is_shorter(
    tmp_path: Path,
) -> None:
    """A lacks trust and ease, B ease and speed: three criteria, and two proposals."""
    assert gaps(tmp_path, "A,,,3,1\nB,3,,,1\n") == (
        "1 proposal has no rating on trust and ease, and is sent back as 'revise': A; fill them, "
        "or give 3 if nothing changes",
        "1 proposal has no rating on ease and speed, and is sent back as 'revise': B; fill them, "
        "or give 3 if nothing changes",
    )


def test_evaluate_sends_back_those_and_says_the_same(tmp_path: Path) -> None:
    case(tmp_path)
    found = cximpact.evaluate(tmp_path, draws=0, analyses=[])
    back = sorted(each.proposal for each in found if each.action == "revise")
    assert back == ["P2", "P3", "P6"]
    assert found["P2"].reason == (
        "The customer harm gate is undetermined: no rating on Trust, where harm may hide; rate "
        "it, or give 3 if nothing changes."
    )
    assert "no rating on Trust and Ease of use, where harm may hide" in found["P3"].reason


def test_where_the_gate_only_warns_nobody_is_named(tmp_path: Path) -> None:
    found = to_act_on(case(tmp_path, card=f"{CARD}gates: {{customer_harm: warn}}\n")).others
    assert not [line for line in found if "sent back" in line]


def test_what_to_look_at_stands_before_the_proposals(tmp_path: Path) -> None:
    found = case(tmp_path)
    text = readback(found, to_act_on(found))
    assert text.startswith("Everything was read.\n6 proposals")
    assert text.index("Look at this first:") < text.index("The first 2 and a committed one of 6")
    assert text.count("no rating on Trust") == 1


def test_where_there_is_nothing_to_look_at_that_is_said(tmp_path: Path) -> None:
    text = readback(case(tmp_path))
    assert text.startswith("Everything was read; no problems.\n")
    assert "Look at this first" not in text


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        (
            "{kind: quantity, unit: EUR, value_points: {-10: -1, 0: 0, 10: 1}, title: Bill}",
            "no amount for Bill, where harm may hide; state it.",
        ),
        (
            "{kind: journey, title: Journey}",
            "nothing on what changes along the journey (Journey), where harm may hide; state its "
            "effects, or that it has none.",
        ),
    ],
)
def test_other_kinds_are_told_in_their_own_words(
    tmp_path: Path, criterion: str, reason: str
) -> None:
    """B has neither amount nor effects."""
    (tmp_path / "card.yaml").write_text(
        f"criteria: {{other: {criterion[:-1]}, weight: 1}}}}\n"
        "journey: {stages: {buy: {touchpoints: {shop: {}}}}}\n"
    )
    given = "quantities: {other: money}" if "quantity" in criterion else "id: id"
    (tmp_path / "list.csv").write_text("id,money\nA,5\nB,\n")
    (tmp_path / "effects.csv").write_text("proposal,touchpoint,change\nA,shop,improves\n")
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\neffects: effects.csv\n"
        f"proposals: {{path: list.csv, columns: {{{given}}}}}\n"
    )
    found = cximpact.evaluate(tmp_path, draws=0, analyses=[])
    assert found["B"].reason == f"The customer harm gate is undetermined: {reason}"


LIMIT = (
    "(trust below -34 of 100); a limit that is too strict is moved in the scorecard: gates: "
    "{customer_harm: {score: -0.34}}"
)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        # On 1 to 5, 1 is as bad as can be: 3 of 6 are stopped.
        ((1, 1, 1, 3, 4, 5), "customer harm stops 3 of 6 proposals: P0, P1, P2; is 3 the answer "
         "that stands for no change?"),
        ((1, 1, 3, 3, 4, 5), f"customer harm stops 2 of 6 proposals: P0, P1 {LIMIT}"),
        ((1, 1, 1, 3, 3, 3, 3, 4, 4, 5), f"customer harm stops 3 of 10 proposals: P0, P1, P2 "
         f"{LIMIT}"),
        ((2, 3, 3, 4), f"customer harm stops 1 of 4 proposals: P0 {LIMIT}"),
        ((3, 3, 3, 4), ""),
    ],
)  # fmt: skip
def test_harm_that_stops_many_asks_for_the_scale(
    tmp_path: Path, answers: tuple[int, ...], told: str
) -> None:
    """Where 1 was meant as no benefit, the list is read as full of harm."""
    rows = "".join(f"P{at},{each}\n" for at, each in enumerate(answers))
    (tmp_path / "card.yaml").write_text("criteria: {trust: {weight: 1}}\n")
    (tmp_path / "list.csv").write_text(f"id,trust\n{rows}")
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nproposals:\n  path: list.csv\n  columns:\n    ratings:\n"
        "      trust: {column: trust, scale: [1, 3, 5]}\n"
    )
    found = to_act_on(read(read_spec(tmp_path), None, date(2026, 3, 1))[0]).others
    assert [line for line in found if line.startswith("customer harm")] == [told] * bool(told)


@pytest.mark.parametrize(
    ("ratings", "told"),
    [
        # A is decided on; M is mandatory, C committed, W withdrawn; O has a rating.
        (
            {"A": "", "M": "", "C": "", "W": "", "O": "1"},
            "1 proposal has no rating on Cost to serve, which counts as 0 so far: A; also of what "
            "is mandatory or committed: C, M; fill it, or give 0 if nothing changes",
        ),
        (
            {"A": "", "M": "", "C": "1", "W": "", "O": "1"},
            "1 proposal has no rating on Cost to serve, which counts as 0 so far: A; also of what "
            "is mandatory: M; fill it, or give 0 if nothing changes",
        ),
        (
            {"A": "", "M": "1", "C": "1", "W": "", "O": ""},
            "2 proposals have no rating on Cost to serve, which counts as 0 so far: A, O; fill it, "
            "or give 0 if nothing changes",
        ),
        # Whoever is decided on has one: nothing depends on the others.
        ({"A": "1", "M": "", "C": "", "W": "", "O": "1"}, ""),
    ],
)
def test_who_is_selected_in_any_case_is_named_beside_those_who_lack_a_business_score(
    tmp_path: Path, ratings: dict[str, str], told: str
) -> None:
    (tmp_path / "card.yaml").write_text(
        "criteria: {ease: {weight: 1}, serve: {weight: 1, title: Cost to serve, group: business}}\n"
    )
    status = {"C": "committed", "W": "withdrawn"}
    lines = [f"{key},{status.get(key, 'proposed')},1,{each}\n" for key, each in ratings.items()]
    (tmp_path / "list.csv").write_text(f"id,status,ease,serve\n{''.join(lines)}")
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-03-01\nproposals: list.csv\n"
        "rules: {mandatory: {M: {reason: law, approved_by: board}}}\n"
    )
    found = to_act_on(read(read_spec(tmp_path), None, date(2026, 3, 1))[0]).others
    assert [line for line in found if "Cost to serve" in line] == [told][: bool(told)]


IDLE = (
    "groups: {customer: 80, business: 20}\ncriteria:\n  trust: {weight: 1, title: Trust}\n"
    "  ease: {weight: 1}\n  fit: {weight: 3, group: business, title: Fit}\n"
    "  relief: {weight: 1, group: business}\n"
)


def test_business_criteria_that_nobody_is_rated_on_are_told_with_their_weight(
    tmp_path: Path,
) -> None:
    """Of 20 %, fit has three quarters, 15 %, and relief the rest."""
    told = to_act_on(case(tmp_path, card=IDLE)).others
    assert (
        "no proposal is rated on Fit (15% of the weight) and relief (5% of the weight): map a "
        "column of the list to it under 'ratings', answer it in a table of ratings, or take it out "
        "of the scorecard"
    ) in told
    assert not any("no proposal is rated" in each for each in to_act_on(case(tmp_path)).others)


MANY = "id,ease,trust\nA,,\nB,4,\nC,4,3\nM,,4\nN,4,\n"


@pytest.mark.parametrize(
    ("gate", "lines"),
    [
        # A and B are sent back; N, mandatory, lacks trust as they do, and M ease as A does.
        (
            "block",
            (
                "2 proposals have no rating on trust, and are sent back as 'revise': A, B; also "
                "of what is mandatory: N; fill it, or give 3 if nothing changes",
                "1 proposal has no rating on ease, and is sent back as 'revise': A; also of what "
                "is mandatory: M; fill it, or give 3 if nothing changes",
            ),
        ),
        (
            "warn",
            (
                "1 proposal has no rating on trust, and is selected in any case, so that it stays "
                "open whether customers are harmed: N; fill it, or give 3 if nothing changes",
                "1 proposal has no rating on ease, and is selected in any case, so that it stays "
                "open whether customers are harmed: M; fill it, or give 3 if nothing changes",
                "2 proposals have no rating on trust, which counts as 0 so far: A, B; fill it, or "
                "give 3 if nothing changes",
                "1 proposal has no rating on ease, which counts as 0 so far: A; fill it, or give "
                "3 if nothing changes",
            ),
        ),
    ],
)
def test_every_missing_customer_score_is_named(
    tmp_path: Path, gate: str, lines: tuple[str, ...]
) -> None:
    """What is selected in any case is not sent back, and where the gate warns, nobody is."""
    (tmp_path / "card.yaml").write_text(
        "criteria: {trust: {weight: 1}, ease: {weight: 1}}\n"
        f"gates: {{customer_harm: {gate}, customer_value_floor: warn}}\n"
    )
    (tmp_path / "list.csv").write_text(MANY)
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nproposals:\n  path: list.csv\n  columns:\n    ratings:\n"
        "      trust: {column: trust, scale: [1, 3, 5]}\n"
        "      ease: {column: ease, scale: [1, 3, 5]}\n"
        "rules:\n  mandatory:\n    M: {reason: law, approved_by: board}\n"
        "    N: {reason: law, approved_by: board}\n"
    )
    found = to_act_on(read(read_spec(tmp_path), None, date(2026, 3, 1))[0]).others
    assert tuple(line for line in found if "no rating on" in line) == lines
