"""`cximpact init --from LIST`: what a list of one's own says without our words."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.guess_scales import shared_scale
from cximpact.intake.starting.starter import write_starter

LIST = """\
Nr;Initiative;Sponsor;Phase;Capex;Opex;Ease for customer;Wait time;Trust;Go-live;Comments
P1;Lockers;E-Com;idea;240000;45000;4;5;1;2026-06-01;pilot
P2;Portal;E-Com;in progress;85000;15000;5;3;3;2026-04-15;
P3;Chatbot;Service;on hold;95000;60000;2;3;-2;;favourite
P4;Upgrade;IT;approved;310000;40000;0;0;2;;
P5;Fitting room;Marketing;rejected;220000;60000;1;-1;0;;
P6;Pricing;E-Com;idea;210000;50000;-1;0;-5;;
"""


def _start(tmp_path, text=LIST, **options):
    (tmp_path / "list.csv").write_text(text)
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", **options)
    return report, yaml.safe_load((tmp_path / "new" / "cximpact.yaml").read_text())


def _column(header, *cells):
    """A list of ids and one more column."""
    rows = "".join(f"P{at};{cell}\n" for at, cell in enumerate(cells))
    return f"id;{header}\n{rows}"


def test_a_list_with_words_of_its_own_becomes_a_round_that_loads(tmp_path):
    report, document = _start(tmp_path)
    assert report.written == ("cximpact.yaml", "scorecard.yaml")
    columns = document["proposals"]["columns"]
    assert (columns["unit"], columns["status"]["column"]) == ("Sponsor", "Phase")
    found = read_inputs(read_spec(tmp_path / "new"))
    statuses = dict(zip(found.proposals.ids, found.proposals.statuses, strict=True))
    assert [key for key, each in statuses.items() if each == "committed"] == ["P2", "P4"]
    assert statuses["P5"] == "withdrawn"
    assert [each.id for each in found.scorecard.criteria] == [
        "ease-for-customer", "trust", "wait-time",
    ]  # fmt: skip
    assert {each.weight for each in found.scorecard.criteria} == {10}


def test_a_status_that_only_its_cells_tell_is_called_a_guess(tmp_path):
    report, _ = _start(tmp_path)
    told = "'Phase' is taken for the status: a guess from its cells; check what each counts as"
    assert told in report.remarks
    inline = "column: Phase    # is taken for the status: a guess from its cells; check what each"
    assert inline in (tmp_path / "new" / "cximpact.yaml").read_text()


def test_a_header_that_says_status_goes_before_cells_that_look_so(tmp_path):
    _, document = _start(tmp_path, "id;Phase;Status\nA;idea;open\nB;done;open\n")
    assert document["proposals"]["columns"]["status"]["column"] == "Status"


def test_of_two_columns_of_statuses_none_is_taken_and_both_are_told(tmp_path):
    report, document = _start(tmp_path, "id;Phase;Stage\nA;idea;open\nB;done;new\n")
    assert "status" not in document["proposals"]["columns"]
    assert "'Phase' and 'Stage' both hold words for a status: map one as 'status'" in report.remarks


@pytest.mark.parametrize("cells", [["idea"] * 5, ["idea", "done", "x", "y", "z"], ["1", "2", "3"]])
def test_cells_of_one_word_or_mostly_others_are_no_status(tmp_path, cells):
    _, document = _start(tmp_path, _column("Group", *cells))
    assert "status" not in document["proposals"]["columns"]


def test_owners_that_differ_in_every_row_are_persons_and_no_units(tmp_path):
    _, document = _start(tmp_path, _column("Owner", *"ABCDEF"))
    assert "unit" not in document["proposals"]["columns"]
    (tmp_path / "again").mkdir()
    _, document = _start(tmp_path / "again", _column("Owner", *"ABABAB"))
    assert document["proposals"]["columns"]["unit"] == "Owner"


def test_ratings_beyond_three_on_both_sides_of_zero_are_on_one_scale_to_five(tmp_path):
    report, document = _start(tmp_path)
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert {tuple(each["scale"]) for each in card["criteria"].values()} == {(-5, 0, 5)}
    assert [*document["proposals"]["columns"]["ratings"]] == [
        "ease-for-customer",
        "trust",
        "wait-time",
    ]
    assert any(
        "from -5 to 5, 0 being no change and high good: a guess" in each for each in report.remarks
    )
    found = read_inputs(read_spec(tmp_path / "new"))
    row = found.proposals.ids.index("P6")
    # -1, -5 and 0 of 5: ease, trust, wait time.
    assert found.ratings.grid[row].tolist() == pytest.approx([-0.2, -1, 0])


def test_criteria_of_a_scorecard_that_is_named_get_the_scale_of_the_values(tmp_path):
    (tmp_path / "card.yaml").write_text("criteria: {trust: {weight: 1}, wait-time: {weight: 1}}\n")
    report, document = _start(tmp_path, scorecard=str(tmp_path / "card.yaml"))
    assert document["proposals"]["columns"]["ratings"] == {
        "trust": {"column": "Trust", "scale": [-5, 0, 5]},
        "wait-time": {"column": "Wait time", "scale": [-5, 0, 5]},
    }
    assert "looks like ratings" in report.unread["Ease for customer"]


def test_a_scorecard_that_lies_in_the_folder_is_used_and_left_alone(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "scorecard.yaml").write_text("criteria: {trust: {weight: 1}}\n")
    report, document = _start(tmp_path)
    assert document["scorecard"] == "scorecard.yaml"
    assert "scorecard.yaml" not in report.written


def test_without_ratings_in_the_list_the_shipped_scorecard_is_asked(tmp_path):
    report, document = _start(tmp_path, "id;title;FTE;Priority\nA;x;2;1\nB;y;3;2\n")
    assert document["scorecard"] == "customer"
    assert "ratings.csv" in report.written


def test_a_column_headed_by_a_shipped_criterion_keeps_its_question(tmp_path):
    _, document = _start(tmp_path, "id;Ease 1-5;Calm 1-5\nA;2;1\nB;3;5\n")
    assert document["scorecard"] == "scorecard.yaml"
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert list(card["criteria"]) == ["ease", "calm"]
    assert card["criteria"]["ease"]["question"].startswith("How much easier or harder will it be")


def test_two_columns_of_the_same_name_make_one_criterion(tmp_path):
    report, _ = _start(tmp_path, "id;Calm 1-5;Calm (-3..3)\nA;2;1\nB;3;-3\n")
    assert report.unread == {"Calm (-3..3)": "another column is read as calm"}


@pytest.mark.parametrize(
    ("header", "numbers", "scale"),
    [
        ("Risk (1-5)", (1, 5, 3), "[5, 1, 1]"),
        ("Effort", (1, 5, 3), "[5, 1, 1]"),
        ("Risk (1-3)", (3, 1, 2), "[3, 1, 1]"),
        ("Complexity", (1, 4, 2), "[5, 1, 1]"),
        ("Delivery risk", (-1, 2, 0), "[2, 0, -2]"),
        ("Risk 1-5", (2, 4, 3), "[5, 1, 1]"),
        ("Risk", (0, 2, 1), "[2, 0, 0]"),
    ],
)
def test_what_may_be_better_the_lower_it_is_becomes_no_criterion_and_is_told(
    tmp_path, header, numbers, scale
):
    """The scale that is advised runs down: from the highest number of the header or the column."""
    report, _ = _start(tmp_path, _column(header, *numbers))
    assert report.unread[header] == (
        f"is low or high good? low: map it in 'ratings' with scale: {scale}"
    )
    assert "scorecard.yaml" not in report.written


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("Priority (1-3)", "an order of priority is no effect"),
        ("Dringlichkeit", "an order of priority is no effect"),
        ("Importance (1-5)", "an order of priority is no effect"),
        ("Confidence (1-5)", "says how sure somebody is, which is no effect"),
        ("Likelihood", "says how sure somebody is, which is no effect"),
    ],
)
def test_an_order_and_how_sure_somebody_is_are_no_criteria(tmp_path, header, reason):
    report, _ = _start(tmp_path, f"{_column(header, 1, 3, 2)}")
    assert report.unread[header] == reason
    assert "scorecard.yaml" not in report.written


@pytest.mark.parametrize("header", ["Duration (months)", "Quarter", "Team size", "Shops"])
def test_small_numbers_of_other_things_are_no_ratings(tmp_path, header):
    report, _ = _start(tmp_path, _column(header, 1, 4, 3, 2))
    assert report.unread == {header: "nothing takes it"}


@pytest.mark.parametrize(("header", "cell"), [("Impact", 0), ("Trust 1-5", 3)])
def test_one_number_in_every_row_rates_nothing(tmp_path, header, cell):
    report, _ = _start(tmp_path, _column(header, cell, cell, cell))
    assert "scorecard.yaml" not in report.written


def test_numbers_beyond_the_scale_of_their_header_are_told(tmp_path):
    report, _ = _start(tmp_path, _column("Calm 1-5", -5, 5, 3))
    why = "holds numbers beyond the scale in its header: correct one of them"
    assert report.unread == {"Calm 1-5": why}


def test_numbers_below_a_word_for_a_statement_are_ratings_and_no_statement(tmp_path):
    _, document = _start(tmp_path, _column("Customer impact (1-5)", 1, 5, 3))
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert card["criteria"]["customer-impact"]["scale"] == [1, 3, 5]
    assert "statement" not in document["proposals"]["columns"]


def test_what_the_business_gains_is_a_criterion_of_the_business_and_counts_the_same(tmp_path):
    _start(tmp_path, "id;Trust 1-5;Ease 1-5;Strategic fit 1-5\nA;2;3;1\nB;3;4;5\n")
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert card["groups"] == {"customer": 2, "business": 1}
    assert card["criteria"]["strategic-fit"]["group"] == "business"
    groups = read_inputs(read_spec(tmp_path / "new")).scorecard.groups
    assert groups["customer"] == 2 * groups["business"]


def test_every_column_that_is_not_read_is_named_with_why(tmp_path):
    report, _ = _start(tmp_path)
    assert (
        "Not read:\n  Comments: nothing takes it\n"
        "  Go-live: dates of proposals are not used in the decision\n"
    ) in str(report)
    text = (tmp_path / "new" / "cximpact.yaml").read_text()
    assert "  # Columns not read: Go-live, Comments\n" in text


def test_answers_far_beyond_a_scale_are_told(tmp_path):
    report, _ = _start(tmp_path, _column("Ease", 10, 90, 55), scorecard="customer")
    assert report.unread["Ease"].startswith("answers beyond the scale")


@given(st.lists(st.integers(-12, 12), max_size=8))
def test_a_shared_scale_holds_all_ratings_or_is_none(numbers):
    scale = shared_scale(numbers)
    if scale is not None:
        assert all(scale[0] <= number <= scale[2] for number in numbers)
        assert sum(scale) == pytest.approx(3 * scale[1])
    assert scale is not None or max(map(abs, numbers)) > 5
