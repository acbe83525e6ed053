"""Which fields tell who somebody is, and how they are kept out of comments and messages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

__all__ = ["HIDDEN", "is_personal", "looks_personal", "scrubbed"]

HIDDEN = "•••"

# One word is enough to know the field, in a heading of a few words.
_WORDS = frozenset(
    "email emailaddress ipaddr ipaddress ipadresse firstname lastname surname forename fullname"
    " givenname vorname nachname familienname prenom apellido apellidos telefonnummer postcode"
    " postleitzahl zipcode birthday birthdate geburtsdatum latitude longitude coordinates iban"
    " passport ssn username useragent referrer referer refurl uuid contactid respondentid"
    " responseid recordid recipientid panelistid participantid customerid userid"
    " externalreference externaldatareference".split()
)
# Where it takes two.
_PAIRS = frozenset(
    "e mail|ip address|ip adresse|first name|last name|full name|given name|family name|user name"
    "|customer name|recipient name|contact name|respondent name|employee name|street address"
    "|home address|mailing address|phone number|mobile number|mobile phone|telephone number"
    "|post code|postal code|zip code|birth date|of birth|user agent|contact id|respondent id"
    "|response id|record id|recipient id|panelist id|participant id|customer id|user id"
    "|external reference|external id|data reference|access code|custom data".split("|")
)
# Where nothing else stands in the heading.
_ALONE = frozenset(
    "name id seed ip mail phone telephone telefon mobile handy fax address adresse anschrift street"
    " strasse straße plz zip nom nombre gps login cookie token signature zugangscode"
    " zugangsschlüssel".split()
)
_FEW_WORDS = 4

# Repeats are bounded, so that no comment, however long, takes long.
_MAIL = r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_LINK = r"(?:https?://|www\.)\S+"
_IPV4 = r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
_IPV6 = r"(?<![\w:])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"
_PLACE = r"(?<![\w.])[+-]?\d{1,3}\.\d{4,}(?![\w.])"
_NUMBER = r"(?<!\w)\+?\d(?:[\s().\-/]{0,2}\d){6,40}(?!\w)"
_TELLING = re.compile("|".join((_MAIL, _LINK, _IPV4, _IPV6, _PLACE, _NUMBER)))
_CAMEL = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])|[^\w]+|_+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4}")


def is_personal(heading: str) -> bool:
    """Return whether a column by its heading tells who somebody is.

    Only headings of up to four words are judged: longer ones are questions.

    Example:
        >>> is_personal("RecipientEmail"), is_personal("IP Address"), is_personal("Was it easy?")
        (True, True, False)
    """
    words = [word.casefold() for word in _CAMEL.split(heading) if word]
    if not words or len(words) > _FEW_WORDS:
        return False
    whole = "".join(words)
    pairs = {f"{first} {second}" for first, second in itertools.pairwise(words)}
    return (
        whole in _WORDS
        or whole in _ALONE
        or not _WORDS.isdisjoint(words)
        or not _PAIRS.isdisjoint(pairs)
    )


def looks_personal(text: str) -> bool:
    """Return whether a text holds an address, a number to call, or a place on the map.

    Example:
        >>> looks_personal("jane@example.org"), looks_personal("credit-decision")
        (True, False)
    """
    return any(not _DAY.fullmatch(found[0]) for found in _TELLING.finditer(text))


def scrubbed(comment: str, known: Iterable[str]) -> str:
    """Return a comment without what could tell who wrote it.

    It is a safety net with holes: a name that no field of the response holds stays.

    Args:
        comment: What a customer wrote.
        known: The personal fields of the same response.

    Example:
        >>> scrubbed("Jane here, call 030 1234567", ["Jane"])
        '••• here, call •••'
    """
    text = _TELLING.sub(lambda found: _hidden(found[0]), comment)
    folded = text.casefold()
    parts = {part for value in known for part in _parts(value) if part.casefold() in folded}
    names = sorted(parts, key=len, reverse=True)
    if not names:
        return text
    listed = "|".join(map(re.escape, names))
    return re.sub(rf"(?<!\w)(?:{listed})(?!\w)", HIDDEN, text, flags=re.IGNORECASE)


def _hidden(found: str) -> str:
    return found if _DAY.fullmatch(found) else HIDDEN


def _parts(value: str) -> list[str]:
    """Return a field and, for names of several words, each of them."""
    whole = value.strip()
    parts = [whole, *whole.split()] if len(whole) <= 100 else []
    return [part for part in parts if len(part) > 1]
