"""Every figure and every word of an evaluation but where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["figures"]

# Where figures came from, and what files and systems hold beside them.
_PROVENANCE = {"id", "inputs", "files", "file", "references", "cost_evidence", "origin"}
_OF_A_READING = {"not_used", "problems"}


def figures(evaluation: dict[str, Any]) -> dict[str, Any]:
    """Return path: value of all that an evaluation says, without provenance.

    Texts of evidence end with where they are from, or say nothing else: that is cut.
    """
    return dict(_walk({key: evaluation[key] for key in evaluation.keys() - _OF_A_READING}, ""))


def _walk(data: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key in data:
            # `id` is the evaluation's own at the top; elsewhere it names touchpoints and the like.
            if key not in _PROVENANCE or (key == "id" and path):
                yield from _walk(data[key], f"{path}/{key}")
    elif isinstance(data, list):
        kept = [each for each in map(_told, data) if each] if path.endswith("/evidence") else data
        yield f"{path}#", len(kept)
        for at, each in enumerate(kept):
            yield from _walk(each, f"{path}/{at}")
    else:
        yield path, data


def _told(evidence: str) -> str:
    return "" if evidence.startswith("from ") else evidence.partition("; from ")[0]
