"""`cximpact init` on columns of ratings: what 1 means, signs, and lines ready to be taken."""

from __future__ import annotations

import re

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.asked_scales import none_scale
from cximpact.intake.starting.starter import write_starter
from cximpact.intake.starting.waiting_ratings import criterion_key
from cximpact.scoring.weights import criterion_weights


def _start(tmp_path, text, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", **options)
    return report, (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


def _scores(tmp_path, criterion):
    """The score of each proposal on a criterion, by id."""
    found = read_inputs(read_spec(tmp_path / "new"))
    at = [each.id for each in found.scorecard.criteria].index(criterion)
    return dict(zip(found.proposals.ids, found.ratings.grid[:, at].tolist(), strict=True))


def _taken(folder, *names):
    """Take the '#' away from the lines that are ready, and nothing else."""
    for name in ("cximpact.yaml", "scorecard.yaml"):
        text = (folder / name).read_text("utf-8")
        for key in names:
            text = re.sub(rf"^( *)#(?={key}:)", r"\1", text, flags=re.MULTILINE)
        (folder / name).write_text(text, encoding="utf-8")


BENEFIT = """\
id;title;status;Benefit (1-5);Strategic fit (1-5)
A;x;idea;5;4
B;y;idea;1;3
C;z;idea;3;2
D;w;done;1;1
E;v;idea;2;1
"""


def test_what_1_means_is_asked_with_how_many_would_be_stopped(tmp_path):
    """B (1) and E (2) are below 3 on benefit, C (2) and E (1) on fit; D is done.

    A 2 counts -50 and a 1 -100, which stops B and E; what C lacks is the business's.
    """
    report, _ = _start(tmp_path, BENEFIT)
    asked = [each for each in report.remarks if "does 1 mean" in each]
    assert asked == [
        "'Benefit (1-5)' and 'Strategic fit (1-5)': does 1 mean 'no benefit'? Where it does, write "
        "scale: [1, 1, 5] in scorecard.yaml. Drafted as 'worse than today', 3 being no change, so "
        "that no harm is overlooked: read so, 2 proposals would be stopped as harm to customers. "
        "High is taken for good in each"
    ]


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        (["Ease (1-5)"], "'Ease (1-5)': does 1 mean 'no benefit'? If so, write "),
        (["Ease (1-5)", "Trust (1-5)", "Calm (1-5)"], "your 3 columns on 1 to 5: does 1 mean "),
    ],
)
def test_no_more_than_two_columns_are_named_with_the_question(tmp_path, headers, named):
    cells = ";4" * len(headers)
    report, _ = _start(tmp_path, f"id;{';'.join(headers)}\nA{cells}\nB{cells.replace('4', '2')}\n")
    (asked,) = [each for each in report.remarks if "does 1 mean" in each]
    assert asked.startswith(named)
    assert "read so, 1 proposal would be stopped" in asked


def test_what_is_asked_of_several_columns_stands_once_above_them(tmp_path):
    """The third is on a scale of its own, and has its remark behind it."""
    _start(tmp_path, "id;Ease (1-5);Trust (1-5);Calm (1-10)\nA;4;2;3\nB;3;3;9\n")
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert "# If 1 means no benefit: scale: [1, 1, 5].\ncriteria:\n" in card
    assert card.count("[1, 1, 5]") == 1
    assert "title: Calm}    # if 1 means no benefit: scale: [1, 1, 10]\n" in card


def test_the_replacement_makes_1_no_change(tmp_path):
    _, text = _start(tmp_path, BENEFIT)
    assert 'benefit: "Benefit (1-5)"\n' in text
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert "  benefit: {weight: 10, group: customer, scale: [1, 3, 5], title: Benefit}\n" in card
    assert _scores(tmp_path, "benefit") == {"A": 1, "B": -1, "C": 0, "D": -1, "E": -0.5}
    changed = card.replace("scale: [1, 3, 5],", "scale: [1, 1, 5],")
    (tmp_path / "new" / "scorecard.yaml").write_text(changed)
    assert _scores(tmp_path, "benefit") == {"A": 1, "B": 0, "C": 0.5, "D": 0, "E": 0.25}


@pytest.mark.parametrize(
    ("scale", "replacement"),
    [
        ((1, 3, 5), "[1, 1, 5]"),
        ((0, 5, 10), "[0, 0, 10]"),
        ((1, 5.5, 10), "[1, 1, 10]"),
        ((-3, 0, 3), ""),
        ((5, 3, 1), ""),
        ((1, 1, 5), ""),
        (None, ""),
    ],
)
def test_the_scale_on_which_the_lowest_is_no_change_begins_with_it(scale, replacement):
    assert none_scale(scale) == replacement


def test_of_ratings_on_both_sides_of_zero_nothing_is_asked(tmp_path):
    report, text = _start(tmp_path, "id;Ease\nA;-2\nB;3\n")
    assert not any("no benefit" in each for each in (*report.remarks, text))


def test_signs_are_ratings_as_far_to_either_side_and_shown(tmp_path):
    rows = "id;title;Kundennutzen\nA;x;++\nB;y;+\nC;z;o\nD;w;-\nE;v;--\nF;u;\n"
    report, text = _start(tmp_path, rows)
    line = (
        'kundennutzen: {column: Kundennutzen, values: {"++": 2, "+": 1, o: 0, "-": -1, "--": -2}}'
    )
    assert line in text
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert yaml.safe_load(card)["criteria"]["kundennutzen"]["scale"] == [-2, 0, 2]
    told = (
        "took '++' for +2, '+' for +1, 'o' for no change, '-' for -1, '--' for -2; see 'values'; "
        "'-' then counts -50, and a customer score below -34 stops a proposal (D, E)"
    )
    assert f"'Kundennutzen': {told}" in report.remarks
    scores = _scores(tmp_path, "kundennutzen")
    assert [scores[key] for key in "ABCDE"] == [1, 0.5, 0, -0.5, -1]
    assert scores["F"] != scores["F"]  # not rated


@pytest.mark.parametrize(
    ("cells", "scores"),
    [
        (["+++", "0", "-"], [1, 0, -1 / 3]),
        (["+", "0", "-"], [0.5, 0, -0.5]),
        (["++", "○", "−"], [1, 0, -0.5]),
        (["↑", "→", "↓"], [0.5, 0, -0.5]),
    ],
)
def test_other_signs_count_by_how_often_they_stand(tmp_path, cells, scores):
    rows = "".join(f"P{at};{cell}\n" for at, cell in enumerate(cells))
    _start(tmp_path, f"id;Customer value\n{rows}")
    found = _scores(tmp_path, "customer-value")
    assert [found[f"P{at}"] for at in range(3)] == pytest.approx(scores)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Benefit", ["+", "-", "+", "-"]),  # yes and no?
        ("Benefit", ["++", "good", "fair", "-"]),
        ("Prices", ["↑", "↓", "→", "↑"]),  # prices that rise are not better
        ("Benefit", ["0", "0", "o", "0"]),
    ],
)
def test_signs_that_may_mean_something_else_are_not_read(tmp_path, header, cells):
    rows = "".join(f"P{at};{cell}\n" for at, cell in enumerate(cells))
    report, _ = _start(tmp_path, f"id;{header}\n{rows}")
    assert header in report.unread


DASHED = "id;Benefit;Capex;Opex\nA;++;5;-\nB;-;6;1\nC;0;7;2\n"


def test_where_a_dash_is_nothing_elsewhere_it_is_worse_among_signs_and_told(tmp_path):
    """The dash of the costs is an empty cell; of 2, the one among the signs is half the worst."""
    report, text = _start(tmp_path, DASHED)
    document = yaml.safe_load(text)["proposals"]
    assert document["missing"] == ["-"]
    assert document["columns"]["ratings"]["benefit"]["values"] == {"++": 2, "0": 0, "-": -1}
    assert _scores(tmp_path, "benefit") == {"A": 1, "B": -0.5, "C": 0}
    told = [each for each in report.remarks if "'-' is taken for worse" in each]
    assert told == [
        "'Benefit': '-' is taken for worse than today, though it stands for nothing in 'Opex' of "
        "A: if it does here, too, give it 0 in 'values'"
    ]


def test_a_doubled_dash_in_its_column_says_what_a_dash_means(tmp_path):
    report, _ = _start(tmp_path, DASHED.replace("C;0", "C;--"))
    assert not any("'-' is taken for worse" in each for each in report.remarks)
    assert _scores(tmp_path, "benefit") == {"A": 1, "B": -0.5, "C": -1}


def test_a_dash_among_signs_leaves_that_of_numbers_an_empty_cell(tmp_path):
    """One dash in eleven rows of numbers stands for no answer, as without the signs."""
    more = "".join(f"P{at};+;{at % 4}\n" for at in range(9))
    _, text = _start(tmp_path, f"id;Benefit;Trust\nA;++;-\nB;-;-1\n{more}")
    assert [*yaml.safe_load(text)["proposals"]["columns"]["ratings"]] == ["benefit", "trust"]
    trust = _scores(tmp_path, "trust")
    assert trust["A"] != trust["A"]  # not rated
    assert _scores(tmp_path, "benefit")["B"] == -0.5


def test_the_zero_of_signs_says_nothing_of_what_numbers_mean(tmp_path):
    """Taken together they would be from -5 to 5, and a 1 would be better than today."""
    rows = "id;Ease for guests;Value\nA;++;5\nB;0;1\nC;--;4\n"
    _start(tmp_path, rows)
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert card["criteria"]["value"]["scale"] == [1, 3, 5]


def test_a_dash_among_statements_makes_no_ratings_of_them(tmp_path):
    _, text = _start(tmp_path, "id;Customer benefit\nA;fewer calls\nB;-\nC;shorter letters\n")
    assert yaml.safe_load(text)["proposals"]["columns"]["statement"] == "Customer benefit"


MIXED = """\
No.;Project;Citizen benefit (1-5);Strategic fit (1-5);Risk (1-5);Staff effect
A;x;5;4;1;++
B;y;4;3;5;-
C;z;3;2;3;0
"""


def test_what_waits_counts_nothing_until_its_lines_are_taken(tmp_path):
    report, _ = _start(tmp_path, MIXED)
    criteria = read_inputs(read_spec(tmp_path / "new")).scorecard.criteria
    assert [each.id for each in criteria] == ["citizen-benefit", "strategic-fit"]
    ready = "take the '#' away from its lines in cximpact.yaml and scorecard.yaml"
    assert report.unread["Risk (1-5)"] == f"is low or high good? low: {ready}"
    assert report.unread["Staff effect"].endswith(f"to count it, {ready}")


def test_lines_taken_in_both_files_make_a_round_that_loads(tmp_path):
    _start(tmp_path, MIXED)
    _taken(tmp_path / "new", "risk", "staff-effect")
    found = read_inputs(read_spec(tmp_path / "new"))
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert "take the '#' away here and in cximpact.yaml, and adapt groups.\n" in card
    groups = {each.id: each.group for each in found.scorecard.criteria}
    assert groups == {
        "citizen-benefit": "customer", "strategic-fit": "business",
        "risk": "business", "staff-effect": "business",
    }  # fmt: skip
    assert _scores(tmp_path, "risk") == {"A": 0, "B": -1, "C": -0.5}
    assert _scores(tmp_path, "staff-effect") == {"A": 1, "B": -0.5, "C": 0}


def test_one_line_alone_may_be_taken(tmp_path):
    _start(tmp_path, MIXED)
    _taken(tmp_path / "new", "risk")
    assert _scores(tmp_path, "risk") == {"A": 0, "B": -1, "C": -0.5}


def test_the_scale_of_a_risk_may_be_turned_round(tmp_path):
    _start(tmp_path, MIXED)
    path = tmp_path / "new" / "scorecard.yaml"
    told = (
        "# low is good and gains nothing; if high is good, turn the scale round, without 'risk'\n"
    )
    assert told in path.read_text()
    _taken(tmp_path / "new", "risk")
    said = "risk: true, scale: [5, 1, 1]"
    assert said in path.read_text()
    path.write_text(path.read_text().replace(said, "scale: [1, 1, 5]"))
    assert _scores(tmp_path, "risk") == {"A": 0, "B": 1, "C": 0.5}


def test_a_first_criterion_of_the_business_does_not_take_half_of_the_weight(tmp_path):
    """Two columns of customers and the risk: a third each, where two halves would be the rule."""
    _start(tmp_path, "id;title;Ease 1-5;Trust 1-5;Risk 1-5\nA;x;4;5;1\nB;y;3;2;2\n")
    _taken(tmp_path / "new", "risk", "groups")
    card = read_inputs(read_spec(tmp_path / "new")).scorecard
    assert criterion_weights(card)[0].tolist() == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize(
    ("headers", "shares"),
    [
        ("Trust;Ease;Strategic fit", "{customer: 2, business: 1}"),
        ("Trust;Ease;Calm;Strategic fit", "{customer: 75, business: 25}"),
        ("Trust;Ease;Strategic fit;Revenue", "{customer: 50, business: 50}"),
    ],
)
def test_shares_are_percent_where_these_are_whole(tmp_path, headers, shares):
    n_columns = headers.count(";") + 1
    rows = f"id;{headers}\nA{';1' * n_columns}\nB{';2' * n_columns}\n"
    _start(tmp_path, rows)
    text = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert f"\ngroups: {shares}\n" in text
    assert "# A weight counts within its group; these shares count between the groups. " in text
    assert text.count("group: customer") + text.count("group: business") == n_columns


@pytest.mark.parametrize(
    ("header", "group"),
    [
        ("Reg. pressure", "business"),
        ("Regulatory", "business"),
        ("Compliance", "business"),
        ("Strategic fit", "business"),
        ("Revenue", "business"),
        ("Savings", "business"),
        ("Umsatz", "business"),
        ("Customer savings", "customer"),
        ("Compliance of clients", "customer"),
        ("Regional reach out", "customer"),
    ],
)
def test_what_the_organisation_gains_belongs_to_the_business(tmp_path, header, group):
    _start(tmp_path, f"id;Ease;Revenue growth;{header} 1-5\nA;2;1;4\nB;-1;2;2\n")
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert card["criteria"][criterion_key(header)]["group"] == group
    assert card["criteria"]["ease"]["group"] == "customer"


@pytest.mark.parametrize("header", ["Umsetzungsrisiko 1-5", "Delivery risk 1-5", "Aufwand 1-5"])
def test_a_risk_in_a_compound_is_a_risk(tmp_path, header):
    """Read as better the higher it is, a risky proposal would be put first."""
    report, _ = _start(tmp_path, f"id;Ease 1-5;{header}\nA;2;1\nB;3;5\n")
    assert report.unread[header].startswith("is low or high good?")


@pytest.mark.parametrize("header", ["Nutzen", "Benefits"])
@pytest.mark.parametrize("cells", [(5, 1, 2), ("++", "--", "o")])
def test_ratings_below_a_word_for_outcomes_are_ratings(tmp_path, header, cells):
    rows = "".join(f"{key};{cell}\n" for key, cell in zip("ABC", cells, strict=True))
    _, text = _start(tmp_path, f"id;{header}\n{rows}")
    columns = yaml.safe_load(text)["proposals"]["columns"]
    assert "outcomes" not in columns
    assert [*columns["ratings"]] == [header.lower()]


def test_numbers_of_goals_and_words_for_benefits_stay_outcomes(tmp_path):
    _, text = _start(tmp_path, "id;Goal\nA;1\nB;2\nC;4\n")
    assert yaml.safe_load(text)["proposals"]["columns"]["outcomes"] == "Goal"
    (tmp_path / "more").mkdir()
    _, text = _start(tmp_path / "more", "id;Nutzen\nA;weniger Anrufe\nB;-\nC;Ruhe\n")
    assert yaml.safe_load(text)["proposals"]["columns"]["outcomes"] == "Nutzen"


def test_a_risk_that_a_scorecard_asks_for_is_told_to_be_read_with_high_as_good(tmp_path):
    (tmp_path / "card.yaml").write_text("criteria: {risk: {weight: 1}}\n")
    rows = "id;Risk (1-5)\nA;1\nB;5\n"
    report, text = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert (
        "'Risk (1-5)' is read with 5 as the best: if low is good, write scale: [5, 1, 1] "
        "in cximpact.yaml"
    ) in report.remarks
    assert "scale: [1, 3, 5]}    # worst, no change, best; if low is good: scale: [5, 1, 1]" in text


def test_an_order_of_priorities_is_no_criterion_in_waiting(tmp_path):
    _, text = _start(tmp_path, "id;Ease 1-5;Priority 1-5\nA;2;1\nB;3;5\n")
    assert "#priority" not in text


def test_staff_and_customers_together_are_for_customers(tmp_path):
    _, text = _start(tmp_path, "id;Staff and customer ease 1-5;Staff ease 1-5\nA;2;1\nB;3;5\n")
    assert [*yaml.safe_load(text)["proposals"]["columns"]["ratings"]] == ["staff-and-customer-ease"]
    assert "#staff-ease: {column: Staff ease 1-5}" in text
