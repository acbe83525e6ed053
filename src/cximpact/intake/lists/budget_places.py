"""Where a budget is stated, for notes that are about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.exceptions import Problem
from cximpact.intake.files.marks import dotted

if TYPE_CHECKING:
    from cximpact.intake.files.documents import Document

__all__ = ["budget_note"]


def budget_note(document: Document, budget: str, message: str, hint: str | None) -> Problem:
    """Return a note on a budget, at its place in the workspace or at the table it comes from.

    Args:
        document: The workspace's document.
        budget: The budget's name.
        message: What is to be known of it.
        hint: What to do.
    """
    data = document.data
    stated = data.get("budgets") if isinstance(data, dict) else None
    is_stated = isinstance(stated, dict) and budget in stated
    path = ("budgets", budget) if is_stated else ("budgets_from",)
    line = document.key_line(path) or None
    return Problem(
        f"budget {budget}: {message}", document.name, line, field=dotted(path), hint=hint
    )
