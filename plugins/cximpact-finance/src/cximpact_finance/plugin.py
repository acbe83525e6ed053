"""What the plugin offers: three sources of money, declared; nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cximpact.plugins import EvidenceSource, PluginInfo, Request, hookimpl
from cximpact_finance.settings import LEDGER, SQL, TRYTON

if TYPE_CHECKING:
    from cximpact.plugins import Context


@hookimpl
def cximpact_plugin_info() -> PluginInfo:
    """Say who this plugin is."""
    return PluginInfo("finance", "Costs, budgets and refunds from the systems that hold the money")


@hookimpl
def cximpact_evidence_sources() -> list[EvidenceSource]:
    """Offer the three sources."""
    return [
        EvidenceSource(
            "finance-sql",
            "Costs, budgets, proposals and refunds from any SQL database, by one read-only query",
            provides=("proposals", "observations", "measurements", "costs", "budgets"),
            settings=SQL,
            collect=_collect_sql,
            check=_check_sql,
            timeout=900.0,
            needs_network=True,
        ),
        EvidenceSource(
            "finance-tryton",
            "Projects, budgets and booked costs from Tryton, over JSON-RPC",
            provides=("proposals", "costs", "budgets"),
            settings=TRYTON,
            collect=_collect_tryton,
            check=_check_tryton,
            timeout=900.0,
            needs_network=True,
            key=("ref",),
        ),
        EvidenceSource(
            "finance-ledger",
            "Costs, budgets and refunds from exports of a general ledger, as CSV or XLSX",
            provides=("observations", "costs", "budgets"),
            settings=LEDGER,
            collect=_collect_ledger,
        ),
    ]


def _collect_sql(request: Request, context: Context) -> Iterable[list[dict[str, Any]]]:
    from cximpact_finance.sql.collecting import collect

    return collect(request, context)


def _check_sql(context: Context) -> str:
    from cximpact_finance.sql.collecting import check

    return check(context)


def _collect_tryton(request: Request, context: Context) -> Iterable[list[dict[str, Any]]]:
    from cximpact_finance.tryton.collecting import collect

    return collect(request, context)


def _check_tryton(context: Context) -> str:
    from cximpact_finance.tryton.collecting import check

    return check(context)


def _collect_ledger(request: Request, context: Context) -> Iterable[list[dict[str, Any]]]:
    from cximpact_finance.ledger.collecting import collect

    return collect(request, context)
