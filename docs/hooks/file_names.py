"""Shows above a block which file it is: Markdown leaves out the comments that say so."""

from __future__ import annotations

import re
from typing import Any

_COMMENT = re.compile(r"^<!-- (file|add to|edit): (.+?) -->$", re.MULTILINE)
_WORDS = {"file": "", "add to": "add to ", "edit": "change in "}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Return a page with a line in front of each block that is a file; mkdocs calls this."""
    return _COMMENT.sub(
        lambda found: f"{_WORDS[found[1]]}`{found[2]}`:\n{{: .file-name }}", markdown
    )
