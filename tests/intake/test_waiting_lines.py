"""Lines that `init` drafted behind '#' are found in the text of a workspace, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from cximpact.intake.spec import read_spec, spec_from_keywords
from cximpact.intake.starting.starter import write_starter
from cximpact.intake.waiting_lines import waiting_lines

TODO = "take it away where they hold, delete the line where not"
ONE = "take it away where it holds, delete the line where not"

DRAFT = """\
scorecard: customer
proposals:
  path: list.csv
  columns:
    id: id
    ratings:
      speed: Speed
      #co2: {column: CO2, scale: [-2, 0, 2]}    # take the '#' away
    costs:
      - {column: Capex, fund: capex}
      #- {column: Total, fund: total}    # not counted
budgets:
  capex: {limit: EUR 14, where: {fund: capex}}
#  total: {limit: EUR 20}

# What is mandatory counts as such with both of these, such as {reason: "law"}.
#rules:
#  mandatory:
#    W2: {reason: "by law: 3", approved_by: ""}
#    "W 10": {reason: "", approved_by: ""}
#    # and 7 more
#  # What texts of the list seem to say: check each line.
#  requires:
#    W4: [W3]    # W4: only with W3
#  excludes:
#    - [W7, W8]    # W7: either this or W8
#  # People
#  capacity:
#    fte: {limit: 34, unit: FTE, column: FTE}    # all proposals: 34

# What you may add next
#effects: effects.csv
#evidence: {satisfaction: {path: survey.csv}}
"""


def told(folder: Path, text: str, card: str = "") -> tuple[str, ...]:
    (folder / "cximpact.yaml").write_text(text)
    if card:
        (folder / "card.yaml").write_text(card)
    return waiting_lines(read_spec(folder))


def test_all_that_waits_is_told_in_a_line_with_whom_it_names(tmp_path: Path) -> None:
    """Of lines 17 to 29 some are heads and prose; further budgets are offered, and hold nothing."""
    assert told(tmp_path, DRAFT) == (
        "cximpact.yaml, lines 8-11, 17-29: 'ratings' (co2), 'costs' (Total), 'mandatory' (W2 and "
        "W 10), 'requires' (W4), 'excludes' (W7 with W8) and 'capacity' (fte) wait behind '#': "
        f"{TODO}",
    )


RULES = "scorecard: customer\n{}\n"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # Its heads lost their sign, and one of two entries.
        (
            "rules:\n  mandatory:\n    A: {reason: x, approved_by: y}\n#    B: {reason: z}",
            f"line 5: 'mandatory' (B) waits behind '#': {ONE}",
        ),
        (
            "rules:\n#  requires:\n#    A: [B]",
            f"lines 3-4: 'requires' (A) waits behind '#': {ONE}",
        ),
        ("#rules:\n#  excludes:\n#    - [A, B]\n#    - [A, C]\n",
         f"lines 2-5: 'excludes' (A with B and A with C) wait behind '#': {TODO}"),
        # More than five are counted.
        (
            "#rules:\n#  requires:\n" + "".join(f"#    P{n}: [Q]\n" for n in range(7)),
            "lines 2-10: 'requires' (P0, P1, P2, P3, P4 and 2 more) wait behind '#': " + TODO,
        ),
    ],
)  # fmt: skip
def test_rules_that_wait(tmp_path: Path, rules: str, expected: str) -> None:
    assert told(tmp_path, RULES.format(rules)) == (f"cximpact.yaml, {expected}",)


@pytest.mark.parametrize(
    "text",
    [
        # Nothing waits.
        "rules:\n  mandatory:\n    A: {reason: x, approved_by: y}",
        # A head alone holds nothing, nor does one that only prose stands below.
        "#rules:\n#  mandatory:",
        "#rules:\n#  mandatory:\n#    see the minutes: {those of May}",
        "#rules:\n#  requires: nothing so far\n#    A: [B]",
        # Prose, at other places than entries are drafted.
        "# rules:\n#   mandatory:\n#     A: {reason: x}",
        "# We have rules: {reason: none}",
        "    # A: {reason: x}",
        "#mandatory:\n#  A: {reason: x}",
        "#other:\n#  mandatory:\n#    A: {reason: x}",
        # What is drafted as an example or an offer.
        "#as_of: 2026-03-01\n#currency: EUR\n#effects: effects.csv",
        "#budgets:\n#  capex: {limit: EUR 5}",
        # Below another key that is open.
        "rules:\n  requires:\n    A: [B]\n  at_most_one:\n#    A: [B]",
        "#rules:\n#  requires:\n#other:\n#    A: [B]",
        # A comment behind a comment.
        "#rules:\n#  requires:\n#    # A: [B]\n##    A: [B]",
        # In a text of several lines the place is another.
        "title: |\n  rules:\n    requires:\n  #    A: [B]",
    ],
)
def test_other_comments_are_left_alone(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, RULES.format(text)) == ()


def test_the_scorecard_is_looked_at_as_well(tmp_path: Path) -> None:
    card = (
        "# Shares: {of groups}\n#groups: {customer: 1, business: 1}\ncriteria:\n  speed:\n"
        "    weight: 10\n  # What your list rates, too\n"
        "  #co2: {group: business, weight: 10, title: CO2}\n  #note: {see: the minutes}\n"
    )
    assert told(tmp_path, "scorecard: card.yaml\n", card) == (
        f"card.yaml, lines 2, 7: 'groups' and 'criteria' (co2) wait behind '#': {TODO}",
    )


COLUMNS = "proposals:\n  columns:\n    costs:\n#      {}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # Commas, brackets and the signs of a form inside quotes end nothing.
        (
            '#rules:\n#  mandatory:\n#    "P1, phase 2": {reason: "", approved_by: ""}',
            "'mandatory' (P1, phase 2)",
        ),
        ('#rules:\n#  requires:\n#    "P[1]": ["P]2", Q]    # P[1]: needs P]2', "(P[1])"),
        ('#rules:\n#  requires:\n#    "a: [b]": [Q]', "(a: [b])"),
        ('#rules:\n#  excludes:\n#    - ["A, 1", "B]"]', "(A, 1 with B])"),
        ('#rules:\n#  capacity:\n#    "fte}": {limit: 3, column: FTE}', "'capacity' (fte})"),
        (COLUMNS.format('- {column: "Cost, total {k}", fund: x}'), "(Cost, total {k})"),
        (COLUMNS.format("- {column: 'It''s, late'}"), "(It's, late)"),
        # A range is told by its likely amounts.
        (COLUMNS.format("- {low: Min, likely: Plan, high: Max, fund: x}"), "'costs' (Plan)"),
        # Ids that are numbers keep how they are written.
        ("#rules:\n#  requires:\n#    007: [1]", "(007)"),
        ("#rules:\n#  excludes:\n#    - [007, 1.10]", "(007 with 1.10)"),
        # What somebody changed into no YAML still waits: told by its key, or without one.
        ("#rules:\n#  mandatory:\n#    A: {reason: by law: 3}", "'mandatory' (A)"),
        ("#rules:\n#  excludes:\n#    - [A, *B]", "'excludes' waits"),
        ("#rules:\n#  requires:\n#    A, B: [C] and so on", "(A, B)"),
    ],
)
def test_a_name_is_read_as_yaml_reads_it(tmp_path: Path, text: str, named: str) -> None:
    [line] = told(tmp_path, RULES.format(text))
    assert named in line


def test_a_name_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    name = '"A\\u001b[31m' + "x" * 100 + '"'
    [line] = told(tmp_path, RULES.format(f"#rules:\n#  requires:\n#    {name}: [B]"))
    assert "\x1b" not in line
    assert len(line) < 200


def test_what_stands_in_no_file_has_nothing_that_waits(tmp_path: Path) -> None:
    assert waiting_lines(spec_from_keywords(weights={"ease": 1})) == ()
    (tmp_path / "cximpact.json").write_text('{"scorecard": "customer"}')
    assert waiting_lines(read_spec(tmp_path / "cximpact.json")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "#" * 5_000_000,
        "#\n" * 1_000_000,
        "# " * 2_000_000,
        "#rules:\n#  requires:\n#    " * 200_000,
    ],
)
def test_a_long_text_is_read_once(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, f"scorecard: customer\n{text}\n") == ()


@pytest.mark.parametrize(
    "entries",
    [
        "#    A: [B]\n" * 200_000,
        f"#    A: [{'B, ' * 3_000_000}C]\n",
        f"#    A: {'[' * 9_000_000}]\n",
    ],
)
def test_many_entries_and_long_ones_take_no_longer(tmp_path: Path, entries: str) -> None:
    [line] = told(tmp_path, f"scorecard: customer\n#rules:\n#  requires:\n{entries}")
    assert "'requires' (A" in line


LIST = """\
ID,Title,Status,Cost,Speed,CO2 emissions,FTE,Remarks
W1,Pipes,idea,100000,2,++,2,required by regulator
W2,Meters,idea,200000,1,+,1,only with W1
W3,Pumps,idea,300000,-1,-,3,either this or W4
W4,Valves,idea,400000,3,--,1,
"""


def test_what_init_drafts_is_found(tmp_path: Path) -> None:
    """So it is held together: what the draft looks like, and what is looked for."""
    (tmp_path / "list.csv").write_text(LIST)
    write_starter(tmp_path / "list.csv", tmp_path / "round")
    workspace, card = waiting_lines(read_spec(tmp_path / "round"))
    for part in ("'ratings' (co2-emissions)", "'mandatory' (W1)", "'requires' (W2)",
                 "'excludes' (W3 with W4)", "'capacity' (fte)"):  # fmt: skip
        assert part in workspace
    assert "'criteria' (co2-emissions)" in card

    for name in ("cximpact.yaml", "scorecard.yaml"):
        file = tmp_path / "round" / name
        live = [line for line in file.read_text().splitlines() if not line.lstrip().startswith("#")]
        file.write_text("\n".join(live))
    assert waiting_lines(read_spec(tmp_path / "round")) == ()
