"""Words of degree, such as *High*, *slightly worse* or *keine Wirkung*, in four languages.

What such a word stands for is a guess: what reads a list never takes it by itself. `init` writes
the guess down for a person to check, and a problem with an answer names it as advice.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.intake.lists.cell_texts import UnfitCellError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["HIGH", "VERY_LOW", "DegreeWord", "UnknownWordError", "degree_word", "strength_of"]

_LONGEST = 40
_WORDS_KNOWN = 1 << 12
VERY_LOW, LOW, MEDIUM, HIGH, VERY_HIGH = 1, 2, 3, 4, 5


class UnknownWordError(UnfitCellError):
    """A word where an answer is wanted: the workspace may say which answer it stands for.

    Args:
        message: What is wrong.
        expected: What would be right.
        answer: The answer that it seems to stand for; None where its meaning is not known.
    """

    def __init__(self, message: str, expected: str, answer: str | None) -> None:
        super().__init__(message, expected)
        self.answer = answer


@frozen
class DegreeWord:
    """What a word of degree says.

    Attributes:
        degree: From 1, very low, to 5, very high; below zero where it is for the worse; zero is
            no change.
        is_clear: Whether it says itself that it is for the better or worse, or no change. *High*
            does not.
        is_letter: Whether it is no more than a letter or two, such as ``H``.
    """

    degree: int
    is_clear: bool = False
    is_letter: bool = False


def _plain(text: str) -> str:
    """Return a text without capitals, accents and the signs that may stand around words."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    return kept.translate(_AROUND)


_AROUND = str.maketrans("().'’", "     ")
_TOKEN = re.compile(r"[^\W\d_]+|\++|[-−–]+|\S")


def _inflected(stems: str, endings: Iterable[str] = ("", "e", "er", "es", "en")) -> list[str]:
    return [stem + ending for stem in stems.split() for ending in endings]


_DEGREES = {
    VERY_LOW: ["negligible", "vernachlassigbar", "negligeable", "insignificante"],
    LOW: [
        *"low slight slightly minor small little weak limited minimal marginal".split(),
        *"somewhat bit etwas wenig".split(),
        *_inflected("niedrig gering klein schwach leicht"),
        *"faible faibles faiblement bas basse leger legere legerement petit petite mineur".split(),
        *"mineure peu limite limitee".split(),
        *"bajo baja leve levemente pequeno pequena poco poca menor debil ligero ligera".split(),
        *"ligeramente algo limitado limitada".split(),
    ],
    MEDIUM: [
        *"medium moderate moderately med mid mod middle some average fairly quite rather".split(),
        *"mittel mittelmassig ziemlich durchschnittlich".split(),
        *_inflected("mittler moderat massig"),
        *"moyen moyenne moyennement modere moderee moderement assez".split(),
        *"medio media mediano mediana moderado moderada moderadamente bastante".split(),
    ],
    HIGH: [
        *"high strong strongly major large big great greatly significant significantly".split(),
        *"substantial substantially considerable considerably much highly".split(),
        *"hoch viel wesentlich".split(),
        *_inflected("hoh stark gross erheblich deutlich bedeutend"),
        *"eleve elevee elevees eleves fort forte fortement haut haute grand grande".split(),
        *"majeur majeure important importante nettement beaucoup".split(),
        *"alto alta fuerte fuertemente mayor elevado elevada mucho mucha claramente".split(),
        *"significativo significativa significatif significative".split(),
    ],
    VERY_HIGH: [*"extreme huge massive enorm enorme".split()],
}
_VERY = "very extremely sehr extrem ausserst tres extremement muy extremadamente sumamente".split()
_BETTER = [
    *"better improve improves improved improving improvement positive positively".split(),
    *"beneficial benefit benefits gain gains favourable favorable helpful easier faster".split(),
    *"besser verbessert verbesserung vorteilhaft nutzen gewinn einfacher schneller".split(),
    *_inflected("positiv"),
    *"mieux meilleur meilleure ameliore amelioration positif benefique gain".split(),
    *"mejor mejora mejoria positivo positiva beneficioso beneficiosa beneficio".split(),
]
_WORSE = [
    *"worse worsen worsens worsened negative negatively harmful harm adverse detrimental".split(),
    *"damaging deteriorates deterioration unfavourable unfavorable harder slower".split(),
    *"schlechter verschlechtert verschlechterung nachteil schaden langsamer".split(),
    *_inflected("negativ schadlich nachteilig"),
    *"pire negatif degrade degradation nuisible nefaste defavorable".split(),
    *"peor empeora empeoramiento negativo negativa perjudicial desfavorable danino danina".split(),
]
_SAME = [
    *"neutral same unchanged gleich gleichbleibend unverandert neutre inchange inchangee".split(),
    *"identique nul nulle neutro neutra igual nulo nula".split(),
]
_NONE = [
    *"none nil nothing nichts keins aucun aucune rien ninguno ninguna ningun nada".split(),
    *_inflected("kein"),
]
_NO = "no ohne sans sin pas".split()
"""They need a word behind them: a mere *no* answers another question."""
_BESIDE = [
    *"effect effects impact impacts change changes difference influence a of as today now".split(),
    *"wirkung auswirkung auswirkungen effekt effekte anderung veranderung einfluss wie".split(),
    *"unterschied heute effet effets changement changements de d un une efecto efectos".split(),
    *"cambio cambios impacto impactos una".split(),
]
_LETTERS = {"vl": VERY_LOW, "l": LOW, "m": MEDIUM, "h": HIGH, "vh": VERY_HIGH}
_KINDS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(_BESIDE, ("beside", 0)),
    **{word: ("degree", degree) for degree, words in _DEGREES.items() for word in words},
    **dict.fromkeys(_VERY, ("very", 0)),
    **dict.fromkeys(_BETTER, ("way", 1)),
    **dict.fromkeys(_WORSE, ("way", -1)),
    **dict.fromkeys(_SAME, ("same", 0)),
    **dict.fromkeys(_NONE, ("none", 0)),
    **dict.fromkeys(_NO, ("no", 0)),
}
_VERY_SUCH = {LOW: VERY_LOW, HIGH: VERY_HIGH, VERY_HIGH: VERY_HIGH}


def degree_word(text: str) -> DegreeWord | None:
    """Return what a word of degree says, None for any other text.

    A plus beside it says that it is for the better, a minus that it is for the worse.

    Args:
        text: A cell, whatever its case and spaces.

    Example:
        >>> [degree_word(each).degree for each in ("High +", "- high", "sehr gering", "no effect")]
        [4, -4, 1, 0]
        >>> degree_word("worse").degree, degree_word("slightly better").degree
        (-3, 2)
        >>> degree_word("good idea"), degree_word("medium-high"), degree_word("+")
        (None, None, None)
    """
    return _read(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=_WORDS_KNOWN)
def _read(text: str) -> DegreeWord | None:
    sign, words = _signed(_TOKEN.findall(_plain(text)))
    if not words or sign is None:
        return None
    if len(words) == 1 and words[0] in _LETTERS:
        return DegreeWord((sign or 1) * _LETTERS[words[0]], is_clear=bool(sign), is_letter=True)
    if not all(word in _KINDS for word in words):
        return None
    said: dict[str, list[int]] = {}
    for kind, number in (_KINDS[word] for word in words):
        said.setdefault(kind, []).append(number)
    if {"same", "none", "no"}.isdisjoint(said):
        return _degree(said, sign)
    return DegreeWord(0, is_clear=True) if not sign and _is_no_change(said) else None


def _signed(tokens: Sequence[str]) -> tuple[int | None, list[str]]:
    """Return the sign in front of words or behind them, 0 for none, and the words.

    The sign is None where there is more than one, or something that is neither sign nor word.
    """
    words = list(tokens)
    signs = [words.pop(at) for at in (0, -1) if words and not words[at].isalpha()]
    # A hyphen joins words: 'no-effect'.
    words = [word for word in words if word != "-"]
    known = {"+": 1, "-": -1, "−": -1, "–": -1}
    if len(signs) > 1 or not all(map(str.isalpha, words)):
        return None, words
    return (known.get(signs[0][0]) if signs else 0), words


def _is_no_change(said: dict[str, list[int]]) -> bool:
    """Return whether words say that nothing changes: 'no' needs something that does not."""
    if "very" in said:
        return False
    if "same" in said:
        return {"same", "beside"}.issuperset(said)
    return "none" in said or len(said) > 1


def _degree(said: dict[str, list[int]], sign: int) -> DegreeWord | None:
    degrees, ways = said.get("degree", []), {*said.get("way", []), *([sign] if sign else [])}
    n_very = len(said.get("very", []))
    if len(degrees) > 1 or len(ways) > 1 or n_very > 1 or not {"degree", "way"} & {*said}:
        return None
    degree: int | None = degrees[0] if degrees else MEDIUM
    if n_very:
        degree = _VERY_SUCH.get(degrees[0]) if degrees else HIGH
    if degree is None:
        return None
    return DegreeWord(sum(ways) * degree if ways else degree, is_clear=bool(ways))


def strength_of(word: DegreeWord | None) -> float | None:
    """Return how far from no change a word stands, from -1, the worst, to 1, the best.

    Args:
        word: What a word of degree says; None for another text, which says nothing.

    Example:
        >>> strength_of(degree_word("High")), strength_of(degree_word("much worse"))
        (1.0, -1.0)
    """
    if word is None:
        return None
    steps = min(max(abs(word.degree) - 1, 1), 3) if word.degree else 0
    return steps / 3 * (-1 if word.degree < 0 else 1)
