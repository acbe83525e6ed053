"""How many of all rows differ, told from some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cximpact.sources.engine import Engine

__all__ = ["estimated_kinds"]


def estimated_kinds(folded: str, engine: Engine) -> float:
    """Return how many of all rows differ, as far as a sample tells.

    That is told from those seen once and twice: a year of answers looks as if no two were alike
    in its first thousands. Source: A. Chao, "Nonparametric estimation of the number of classes in
    a population", Scandinavian Journal of Statistics 11 (1984), equation 8; doi 10.2307/4615964.

    Args:
        folded: SQL of the rows of the sample, each once, with the number of equal ones as `mult`.
        engine: What runs it.
    """
    [(seen, once, twice)] = engine.rows(
        f"SELECT count(*), count(*) FILTER (mult = 1), count(*) FILTER (mult = 2) FROM ({folded})"
    )
    return float(seen + once * once / (2 * max(twice, 1)))
