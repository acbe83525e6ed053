"""Looking for secrets in texts, in every form they tend to travel in."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from cximpact.plugins import Secret

__all__ = ["forms_of", "leak_in", "secrets_in"]

_SHORTEST, _LONG = 4, 8


def secrets_in(settings: Any) -> Iterator[str]:
    """Yield the secrets of settings, however deep they lie."""
    if isinstance(settings, Secret):
        yield settings.reveal()
    elif isinstance(settings, Mapping):
        for value in settings.values():
            yield from secrets_in(value)
    elif isinstance(settings, list | tuple):
        for value in settings:
            yield from secrets_in(value)


def forms_of(secret: str) -> set[str]:
    """Return the texts that give a secret away: plain, in addresses, in JSON, in Base64.

    Base64 of a text that holds the secret somewhere shows one of three patterns, depending on how
    many characters stand before it; all three are returned without their unsteady ends.

    Examples:
        >>> "aHVudGVyM" in forms_of("hunter2")
        True
    """
    if len(secret) < _SHORTEST:
        return set()
    raw = secret.encode()
    plain = {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}
    plain.add(raw.hex())
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw).decode()
        start = (before * 4 + 2) // 3
        steady = coded[start : (before + len(raw)) * 4 // 3]
        plain |= {steady, steady.replace("+", "-").replace("/", "_")}
    return {form for form in plain if len(form) >= _SHORTEST}


def leak_in(texts: Iterable[str], secrets: Iterable[str]) -> str | None:
    """Return the first text that gives a secret away, with the secret cut out; None if none does.

    Examples:
        >>> leak_in(["Basic bWU6aHVudGVyMg=="], ["hunter2"])
        'Basic bWU6[secret]g=='
    """
    forms = sorted({form for secret in secrets for form in forms_of(secret)}, key=len, reverse=True)
    pattern = re.compile("|".join(map(_pattern, forms)) or "(?!)")
    for text in texts:
        if pattern.search(text):
            return pattern.sub("[secret]", text)[:300]
    return None


def _pattern(form: str) -> str:
    # Hosts and headers lose their capitals on the way; short forms would then occur by chance.
    return re.escape(form) if len(form) < _LONG else f"(?i:{re.escape(form)})"
