"""Who is on the list of proposals, and who was set aside."""

from __future__ import annotations

from attrs import frozen

from cximpact.model.proposal import SetAside


@frozen(eq=False)
class Listed:
    """Who is on the list.

    Attributes:
        ids: Ids of those that take part, sorted.
        rows: Their rows, in the same order.
        aside: Ids of those that do not.
        set_aside: Why they do not.
        doubled: Ids that several rows have, which is a problem.
    """

    ids: tuple[str, ...]
    rows: list[int]
    aside: frozenset[str]
    set_aside: tuple[SetAside, ...]
    doubled: frozenset[str] = frozenset()
