"""Takes secrets out of texts, in every spelling in which they commonly slip through.

A token rarely leaks as it is: it leaks inside an address (URL-encoded), a header (base64, at any of
three alignments because a user name stands before it), a request body (JSON-escaped) or a dump
(hexadecimal). All of these are looked for. What a plugin does to a secret beyond that (reversing or
encrypting it) is not found: this guards against accidents.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from attrs import define, field

from cximpact.plugins.secrets import MASK

__all__ = ["SHORTEST_IN_ROWS", "Redactor", "spellings"]

SHORTEST_IN_ROWS = 8
"""Characters from which a secret inside a row fails its source; shorter ones occur by chance."""

_SHORTEST_ENCODED = 5
_SHORTEST_ANYWHERE = 4
_SHORTEST_LINE = 16


def spellings(secret: str) -> tuple[str, ...]:
    """Return the texts by which a secret may show, longest first, each once.

    Args:
        secret: The secret itself.

    Examples:
        >>> "aHVudGVyMg" in spellings("hunter2"), "68756e74657232" in spellings("hunter2")
        (True, True)
    """
    found = {form for part in _parts(secret) for form in _forms(part) if form}
    return tuple(sorted(found, key=lambda form: (-len(form), form)))


def _parts(secret: str) -> Iterator[str]:
    """Yield a secret, the secret without white space around it, and the lines of a long one."""
    yield secret
    yield secret.strip()
    lines = [line.strip() for line in secret.splitlines()]
    if len(lines) > 1:
        # Private keys are printed line by line; their first and last line are no secret.
        yield from (
            line for line in lines if len(line) >= _SHORTEST_LINE and not line.startswith("-----")
        )


def _forms(text: str) -> Iterator[str]:
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield repr(text)[1:-1]
    yield from _percent_encoded(text)
    if len(text) >= _SHORTEST_ENCODED:
        raw = text.encode("utf-8", "surrogatepass")
        yield from (raw.hex(), raw.hex().upper())
        yield from _base64(raw)


def _percent_encoded(text: str) -> Iterator[str]:
    text = text.encode("utf-8", "replace").decode()
    everything = "".join(f"%{byte:02X}" for byte in text.encode())
    for form in (quote(text), quote(text, safe=""), quote_plus(text), everything):
        yield form
        yield re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), form)


def _base64(raw: bytes) -> Iterator[str]:
    """Yield what stays the same of the encoded secret, whatever stands before and after it."""
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(raw).decode()
        yield encode(raw).decode().rstrip("=")
        for before in range(3):
            whole = encode(b"\0" * before + raw).decode()
            yield whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]


@define
class Redactor:
    """Knows the secrets of one run, also those it is told of later.

    Attributes:
        longest: Characters of the longest spelling; a cut text may end in less than that of one.
        known: How many secrets it was told.

    Examples:
        >>> Redactor.of(["hunter2"]).text("Basic bWU6aHVudGVyMg==, or hunter2?")
        'Basic bWU6•••, or •••?'
    """

    longest: int = 0
    known: int = 0
    _forms: set[str] = field(init=False, factory=set)
    _folded: set[str] = field(init=False, factory=set)
    _pattern: re.Pattern[str] | None = field(init=False, default=None)
    _in_rows: dict[bytes, None] = field(init=False, factory=dict)

    @classmethod
    def of(cls, secrets: Iterable[str]) -> Redactor:
        """Return one that knows some secrets."""
        redactor = cls()
        for secret in secrets:
            redactor.add(secret)
        return redactor

    def add(self, secret: str) -> None:
        """Know one more secret."""
        if not secret.strip():
            return
        self.known += 1
        self._forms |= set(spellings(secret))
        self.longest = max(self.longest, *(len(form) for form in self._forms))
        self._folded = {form.casefold() for form in self._forms}
        self._pattern = None
        for part in _parts(secret):
            if len(part) >= SHORTEST_IN_ROWS:
                self._in_rows |= dict.fromkeys(_told_apart(part))

    def text(self, text: str) -> str:
        """Return a text without secrets, in whatever case; each is replaced by `MASK`."""
        folded = text.casefold()
        # Looking for each alone is much quicker than the pattern, and mostly there is nothing.
        if not any(form in folded for form in self._folded):
            return text
        if self._pattern is None:
            self._pattern = _pattern(self._forms)
        return self._pattern.sub(MASK, text)

    def cut(self, text: str, longest: int, *, end: bool = False) -> str:
        """Return a text without secrets and not longer than `longest`, nor cut inside a secret.

        Args:
            text: Any text.
            longest: How many characters are kept.
            end: Whether the end is kept rather than the beginning.
        """
        if len(text) <= longest:
            return self.text(text)
        # What the cut left of a secret stands within `longest` characters of it: it goes, too.
        margin = self.longest
        if end:
            return "…" + self.text(text[-longest - margin :])[margin:][-longest:]
        clean = self.text(text[: longest + margin])
        return clean[: max(0, len(clean) - margin)][:longest] + "…"

    def data(self, data: Any) -> Any:
        """Return plain data without secrets, in keys and values."""
        if isinstance(data, str):
            return self.text(data)
        if isinstance(data, Mapping):
            return {self.text(str(key)): self.data(value) for key, value in data.items()}
        if isinstance(data, list | tuple):
            return [self.data(value) for value in data]
        return data

    def in_rows(self, encoded: bytes) -> bool:
        """Return whether rows, encoded as JSON in UTF-8, hold a secret that is long enough."""
        return any(form in encoded for form in self._in_rows)


def _told_apart(secret: str) -> Iterator[bytes]:
    """Yield the spellings in rows, without those that hold another: that one is found in them."""
    # Rows are looked at as JSON, which escapes once more what the cells hold.
    escaped = (json.dumps(form, ensure_ascii=False)[1:-1] for form in spellings(secret))
    forms = sorted({form.encode("utf-8", "replace") for form in escaped}, key=len)
    for at, form in enumerate(forms):
        if not any(other in form for other in forms[:at]):
            yield form


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the spellings, the longest where several fit.

    What is shorter than four characters is looked for as a word of its own only: it would be found
    in every other word otherwise, and texts made of masks help nobody.
    """
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(
        "|".join(
            re.escape(form)
            if len(form) >= _SHORTEST_ANYWHERE
            else rf"(?<![^\W_]){re.escape(form)}(?![^\W_])"
            for form in ordered
        ),
        re.IGNORECASE,
    )
