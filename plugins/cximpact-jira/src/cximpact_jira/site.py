"""A client for one Jira site, with credentials that never leave it unprotected."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cximpact.plugins import AnswerError, Context, QueryError, Secret

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient, HttpResponse

__all__ = ["open_site", "parsed"]

_HERE = {"localhost", "127.0.0.1", "::1"}


def open_site(context: Context) -> HttpClient:
    """Return a client for the site of the settings.

    Raises:
        QueryError: The address is not safe to send a token to, or the e-mail is missing.
    """
    site = _plain(context.settings["site"])
    parts = urlsplit(site)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise QueryError("site must begin with https://: a token is not sent unprotected")
    return context.http(site, headers={"Authorization": _credentials(context)})


def _credentials(context: Context) -> Secret:
    """Return the header's value; each text made of the token is a secret of its own."""
    token = _plain(context.settings["token"])
    if context.settings.get("auth", "token") == "bearer":
        return context.hide(f"Bearer {token}")
    email = _plain(context.settings.get("email"))
    if not email:
        raise QueryError("email is missing: an API token is used together with its owner's e-mail")
    pair = b64encode(f"{email}:{token}".encode()).decode()
    context.hide(pair)
    return context.hide(f"Basic {pair}")


def _plain(value: object) -> str:
    """Return a setting as text, whether it was given as it is or by reference."""
    return value.reveal() if isinstance(value, Secret) else str(value or "")


def parsed(answer: HttpResponse, kind: type[list[Any] | dict[str, Any]], what: str) -> Any:
    """Return an answer's JSON, which must be a list or an object.

    Raises:
        AnswerError: It is something else.
    """
    read = answer.json()
    if not isinstance(read, kind):
        raise AnswerError(f"{what}: expected {'a list' if kind is list else 'an object'}")
    return read
