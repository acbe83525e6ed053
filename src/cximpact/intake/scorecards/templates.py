"""Measures that start from a template: ``measures: {ours: {template: NAME}}``.

The template is filled in before the scorecard is looked at, so that the scorecard, and every
result that carries it, holds the whole measure and needs no plugin any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import CximpactError, InputError
from cximpact.intake.keywords import plain_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from cximpact.intake.files.documents import Document
    from cximpact.intake.files.marks import Data, KeyPath
    from cximpact.intake.files.problems import ProblemList
    from cximpact.intake.offers import Offers

__all__ = ["filled_in"]

_KEY = "template"


def filled_in(
    document: Document, problems: ProblemList, offers: Callable[[], Offers] | None
) -> Document:
    """Return a scorecard document with every template filled in.

    What the scorecard says of a measure wins, key by key. A measure whose template cannot be had
    is noted and left out.

    Args:
        document: The scorecard.
        problems: Takes what is wrong, at the line of the template's name.
        offers: Opens what plugins offer; called only if a template is named.
    """
    data = document.data
    entries = data.get("measures") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(entries, dict):
        return document
    if not any(isinstance(said, dict) and _KEY in said for said in entries.values()):
        return document
    made: dict[str, Data] = {}
    for key, said in entries.items():
        if not isinstance(said, dict) or _KEY not in said:
            made[key] = said
            continue
        found = _definition(said[_KEY], offers, _Place(document, problems, ("measures", key, _KEY)))
        if found is not None:
            own = {name: each for name, each in said.items() if name != _KEY}
            made[key] = {**found, **own}
    return evolve(document, data={**data, "measures": made})


class _Place:
    """Where a template is named, to note what is wrong with it there."""

    def __init__(self, document: Document, problems: ProblemList, path: KeyPath) -> None:
        from cximpact.intake.reporter import Reporter

        self._report = Reporter(document, problems)
        self.path = path

    def add(self, message: str, **more: Any) -> None:
        """Note a problem at the template's name."""
        self._report.add(self.path, message, **more)


def _definition(
    name: Data, offers: Callable[[], Offers] | None, place: _Place
) -> dict[str, Data] | None:
    if not isinstance(name, str):
        place.add("not the name of a template", value=name, expected="text")
        return None
    if offers is None:
        place.add("there are no plugins here to ask for a template", value=name)
        return None
    try:
        found = plain_data(offers().measure(name).definition, place.path)
    except InputError as error:
        for each in error.problems:
            place.add(each.message, value=name, expected=each.expected, hint=each.hint)
        return None
    except CximpactError as error:
        place.add(str(error), value=name)
        return None
    return found if isinstance(found, dict) else {}
