"""Where figures come from that plugins' sources gave: source, version, query, references."""

from __future__ import annotations

from collections.abc import Sequence

from cximpact.model.case import Case
from cximpact.model.evidence import Measurement

__all__ = ["budget_line", "cost_lines", "list_lines", "measurement_origin"]


def measurement_origin(case: Case, each: Measurement) -> str:
    """Return where the rows of a measurement come from; "" where they were in a file."""
    origin = case.origins.get(f"evidence.{each.source}")
    return "" if origin is None else f"; {_told(origin.label, each.references)}"


def list_lines(case: Case, position: int, criterion: str | None) -> tuple[str, ...]:
    """Return where an answer or amount comes from that stands in the list of proposals.

    Args:
        case: The case.
        position: The proposal.
        criterion: The criterion; None for what is derived from any column of the list.
    """
    origin = case.origins.get("proposals")
    key = case.proposals.ids[position]
    if origin is None:
        return ()
    if criterion is not None and criterion not in origin.scored.get(key, ()):
        return ()
    return (_told(origin.label, origin.references.get(key, ())),)


def cost_lines(case: Case, position: int) -> tuple[str, ...]:
    """Return where the costs of a proposal come from, a line for each collected table."""
    key = case.proposals.ids[position]
    found = []
    for part in ("proposals", "costs"):
        origin = case.origins.get(part)
        if origin is not None and key in origin.priced:
            found.append(_told(origin.label, origin.references.get(key, ())))
    return tuple(found)


def budget_line(case: Case, budget: str) -> str:
    """Return where the limit of a budget comes from; "" where it was stated in a file."""
    origin = case.origins.get("budgets_from")
    if origin is None or budget not in origin.references:
        return ""
    return _told(origin.label, origin.references[budget])


def _told(label: str, references: Sequence[str]) -> str:
    """Return a label with references.

    Example:
        >>> _told("calls (desk, acme-desk 1.2)", ("C-1", "C-7"))
        'from calls (desk, acme-desk 1.2): C-1, C-7'
    """
    return f"from {label}" + (f": {', '.join(references)}" if references else "")
