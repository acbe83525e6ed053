"""How a warehouse holds a column, in the words of `cximpact.sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cximpact.sources.table import Form

__all__ = ["form_of"]


def form_of(kind: Any) -> Form:
    """Return how a column of an Ibis type is held.

    Example:
        >>> import ibis
        >>> form_of(ibis.dtype("decimal(10,2)")), form_of(ibis.dtype("array<int>"))
        ('exact', 'nested')
    """
    if kind.is_timestamp():
        return "zoned" if kind.timezone else "moment"
    simple: tuple[tuple[bool, Form], ...] = (
        (kind.is_string() or kind.is_uuid(), "text"),
        (kind.is_integer() or kind.is_decimal(), "exact"),
        (kind.is_floating(), "float"),
        (kind.is_boolean(), "bool"),
        (kind.is_date(), "date"),
    )
    return next((form for is_it, form in simple if is_it), "nested")
