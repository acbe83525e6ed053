"""Rules that a list speaks of without saying all that they need: told, and ready as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.decision.words import listed
from cximpact.intake.starting.draft_capacities import (
    CAPACITIES_HEAD,
    DraftCapacity,
    capacities_told,
    capacity_lines,
    draft_capacities,
    read_capacities,
)
from cximpact.intake.starting.draft_links import (
    LINKS_HEAD,
    Linked,
    link_lines,
    linked,
    links_told,
)
from cximpact.intake.starting.draft_mandates import (
    MANDATES_HEAD,
    Mandated,
    mandate_lines,
    mandated,
    mandates_told,
    text_mandates,
)
from cximpact.intake.starting.draft_started import Started, started, started_lines, started_told
from cximpact.intake.starting.link_columns import named_columns
from cximpact.intake.starting.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from decimal import Decimal

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess

    _Headed = tuple[Sequence[str], Sequence[str]]

__all__ = ["DraftRules", "draft_rules"]

_SEARCHED = "only searched for {}: see the notes"
_SAID_HEAD = "# People there are, as you said."


@frozen
class DraftRules:
    """What a list says of rules.

    Attributes:
        mandates: What it calls mandatory.
        links: Texts on what needs what, and on alternatives.
        capacities: Columns of people at work.
        started: Texts that say that a proposal is under way.
        named: Columns of ids of the list, of which nothing says how they are meant.
    """

    mandates: tuple[Mandated, ...] = ()
    links: tuple[Linked, ...] = ()
    capacities: tuple[DraftCapacity, ...] = ()
    started: tuple[Started, ...] = ()
    named: tuple[str, ...] = ()

    def told(self) -> list[str]:
        """Return what to tell of them."""
        return [
            *capacities_told(self.capacities),
            *mandates_told(self.mandates),
            *started_told(self.started),
            *links_told(self.links),
        ]

    @property
    def to_mend(self) -> bool:
        """Whether something is told that is to be mended in the list."""
        return bool(self.started) or any(each.odd for each in self.capacities)

    def read(self) -> tuple[tuple[str, str], ...]:
        """Return our names and headers of the columns that rules of the draft read."""
        return tuple(
            (f"capacity {key}", header) for key, header in read_capacities(self.capacities).items()
        )

    def reasons(self, unread: Mapping[str, str]) -> dict[str, str]:
        """Return why columns are not read, where something stands ready for them instead.

        Args:
            unread: The columns that are not read, each with the reason as it is else.
        """
        noted = {header: _ids_told(header) for header in self.named}
        noted |= {
            header: _SEARCHED.format(listed(said, most=len(said)))
            for header, said in self._searched().items()
        }
        noted |= {each.header: each.reason for each in self.capacities}
        read = {header for _, header in self.read()}
        return {
            header: noted.get(header, why) for header, why in unread.items() if header not in read
        }

    def _searched(self) -> dict[str, list[str]]:
        """Return what is found in texts, by column."""
        found: dict[str, list[str]] = {}
        for what, some in (
            ("what must be done", self.mandates),
            ("what is under way", self.started),
            ("other proposals", self.links),
        ):
            for header in dict.fromkeys(each.header for each in some):
                found.setdefault(header, []).append(what)
        return found

    def lines(self) -> list[str]:
        """Return what is under way, and one block of rules.

        Each is a comment, and a rule once it and its heads lose their ``#``; but for people whose
        limit a person said.
        """
        said = capacity_lines(self.capacities, said=True)
        blocks: list[_Headed] = [
            (MANDATES_HEAD, mandate_lines(self.mandates)),
            (LINKS_HEAD, link_lines(self.links)),
        ]
        # Further people stand right below those that are read, which have the head of both.
        people = (CAPACITIES_HEAD, capacity_lines(self.capacities))
        blocks.insert(0 if said else len(blocks), people)
        given = [(head, lines) for head, lines in blocks if lines]
        return [*started_lines(self.started), *_block(said, given)]


def _block(said: Sequence[str], given: Sequence[_Headed]) -> list[str]:
    """Return rules that take effect, and others below their heads, as comments."""
    if said:
        start, others = ["", _SAID_HEAD, "rules:", *said], given
    elif given:
        (first, lines), others = given[0], given[1:]
        start = ["", *first, "#rules:", *lines]
    else:
        return []
    # Further heads stay comments if the whole block loses its signs.
    further = (line for head, some in others for line in (*(f"#  {one}" for one in head), *some))
    return [*start, *further]


def _ids_told(header: str) -> str:
    name = quoted(header)
    return (
        f"its cells are ids of the list: 'requires: {name}' if they say what is needed, "
        f"'excludes: {name}' if what is ruled out"
    )


def draft_rules(
    table: RawTable,
    guess: Guess,
    inputs: Inputs,
    unread: Iterable[str],
    open_ids: Collection[str],
    limits: Mapping[str, Decimal] | None = None,
) -> DraftRules:
    """Return the rules that a list speaks of.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        inputs: What the draft reads.
        unread: The columns that are not read.
        open_ids: The proposals that take part and are not withdrawn.
        limits: How many people there are, by column, where a person said so.
    """
    capacities = draft_capacities(table, guess, inputs.proposals.ids, open_ids, limits)
    counted = {each.header for each in capacities}
    texts = [header for header in unread if header not in counted]
    key = guess.columns.get("id", "")
    return DraftRules(
        (*mandated(table, guess, open_ids), *text_mandates(table, guess, texts, open_ids)),
        linked(table, inputs, key, texts, open_ids),
        capacities,
        started(table, guess, texts, open_ids),
        named_columns(table, key, texts, inputs.proposals.ids),
    )
