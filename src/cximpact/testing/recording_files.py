"""Recordings as files that people can read and write.

A file of YAML or JSON holds a list of exchanges; a folder holds files, read in the order of their
names::

    - request: GET /letters?page=2
      answer: {letters: []}
    - request: POST /letters/search
      body: {from: "2026-01-01"}
      headers: {x-version: "3"}           # must be sent; others may be
      answers:                            # one after the other; the last is repeated
        - {status: 429, headers: {retry-after: "3"}}
        - {status: 200, json: {letters: []}}
        - {status: 200, file: page.csv, headers: {content-type: text/csv}}
        - {status: 200, text: plain}
        - broken                          # the connection breaks

`answer` is the JSON that comes back with status 200; `answers` says more.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cximpact.plugins.http import HttpResponse
from cximpact.testing.exchanges import Recording, json_answer

__all__ = ["read_recordings"]

_KEYS = {"request", "query", "body", "headers", "answer", "answers", "about"}
_ANSWER_KEYS = {"status", "headers", "json", "text", "file"}
_SUFFIXES = {".yaml", ".yml", ".json"}


def read_recordings(path: Path) -> tuple[Recording, ...]:
    """Return the recordings of a file, or of all YAML and JSON files of a folder.

    Files that answers name are not read as recordings, though they may be JSON.

    Raises:
        ValueError: What a file says is no list of exchanges; the message names the place.
        FileNotFoundError: There is nothing to read.
    """
    if path.is_file():
        return tuple(_of_file(path))
    files = sorted(each for each in path.glob("*") if each.suffix in _SUFFIXES)
    if not files:
        raise FileNotFoundError(f"no recordings at {path}")
    return tuple(each for file in files if _is_list(file) for each in _of_file(file))


def _is_list(path: Path) -> bool:
    return path.suffix != ".json" or path.read_text("utf-8").lstrip().startswith("[")


def _of_file(path: Path) -> Iterator[Recording]:
    from cximpact.intake.files.documents import read_document

    exchanges = read_document(path).data
    if not isinstance(exchanges, list):
        raise ValueError(f"{path.name}: expected a list of exchanges")
    for number, each in enumerate(exchanges, start=1):
        yield _recording(each, path, f"{path.name}, exchange {number}")


def _recording(said: Any, path: Path, place: str) -> Recording:
    if not isinstance(said, dict) or "request" not in said or said.keys() - _KEYS:
        known = ", ".join(sorted(_KEYS))
        raise ValueError(f"{place}: expected a mapping with 'request' and some of {known}")
    if ("answer" in said) == ("answers" in said):
        raise ValueError(f"{place}: expected either 'answer' or 'answers'")
    answers = (
        [json_answer(said["answer"])]
        if "answer" in said
        else [_answer(each, path, place) for each in said["answers"]]
    )
    return Recording.of(
        said["request"],
        answers=answers,
        query=said.get("query"),
        body=said.get("body"),
        headers=said.get("headers"),
    )


def _answer(said: Any, path: Path, place: str) -> HttpResponse | None:
    if said == "broken":
        return None
    if not isinstance(said, dict) or said.keys() - _ANSWER_KEYS:
        known = ", ".join(sorted(_ANSWER_KEYS))
        raise ValueError(f"{place}: expected an answer of {known}, or 'broken'")
    headers = {name.lower(): str(text) for name, text in said.get("headers", {}).items()}
    status = int(said.get("status", 200))
    if "json" in said:
        return json_answer(said["json"], status, headers)
    if "file" in said:
        return HttpResponse(status, headers, path.with_name(said["file"]).read_bytes())
    return HttpResponse(status, headers, str(said.get("text", "")).encode())
