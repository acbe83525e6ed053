"""Rules that a list speaks of without saying all that they need: told, and ready as comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.starting.draft_capacities import (
    CAPACITIES_HEAD,
    DraftCapacity,
    capacity_lines,
    draft_capacities,
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

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.inputs import Inputs
    from cximpact.intake.starting.guess import Guess

__all__ = ["DraftRules", "draft_rules"]

_SEE = "see the notes"


@frozen
class DraftRules:
    """What a list says of rules.

    Attributes:
        mandates: What it calls mandatory.
        links: Texts on what needs what, and on alternatives.
        capacities: Columns of people at work.
    """

    mandates: tuple[Mandated, ...] = ()
    links: tuple[Linked, ...] = ()
    capacities: tuple[DraftCapacity, ...] = ()

    def told(self) -> list[str]:
        """Return what to tell of them."""
        return [*mandates_told(self.mandates), *links_told(self.links)]

    def reasons(self, unread: Mapping[str, str]) -> dict[str, str]:
        """Return why columns are not read, where something stands ready for them instead.

        Args:
            unread: The columns that are not read, each with the reason as it is else.
        """
        noted = dict.fromkeys((each.header for each in self.mandates), _SEE)
        noted |= dict.fromkeys((each.header for each in self.links), _SEE)
        noted |= {each.header: each.reason for each in self.capacities}
        return {header: noted.get(header, why) for header, why in unread.items()}

    def lines(self) -> list[str]:
        """Return one block of comments, each a rule once it and its heads lose their ``#``."""
        blocks = (
            (MANDATES_HEAD, mandate_lines(self.mandates)),
            (LINKS_HEAD, link_lines(self.links)),
            (CAPACITIES_HEAD, capacity_lines(self.capacities)),
        )
        given = [(head, lines) for head, lines in blocks if lines]
        if not given:
            return []
        (first, lines), *others = given
        # Further heads stay comments if the whole block loses its signs.
        further = (
            line for head, some in others for line in (*(f"#  {one}" for one in head), *some)
        )
        return ["", *first, "#rules:", *lines, *further]


def draft_rules(
    table: RawTable,
    guess: Guess,
    inputs: Inputs,
    unread: Iterable[str],
    open_ids: Collection[str],
) -> DraftRules:
    """Return the rules that a list speaks of.

    Args:
        table: The list.
        guess: What its columns seem to mean.
        inputs: What the draft reads.
        unread: The columns that are not read.
        open_ids: The proposals that take part and are not withdrawn.
    """
    capacities = draft_capacities(table, guess, inputs.proposals.ids, open_ids)
    counted = {each.header for each in capacities}
    texts = [header for header in unread if header not in counted]
    return DraftRules(
        (*mandated(table, guess, open_ids), *text_mandates(table, guess, texts, open_ids)),
        linked(table, inputs, guess.columns.get("id", ""), texts, open_ids),
        capacities,
    )
