"""`cximpact init` on columns that rate in words, such as High, Medium, None and Negative."""

from __future__ import annotations

import random
import re
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

STUDENTS = """\
ID,Initiative,Unit,Est. budget,Ease for students,Wait time,Fairness,Priority (1-3),Status
SS-01,One-stop portal,Registrar,"$1,200,000",High +,Medium,Low,1,Proposed
SS-02,Chatbot,Financial Aid,"$180,000",Medium,High +,Negative,2,Proposed
SS-03,Screen-reader fixes,Registrar,"$95,000",Medium,None,High +,1,Proposed
SS-04,Fee for late forms,Bursar,"$10,000",Negative,Low,Negative,3,Proposed
"""


def _start(tmp_path, text, **options):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new", **options)
    return report, (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


def _column(header, *cells):
    """A list of ids, titles and one more column."""
    rows = (f"P{at};t{at};{cell}\n" for at, cell in enumerate(cells))
    return f"id;title;{header}\n{''.join(rows)}"


def _rated(text):
    return yaml.safe_load(text)["proposals"]["columns"].get("ratings", {})


def _scores(tmp_path, criterion):
    """The score of each proposal on a criterion, in the order of their ids."""
    found = read_inputs(read_spec(tmp_path / "new"))
    at = [each.id for each in found.scorecard.criteria].index(criterion)
    return found.ratings.grid[:, at].tolist()


def _took(report):
    return [each for each in report.remarks if ": took " in each]


def test_columns_in_words_make_the_scorecard_and_are_told_in_one_note(tmp_path):
    report, text = _start(tmp_path, STUDENTS)
    assert _took(report) == [
        "'Ease for students', 'Fairness', 'Wait time': took 'High +' for +3, 'Medium' for +2, "
        "'Low' for +1, 'None' for no change, 'Negative' for -2; see 'values'; 'Negative' then "
        "counts -67, and a customer score below -34 stops a proposal (SS-02, SS-04)"
    ]
    values = {"High +": 3, "Medium": 2, "Low": 1, "None": 0, "Negative": -2}
    assert _rated(text) == {
        "ease-for-students": {
            "column": "Ease for students", "values": values,
        },
        "fairness": {"column": "Fairness", "values": values},
        "wait-time": {"column": "Wait time", "values": values},
    }  # fmt: skip
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    assert [each["scale"] for each in card["criteria"].values()] == [[-3, 0, 3]] * 3
    assert report.unread == {"Priority (1-3)": "an order of priority is no effect"}
    assert not any("the shipped scorecard" in each for each in report.remarks)


def test_the_draft_loads_and_gives_the_scores_meant(tmp_path):
    """Steps of a third: high is 1, medium 2/3, low 1/3, negative -2/3."""
    _start(tmp_path, STUDENTS)
    third = pytest.approx
    assert _scores(tmp_path, "ease-for-students") == third([1, 2 / 3, 2 / 3, -2 / 3])
    assert _scores(tmp_path, "wait-time") == third([2 / 3, 1, 0, 1 / 3])
    assert _scores(tmp_path, "fairness") == third([1 / 3, -2 / 3, 1, -2 / 3])


@pytest.mark.parametrize(
    ("cells", "scores"),
    [
        (["hoch", "mittel", "gering", "keine"], [1, 2 / 3, 1 / 3, 0]),
        (["schlechter", "unverändert", "besser", "viel besser"], [-2 / 3, 0, 2 / 3, 1]),
        (["élevé", "moyen", "faible", "aucun effet", "négatif"], [1, 2 / 3, 1 / 3, 0, -2 / 3]),
        (["alto", "medio", "bajo", "peor"], [1, 2 / 3, 1 / 3, -2 / 3]),
        (["positive", "neutral", "negative"], [2 / 3, 0, -2 / 3]),
        (["H", "M", "L"], [1, 2 / 3, 1 / 3]),
        (["High +", "High -", "+ low", "- Medium"], [1, -1, 1 / 3, -2 / 3]),
        (["HIGH", "high ", "  low"], [1, 1, 1 / 3]),
        (["Very high", "High", "Medium", "Low"], [1, 3 / 4, 1 / 2, 1 / 4]),
        (["Very low", "Low", "High"], [1 / 4, 1 / 2, 1]),
        (["Very low", "Low", "Medium", "High", "Very high"], [1 / 5, 2 / 5, 3 / 5, 4 / 5, 1]),
        (["much worse", "Very high", "none"], [-3 / 4, 1, 0]),
    ],
)
def test_words_stand_as_far_to_either_side_of_no_change(tmp_path, cells, scores):
    """The best is high, or very high where that occurs; very low is one step more below low."""
    _start(tmp_path, _column("Fairness", *cells))
    assert _scores(tmp_path, "fairness") == pytest.approx(scores)


def test_the_same_word_scores_the_same_in_every_column(tmp_path):
    rows = "id;Fairness;Trust\nA;Very high;High\nB;High;Low\nC;Low;None\n"
    _start(tmp_path, rows)
    assert _scores(tmp_path, "fairness") == pytest.approx([1, 3 / 4, 1 / 4])
    assert _scores(tmp_path, "trust") == pytest.approx([3 / 4, 1 / 4, 0])


def test_columns_that_share_no_word_have_their_own_values_and_note(tmp_path):
    rows = "id;Fairness;Trust;Ease\nA;High;better;none\nB;Low;same;low\nC;None;worse;low\n"
    report, text = _start(tmp_path, rows)
    assert _took(report) == [
        "'Ease', 'Fairness': took 'High' for +3, 'Low' for +1, 'None' for no change; see 'values'",
        "'Trust': took 'better' for +2, 'same' for no change, 'worse' for -2; see 'values'; "
        "'worse' then counts -67, and a customer score below -34 stops a proposal (C)",
    ]
    assert _rated(text)["trust"]["values"] == {"better": 2, "same": 0, "worse": -2}
    assert _scores(tmp_path, "ease") == pytest.approx([0, 1 / 3, 1 / 3])


@pytest.mark.parametrize(
    ("header", "cells", "reason"),
    [
        ("Risk", ["High", "Low"], "in words; is low or high good? low: map it in 'ratings' with "
         "values: {High: 3, Low: 1} and scale: [3, 1, 1]"),
        ("Umsetzungsaufwand", ["hoch", "mittel", "keiner"], "in words; is low or high good? low: "
         "map it in 'ratings' with values: {hoch: 3, mittel: 2, keiner: 0} and scale: [3, 0, 0]"),
        ("Customer harm", ["High", "Low"], "in words; is low or high good? low: map it in "
         "'ratings' with values: {High: 3, Low: 1} and scale: [3, 1, 1]"),
        ("Priority", ["High", "Low"], "an order of priority is no effect"),
        ("Urgency", ["High", "Low"], "an order of priority is no effect"),
        ("Priority", ["High", "Low", "High", "asap"], "an order of priority is no effect"),
        ("Confidence", ["High", "Low"], "says how sure somebody is, which is no effect"),
        ("Eintrittswahrscheinlichkeit", ["hoch", "gering"],
         "says how sure somebody is, which is no effect"),
        ("Size", ["small", "large"], "nothing takes it"),
        ("Scope", ["small", "large"], "nothing takes it"),
        ("Shirt", ["M", "L", "M"], "nothing takes it"),
        ("Ready", ["no", "none", "some day"], "nothing takes it"),
        ("Parents", ["High", "high", "HIGH"], "nothing takes it"),
        ("Parents", ["none", "none", ""], "nothing takes it"),
        ("Fairness", ["High", "Low", *["Medium-High"] * 2], "rates in words, but 'Medium-High' is "
         "not known: map it in 'ratings', with 'values'"),
        ("Fairness", ["High", "Low", "--", "Low", *["Low"] * 10], "rates in words, but '--' is not "
         "known: map it in 'ratings', with 'values'"),
        ("Fairness", ["High", "Low", 3, "Low"], "rates in words, but '3' is not known: map it in "
         "'ratings', with 'values'"),
    ],
)  # fmt: skip
def test_columns_of_something_else_are_not_read_and_the_reason_is_told(
    tmp_path, header, cells, reason
):
    report, _ = _start(tmp_path, _column(header, *cells))
    assert report.unread == {header: reason}
    assert "scorecard.yaml" not in report.written


@pytest.mark.parametrize(
    ("cells", "words", "told"),
    [
        (["High", "Low", "Low", "Medium-High"], ["Medium-High"],
         "'Fairness' has no answer in 1 row ('Medium-High'): see 'missing'; if 'Medium-High' is an "
         "answer, give it a number in 'values'"),
        (["High", "Low", "Low", "None", "Low", "Low", "*****", "****"], ["****", "*****"],
         "'Fairness' has no answer in 2 rows ('****', '*****'): see 'missing'; if '****' and "
         "'*****' are answers, give each a number in 'values'"),
    ],
)  # fmt: skip
def test_a_few_words_that_are_not_known_leave_the_others_read(tmp_path, cells, words, told):
    """They count as no answer, so that harm they may mean is asked about, until they are told."""
    report, text = _start(tmp_path, _column("Fairness", *cells))
    assert told in report.remarks
    assert yaml.safe_load(text)["proposals"]["missing"] == words
    n_odd = len(words)
    scores = _scores(tmp_path, "fairness")
    assert all(score != score for score in scores[-n_odd:])
    assert scores[:2] == pytest.approx([1, 1 / 3])
    values = text.replace("values: {", f"values: {{{words[0]!r}: 3, ")
    (tmp_path / "new" / "cximpact.yaml").write_text(values.replace("'", '"'))
    assert sum(score == score for score in _scores(tmp_path, "fairness")) == len(cells) - n_odd + 1


@pytest.mark.parametrize("header", ["Trust", "Benefit level", "Confidence of customers"])
def test_one_word_in_all_rows_rates_only_below_what_people_rate(tmp_path, header):
    _, text = _start(tmp_path, _column(header, "High", "High", ""))
    assert [each["values"] for each in _rated(text).values()] == [{"High": 3}]


def test_words_below_a_word_for_statements_are_ratings(tmp_path):
    _, text = _start(tmp_path, _column("Customer impact", "High", "Low", "None"))
    columns = yaml.safe_load(text)["proposals"]["columns"]
    assert "statement" not in columns
    assert [*columns["ratings"]] == ["customer-impact"]


def test_what_waits_has_its_values_and_a_scale_that_runs_down(tmp_path):
    """With none, that costs nothing; without it, low does."""
    rows = (
        "id;Fairness;Complexity;Effort;Staff effect\nA;High;High;High;Low\n"
        "B;Low;None;Low;High\nC;None;Low;Medium;None\n"
    )
    report, text = _start(tmp_path, rows)
    assert [*_rated(text)] == ["fairness"]
    assert "#complexity: {column: Complexity, values: {High: 3, Low: 1, None: 0}}" in text
    assert "#effort: {column: Effort, values: {High: 3, Medium: 2, Low: 1}}" in text
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    drafted = "{group: business, weight: 10, risk: true, scale: "
    assert f"#complexity: {drafted}[3, 0, 0], title: Complexity}}\n" in card
    assert f"#effort: {drafted}[3, 1, 1], title: Effort}}\n" in card
    assert (
        card.count("  # Low is good and gains nothing; if high is good, turn the scale round") == 1
    )
    assert report.unread["Effort"].startswith("is low or high good? low: take the '#' away")
    for name in ("cximpact.yaml", "scorecard.yaml"):
        path = tmp_path / "new" / name
        taken = re.sub(
            r"^( *)#(?=complexity:|effort:|staff-effect:)", r"\1", path.read_text(), flags=re.M
        )
        path.write_text(taken)
    assert _scores(tmp_path, "complexity") == pytest.approx([-1, 0, -1 / 3])
    assert _scores(tmp_path, "effort") == pytest.approx([-1, 0, -1 / 2])
    assert _scores(tmp_path, "staff-effect") == pytest.approx([1 / 3, 1, 0])


RISKS = "id;Fairness;{}\nA;High;{}\nB;Low;{}\nC;None;{}\n"


@pytest.mark.parametrize(
    ("header", "cells", "scale", "scores"),
    [
        ("Delivery risk", ("High", "Medium", "Low"), [3, 1, 1], [-1, -0.5, 0]),
        ("Risk (H/M/L)", ("L", "H", "M"), [3, 1, 1], [0, -1, -0.5]),
        ("Umsetzungsrisiko", ("hoch", "gering", "keines"), [3, 0, 0], [-1, -1 / 3, 0]),
        ("Riesgo de entrega", ("alto", "bajo", "alto"), [3, 1, 1], [-1, 0, -1]),
    ],
)
def test_a_risk_in_words_is_taken_at_once_and_can_only_cost(tmp_path, header, cells, scale, scores):
    """A high risk is bad, and a low one gains nothing: nobody has to say so."""
    report, text = _start(tmp_path, RISKS.format(header, *cells))
    card = yaml.safe_load((tmp_path / "new" / "scorecard.yaml").read_text())
    (key,) = {*card["criteria"]} - {"fairness"}
    found = card["criteria"][key]
    assert (found["group"], found["risk"], found["scale"]) == ("business", True, scale)
    assert card["groups"] == {"customer": 50, "business": 50}
    assert _scores(tmp_path, key) == pytest.approx(scores)
    assert _rated(text)[key]["column"] == header
    assert report.unread == {}


def test_what_a_risk_counts_is_told_apart_from_what_others_gain(tmp_path):
    """They share words, and the same word is good for the one and bad for the other."""
    report, text = _start(tmp_path, RISKS.format("Risk", "High", "Low", "High"))
    told = "is a risk: 'High' is bad, 'Low' costs nothing"
    assert f"'Risk' {told}" in report.remarks
    assert f"risk: {{column: Risk, values: {{High: 3, Low: 1}}}}    # {told}\n" in text
    assert not any("'Risk'" in each for each in _took(report))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Risk", ("5", "1", "3")),  # of numbers nobody knows which end is bad
        ("Risk", ("High -", "Low", "None")),
        ("Risk appetite", ("High", "Low", "Low")),
        ("Risk of not doing it", ("High", "Low", "Low")),
        ("Chance / risk", ("High", "Low", "Low")),
    ],
)
def test_of_any_other_risk_it_is_asked_whether_low_or_high_is_good(tmp_path, header, cells):
    report, _ = _start(tmp_path, RISKS.format(header, *cells))
    assert report.unread[header].startswith("is low or high good? low: take the '#' away")


BURDENS = ["Wait time", "Wartezeit", "Délai", "Disruption to customers", "Störungen", "Complaints"]


@pytest.mark.parametrize("header", BURDENS)
@pytest.mark.parametrize("cells", [("High", "Medium", "Low"), ("5", "1", "3"), ("***", "*", "**")])
def test_whether_low_or_high_is_good_is_asked_of_what_customers_bear(tmp_path, header, cells):
    rows = "id;Ease (1-5);{}\nA;4;{}\nB;2;{}\nC;5;{}\n".format(header, *cells)
    report, text = _start(tmp_path, rows)
    assert [*_rated(text)] == ["ease"]
    assert report.unread[header].startswith("is low or high good? low: take the '#' away")
    card = (tmp_path / "new" / "scorecard.yaml").read_text()
    assert ": {group: customer, weight: 10, risk: true, scale: [" in card
    assert "groups:" not in card


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Wait time", ["High +", "Medium", "Low"]),
        ("Wait time", ["High", "Negative", "Low"]),
        ("Wait time", ["4", "-1", "3", "0"]),
        ("Wait time (-5..5)", ["4", "1", "3", "0"]),
        ("Disruption", ["++", "-", "+", "0"]),
        ("Effect on wait time", ["High", "Medium", "Low"]),
        ("Complaints avoided", ["High", "Medium", "Low"]),
        ("Less waiting", ["High", "Medium", "Low"]),
        ("Wait time reduction", ["High", "Medium", "Low"]),
        ("Risk reduction", ["High", "Medium", "Low"]),
        ("Fairness", ["High", "Medium", "Low"]),
    ],
)
def test_what_says_itself_which_way_is_good_is_taken(tmp_path, header, cells):
    report, text = _start(tmp_path, _column(header, *cells))
    assert [
        each["column"] if isinstance(each, dict) else each for each in _rated(text).values()
    ] == [header]
    assert report.unread == {}


def test_where_no_word_says_worse_the_lowest_may_mean_it(tmp_path):
    report, _ = _start(tmp_path, _column("Fairness", "High", "Medium", "Low"))
    assert _took(report) == [
        "'Fairness': took 'High' for +3, 'Medium' for +2, 'Low' for +1; see 'values'; if 'Low' "
        "means worse than today, give it a number below 0"
    ]


def test_open_words_are_no_answers_and_none_is_one(tmp_path):
    report, text = _start(tmp_path, _column("Fairness", "High", "n/a", "None", "TBD", "-", "Low"))
    assert (
        "'Fairness' has no answer in 3 rows ('-', 'TBD', 'n/a'): see 'missing'; if '-' means no "
        "change, add '-': 0 to 'values'"
    ) in report.remarks
    assert yaml.safe_load(text)["proposals"]["missing"] == ["-", "TBD", "n/a"]
    scores = _scores(tmp_path, "fairness")
    assert [scores[at] for at in (0, 2, 5)] == pytest.approx([1, 0, 1 / 3])
    assert all(scores[at] != scores[at] for at in (1, 3, 4))


def test_a_word_that_rates_never_stands_for_no_answer_elsewhere(tmp_path):
    """A 'None' read as empty among costs or numbers would be lost among the ratings."""
    rows = "".join(f"P{at};{at};Low;{at % 3}\n" for at in range(20))
    _, text = _start(tmp_path, f"id;Kosten;Fairness;Ease 0-5\nA;None;None;1\nB;4;High;None\n{rows}")
    assert "missing" not in yaml.safe_load(text)["proposals"]
    assert _rated(text)["fairness"]["values"]["None"] == 0


def test_signs_beside_words_of_no_change_are_still_signs(tmp_path):
    _, text = _start(tmp_path, "id;Ease;Fairness\nA;++;High\nB;none;None\nC;-;Low\n")
    assert _rated(text)["ease"]["values"] == {"++": 2, "none": 0, "-": -1}
    assert _scores(tmp_path, "ease") == pytest.approx([1, 0, -0.5])


def test_a_degree_among_signs_is_not_read_as_nothing(tmp_path):
    signs = "".join(f"P{at};+\n" for at in range(12))
    report, _ = _start(tmp_path, f"id;Ease for guests\nA;++\nB;High\n{signs}")
    assert report.unread == {"Ease for guests": "nothing takes it"}


def test_levels_of_a_scorecard_that_are_words_are_its_own(tmp_path):
    card = "criteria: {fairness: {weight: 1, levels: {Low: {score: -1}, Medium: {score: 0}, "
    (tmp_path / "card.yaml").write_text(card + "High: {score: 0.5}}}}\n")
    rows = _column("Fairness", "High", "Low", "Medium")
    report, text = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert _rated(text) == {"fairness": "Fairness"}
    assert _took(report) == []
    assert _scores(tmp_path, "fairness") == [0.5, -1, 0]


def test_a_high_risk_is_the_worst_where_a_scorecard_has_that_risk(tmp_path):
    (tmp_path / "card.yaml").write_text("criteria: {risk: {weight: 1, risk: true}}\n")
    rows = _column("Risk", "High", "Low", "None")
    report, _ = _start(tmp_path, rows, scorecard=str(tmp_path / "card.yaml"))
    assert _scores(tmp_path, "risk") == pytest.approx([-1, -1 / 3, 0])
    assert not any("as the best" in each for each in report.remarks)


def test_why_the_shipped_scorecard_is_taken_is_told(tmp_path):
    report, _ = _start(tmp_path, _column("Risk", "High", "Low"))
    assert report.remarks[-1] == (
        "no column of the list rates what changes for customers: the shipped scorecard 'customer' "
        "asks it; answer its 11 questions in ratings.csv (questions.md says how)"
    )
    (tmp_path / "more").mkdir()
    report, _ = _start(tmp_path / "more", _column("Risk", "High", "Low"), scorecard="customer")
    assert [each for each in report.remarks if "no cost is read" not in each] == []


CELLS = st.sampled_from(
    [
        "High",
        "high +",
        "Medium",
        "low",
        "None",
        "worse",
        "n/a",
        "TBD",
        "H",
        "very low",
        "ask Tom",
        "",
    ]
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=3, max_size=14), st.randoms())
def test_the_order_of_rows_changes_nothing_in_the_draft(tmp_path_factory, cells, shuffler):
    rows = [f"P{at};t{at};{';'.join(some)}\n" for at, some in enumerate(cells)]
    drafts = []
    for lines in (rows, random.Random(shuffler.random()).sample(rows, len(rows))):
        folder = tmp_path_factory.mktemp("order")
        _start(folder, f"id;title;Fairness;Wait time;Risk\n{''.join(lines)}")
        drafts.append(
            {name: (folder / "new" / name).read_text() for name in ("cximpact.yaml",)}
            | {each.name: each.read_text() for each in (folder / "new").glob("scorecard.yaml")}
        )
    assert drafts[0] == drafts[1]


@given(
    st.lists(
        st.sampled_from(["High", "{}High +", "Low{}", "{}None", "negative", "se{}hr hoch"]),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from([" ", "\n", "\t", "\u00a0", "\u2028", "=1+1 ", '"', "\x1b[31m", "{", "# "]),
)
def test_hostile_cells_load_or_are_not_read(tmp_path_factory, cells, odd):
    quoted = ('"' + cell.format(odd).replace('"', '""') + '"' for cell in cells)
    folder = tmp_path_factory.mktemp("hostile")
    report, text = _start(folder, _column("Fairness", *quoted))
    assert str(report).replace("\n", "").isprintable()
    if _rated(text):
        scores = _scores(folder, "fairness")
        assert len(scores) == len(cells)
        assert all(abs(score) <= 1 for score in scores if score == score)


def test_thousands_of_different_words_take_no_time_and_rate_nothing(tmp_path):
    """Spelled in ever another way, they would fill each line of the draft."""
    word = "negligible effect"
    spelled = (
        "".join(char.upper() if at >> n & 1 else char for n, char in enumerate(word))
        for at in range(10_000)
    )
    start = time.process_time()
    report, _ = _start(tmp_path, _column("Fairness", *spelled))
    assert time.process_time() - start < 20
    assert report.unread == {"Fairness": "nothing takes it"}


def test_a_dash_of_most_cells_may_be_made_no_change(tmp_path):
    """In 4 of 6 rows there is no answer; the column's own `values` come before `missing`."""
    cells = ("High", "-", "-", "Low", "-", "-")
    _, text = _start(tmp_path, _column("Fairness", *cells))
    assert _rated(text)["fairness"]["values"] == {"High": 3, "Low": 1}
    assert _scores(tmp_path, "fairness")[1] != 0
    draft = tmp_path / "new" / "cximpact.yaml"
    draft.write_text(text.replace("values: {High: 3", 'values: {"-": 0, High: 3'), "utf-8")
    assert _scores(tmp_path, "fairness") == pytest.approx([1, 0, 0, 1 / 3, 0, 0])


@pytest.mark.parametrize("zero", ["0", " 0"])
def test_a_zero_beside_words_is_no_change(tmp_path, zero):
    _, text = _start(tmp_path, _column("Fairness", "High", zero, "Low", zero))
    assert _rated(text)["fairness"]["values"] == {"High": 3, "Low": 1}
    assert _scores(tmp_path, "fairness") == pytest.approx([1, 0, 1 / 3, 0])


def test_the_same_dash_in_several_columns_is_told_once(tmp_path):
    report, _ = _start(tmp_path, "id;Ease;Fairness\nA;High;–\nB;–;Low\nC;Low;High\nD;–;Low\n")
    told = [each for each in report.remarks if "no answer" in each]
    assert told == [
        "'Ease' and 'Fairness' have no answer in 3 cells ('–'): see 'missing'; if '–' means no "
        "change, add '–': 0 to 'values'"
    ]
