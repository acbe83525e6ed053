"""A secret that does not show itself, and the texts it must never appear in."""

from __future__ import annotations

from typing import Any

__all__ = ["MASK", "Secret"]

MASK = "•••"


class Secret:
    """A password, token or key: usable, but not visible in any text made of it.

    Examples:
        >>> token = Secret("hunter2")
        >>> print(token, repr(token), token.reveal())
        ••• Secret(•••) hunter2
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the secret itself; hand it to a client, never to a text."""
        return self._text

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __format__(self, _: str) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> Any:
        raise TypeError("a secret is not written anywhere")
