"""What was read and what was not counted: notes for readers, or why nothing can be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import Factory, define

from cximpact.plugins import Context, QueryError
from cximpact_survey.faults import FEWEST, Faults, shown
from cximpact_survey.personal import looks_personal

__all__ = ["Tally"]

_MOST_NAMED = 8


@define
class Tally:
    """What was read and what was not counted, over all files of a collection."""

    responses: int = 0
    set_aside: Counter[str] = Factory(Counter)
    dont_know: Counter[str] = Factory(Counter)
    unanswered: Counter[str] = Factory(Counter)
    contradictory: Counter[str] = Factory(Counter)
    places: Counter[str] = Factory(Counter)
    hidden: int = 0
    faults: Faults = Factory(Faults)

    def tell(self, context: Context) -> None:
        """Raise what cannot be used; note what a reader must know.

        Raises:
            QueryError: Answers lie outside their scale, or days cannot be read.
        """
        if self.faults:
            raise QueryError(
                f"{self.faults.told()}. If a code means no opinion, list it under dont_know;"
                " numbers for words go under words"
            )
        for text in self._notes():
            context.note(text)

    def _notes(self) -> Iterator[str]:
        listed = ", ".join(f"{count} {why}" for why, count in sorted(self.set_aside.items()))
        yield f"{self.responses} responses{f'; not counted: {listed}' if listed else ''}"
        for what, counts in (
            ("no opinion", self.dont_know),
            ("not answered", self.unanswered),
            ("answered in several columns at once, not counted", self.contradictory),
        ):
            if counts:
                yield f"{what}: {_listed(counts)}"
        yield from self._about_places()
        if self.hidden:
            yield f"{self.hidden} comments had addresses, names or numbers taken out"

    def _about_places(self) -> Iterator[str]:
        """Words that no touchpoint is named for; rare ones could tell who somebody is."""
        if not self.places:
            return
        known = sorted(each for each, count in self.places.items() if count >= FEWEST)
        named = ", ".join(repr(shown(each)) for each in known[:5] if not looks_personal(each))
        some = f", among them {named}" if named else ""
        count = sum(self.places.values())
        yield f"{count} answers have no touchpoint: no rule for their words{some}"


def _listed(counts: Counter[str]) -> str:
    """Return how often by question, the most frequent first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{shown(name)} {count}" for name, count in ranked[:_MOST_NAMED]]
    rest = sum(count for _, count in ranked[_MOST_NAMED:])
    return ", ".join([*parts, *([f"others {rest}"] if rest else [])])
