"""Evidence whose rows stay in a warehouse: only their counts and sums travel.

`aggregate` says in one Ibis expression what `cximpact.sources` says in DuckDB's SQL, so that the
same rows give the same statistics in DuckDB, PostgreSQL or Spark as in a file. Ibis is imported
when it is called; it comes with ``pip install 'cximpact[warehouse]'``.
"""

from __future__ import annotations

from cximpact.warehouse.aggregating import aggregate
from cximpact.warehouse.evidence import WarehouseEvidence

__all__ = ["WarehouseEvidence", "aggregate"]
