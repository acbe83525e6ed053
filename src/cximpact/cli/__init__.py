"""The `cximpact` command. Each subcommand is a module of its own, imported when it is used."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; the entry point of the `cximpact` script."""
    from cximpact.cli.group import cximpact
    from cximpact.cli.safety import end_in_order, report_errors

    end_in_order()
    with report_errors():
        cximpact(prog_name="cximpact", standalone_mode=True)
    sys.exit(0)
