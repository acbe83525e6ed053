"""Sources that give away the secret in their settings, each in another place and spelling."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, quote_plus

SPELLINGS = {
    "raw": lambda secret: secret,
    "base64": lambda secret: b64encode(secret.encode()).decode(),
    "base64-user": lambda secret: b64encode(f"me:{secret}".encode()).decode(),
    "base64-pair": lambda secret: b64encode(f"m:{secret}:x".encode()).decode(),
    "base64-url": lambda secret: urlsafe_b64encode(f"ab{secret}".encode()).decode().rstrip("="),
    "url": lambda secret: quote(secret, safe=""),
    "url-plus": lambda secret: re.sub("%..", lambda f: f[0].lower(), quote_plus(secret)),
    "small": str.lower,
    "json": json.dumps,
    "hex": lambda secret: secret.encode().hex(),
}


def every_spelling(context):
    """Return the secret, or all secrets, in every spelling, in one line."""
    tokens = context.settings.get("tokens") or [context.settings["token"]]
    return " | ".join(spell(each.reveal()) for each in tokens for spell in SPELLINGS.values())


def leaks_in_rows(spelling):
    """Return a source that puts the secret into a cell, in one spelling."""

    def leak(request, context):
        yield [{"id": "1", "comment": "nothing to see"}]
        secret = context.settings["token"].reveal()
        yield [{"id": "2", "comment": f"see {SPELLINGS[spelling](secret)} here"}]

    leak.__doc__ = f"Puts its secret into a row, {spelling}."
    return leak


def leaks_in_a_column(request, context):
    """Names a column by its secret."""
    yield [{"id": "1", context.settings["token"].reveal(): "x"}]


def leaks_in_texts(request, context):
    """Puts its secret into every text a source can give beside its rows."""
    text = every_spelling(context)
    context.progress(text)
    context.log(text)
    context.note(text)
    context.query(text)
    context.keep_cursor(text)
    print(text)
    print(text, file=sys.stderr)
    yield [{"id": "1"}]


def leaks_in_an_error(request, context):
    """Raises an error that tells its secret."""
    yield [{"id": "1"}]
    raise ValueError(every_spelling(context))


def leaks_between_the_cuts(request, context):
    """Prints its secret so often that every cut of the log goes through one."""
    secret = context.settings["token"].reveal()
    for _ in range(20_000):
        sys.stdout.write(secret)
    context.log(secret * 20_000)
    context.note(secret * 20_000)
    context.query("x" + secret * 20_000)
    raise ValueError(secret * 20_000)
    yield


def leaks_what_it_derived(request, context):
    """Hides a text made of its secret, and lets it slip all the same, even before it hid it."""
    derived = context.settings["token"].reveal()[::-1]
    print(derived)
    context.log(derived)
    context.note(derived)
    context.hide(derived)
    context.query(derived)
    yield [{"id": "1"}]


def leaks_early(request, context):
    """Gives a row with a text that it hides only afterwards."""
    derived = context.settings["token"].reveal()[::-1]
    yield [{"id": "1", "comment": derived}]
    context.hide(derived)
    yield [{"id": "2"}]


def leaks_in_a_check(context):
    """Tells its secret as the result of a check."""
    return every_spelling(context)
