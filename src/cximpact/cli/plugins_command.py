"""`cximpact plugins`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins

if TYPE_CHECKING:
    from cximpact.plugins.hosting.connections import Connection
    from cximpact.plugins.hosting.host import Host


@click.command(name="plugins", cls=ChoosingCommand)
@click.argument("workspace", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Print all that plugins say, as JSON.")
@click.option("--check", is_flag=True, help="Also try every source that WORKSPACE names.")
@no_plugins
def command(workspace: Path | None, as_json: bool, check: bool, blocked: tuple[str, ...]) -> None:
    """List the plugins: what each offers, whether it can be used, and why not.

    Each installed plugin is asked in a process of its own. With --check, the sources that
    WORKSPACE (a folder or a file; default: this folder) names are tried: connection and
    credentials, nothing else. Exit code 3 says that one of them was not reached.

    \b
    Examples:
      cximpact plugins
      cximpact plugins --check budget-2027
      cximpact plugins --no-plugins=jira
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.cli.output import emit
    from cximpact.cli.safety import INCOMPLETE
    from cximpact.plugins.hosting.host import open_host
    from cximpact.plugins.hosting.listing import connection_lines, document, table

    if workspace is not None and not check:
        raise click.UsageError("WORKSPACE is read only with --check.")
    host = open_host(blocked=blocked)
    connections = _tried(workspace or Path(), host) if check else None
    if as_json:
        emit(json.dumps(document(host.cards(), connections), indent=1), None)
    else:
        emit(table(host.cards()), None)
        if connections is not None:
            emit(f"\n{connection_lines(connections)}", None)
    if not all(each.reached for each in connections or ()):
        sys.exit(INCOMPLETE)


def _tried(workspace: Path, host: Host) -> tuple[Connection, ...]:
    from datetime import UTC, datetime

    from cximpact.intake.spec import read_spec
    from cximpact.plugins.hosting.connections import try_sources
    from cximpact.plugins.hosting.host import run_apart

    now = datetime.now(UTC)
    return try_sources(read_spec(workspace), host, now=now, environ=os.environ, run=run_apart)
