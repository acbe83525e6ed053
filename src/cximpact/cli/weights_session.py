"""A conversation about weights: a statement, what it leaves open, the next statement."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cximpact.cli.output import emit, say
from cximpact.exceptions import InputError, Problem, printable
from cximpact.intake.files.documents import Document
from cximpact.intake.weighting.reading import Said, check_said, said_of_entry
from cximpact.report.weights import ranges_table
from cximpact.scoring.weighting.ranges import weight_ranges
from cximpact.scoring.weighting.spaces import weight_spaces

if TYPE_CHECKING:
    from cximpact.intake.files.marks import Data
    from cximpact.model.scorecard import Scorecard
    from cximpact.model.weighting import WeightRange

    Ranges = dict[tuple[str, str], WeightRange]

_HELP = """\
ease >= calm                  at least as important
ease > calm = trust > price   an order of importance
ease >= 1.5 * calm            one and a half times as important, or more
1.5 <= ease / calm <= 3       between these times as important
20% <= ease <= 40%            between these shares of its group
points: {ease: 30, calm: 20}  swing points; also shares:, interval:, order: and ahp:
show   the ranges of all weights        list   what you stated
undo   take back the last statement     done   print the YAML to keep
quit   stop and keep nothing"""
_GREETING = """\
Say what you know about the weights, one statement per line; 'help' shows how.
The scorecard's points hold, give or take, where you say nothing. What you say about a group's
criteria, or about the groups, takes the place of their points."""
_QUIT = "quit"
_SAME = 1e-9


def converse(scorecard: Scorecard, said: Said, voice: str | None, output: Path | None) -> None:
    """Ask for statements until there are no more, then print or write the YAML that says them.

    Args:
        scorecard: Names the criteria and groups.
        said: What was said before; the voice goes on from there.
        voice: Whose statements these are; None for a voice without a name.
        output: Where the YAML goes; None for stdout.

    Raises:
        InputError: What was said before is wrong, or it is not clear who speaks.
    """
    talk = _Talk(scorecard, said, voice)
    talk.begin()
    for line in _lines():
        if line == _QUIT:
            click.echo("Nothing was kept.")
            return
        talk.answer(line)
    emit(talk.yaml(), output)


def _lines() -> Iterator[str]:
    """Yield what is typed, up to `done`; piped input is shown as if it were typed."""
    typed = sys.stdin.isatty()
    while True:
        click.echo("> ", nl=False)
        line = sys.stdin.readline()
        text = line.strip()
        if not typed or not line:
            click.echo(printable(text, 200))
        if not line or text == "done":
            return
        if text and not text.startswith("#"):
            yield text


class _Talk:
    """What was stated so far, and the ranges it leaves."""

    def __init__(self, scorecard: Scorecard, said: Said, voice: str | None) -> None:
        self._scorecard = scorecard
        self._said = said.data
        self._voice = voice
        check_said(said, scorecard)
        self._refuse_unclear_voice()
        self._stated: list[Data] = list(self._listed().get("statements", []))
        self._ranges = self._found(self._stated)

    def _refuse_unclear_voice(self) -> None:
        names = sorted(self._said.get("stakeholders", {}))
        if self._voice is None and names:
            hint = f"say it with --as NAME; there are {', '.join(names)}"
            raise InputError([Problem("it is not clear whose statements these are", hint=hint)])
        if self._voice is not None and "statements" in self._said:
            hint = "move 'statements' below a name under 'stakeholders' first"
            raise InputError([Problem("there is a voice without a name already", hint=hint)])

    def _listed(self) -> dict[str, Any]:
        if self._voice is None:
            return self._said
        found = self._said.get("stakeholders", {}).get(self._voice, {})
        return found if isinstance(found, dict) else {}

    def _whole(self, stated: list[Data]) -> dict[str, Data]:
        """Return the part `weighting` with these statements of the voice."""
        if self._voice is None:
            return {**self._said, "statements": stated}
        others = self._said.get("stakeholders", {})
        own = {**self._listed(), "statements": stated}
        return {**self._said, "stakeholders": {**others, self._voice: own}}

    def _found(self, stated: list[Data]) -> Ranges:
        """Return the ranges of the voice.

        Raises:
            InputError: The statements are wrong or contradict each other.
        """
        said = Said(Document("typed", {"weighting": self._whole(stated)}))
        spaces = weight_spaces(self._scorecard, check_said(said, self._scorecard))
        own = next(each for each in spaces if each.stakeholder == (self._voice or ""))
        return {(e.part, e.member): e for part in own.parts for e in weight_ranges(part)}

    def begin(self) -> None:
        """Greet, and show where things stand."""
        click.echo(_GREETING)
        self._show(self._ranges)

    def answer(self, line: str) -> None:
        """Do what a line asks for."""
        if line in ("help", "?"):
            click.echo(_HELP)
        elif line == "show":
            self._show(self._ranges)
        elif line == "list":
            for each in self._stated:
                click.echo(f"  {_written(each)}")
        elif line == "undo":
            self._undo()
        else:
            self._state(line)

    def _undo(self) -> None:
        if not self._stated:
            click.echo("There is nothing to take back.")
            return
        click.echo(f"Taken back: {_written(self._stated[-1])}")
        self._take(self._stated[:-1])

    def _state(self, line: str) -> None:
        try:
            self._take([*self._stated, said_of_entry(line)])
        except InputError as error:
            for problem in error.problems:
                click.echo(f"Not taken: {_without_place(problem)}")

    def _take(self, stated: list[Data]) -> None:
        """Go on with other statements, and show the parts whose weights moved."""
        found, before = self._found(stated), self._ranges
        moved = {key[0] for key, each in found.items() if _differ(each, before[key])}
        self._stated, self._ranges = stated, found
        if moved:
            self._show({key: each for key, each in found.items() if key[0] in moved}, before)
        else:
            click.echo("That says nothing new: all weights stay as they were.")

    def _show(self, ranges: Ranges, before: Ranges | None = None) -> None:
        for line in ranges_table(list(ranges.values()), before):
            say(line)

    def yaml(self) -> str:
        """Return the part of a workspace that says all this."""
        from cximpact.writing.yaml_text import shown_yaml

        return shown_yaml({"weighting": self._whole(self._stated)})


def _differ(one: WeightRange, other: WeightRange) -> bool:
    ends = (one.low - other.low, one.high - other.high, one.center - other.center)
    return max(map(abs, ends)) > _SAME


def _written(said: Data) -> str:
    import yaml

    if isinstance(said, str):
        return printable(said, 200)
    text: str = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, default_flow_style=True)
    return printable(text.strip(), 200)


def _without_place(problem: Problem) -> str:
    """Return a problem in words; a typed line has no file and no line number."""
    return str(Problem(problem.message, value=problem.value, hint=problem.hint))
