"""`cximpact plugins`."""

from __future__ import annotations

from pathlib import Path

import click

from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins


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
    import json

    from cximpact.cli.output import emit
    from cximpact.plugins.host import open_host
    from cximpact.plugins.listing import document, table

    if workspace is not None and not check:
        raise click.UsageError("WORKSPACE is read only with --check.")
    host = open_host(blocked=blocked)
    cards = host.cards()
    if as_json:
        emit(json.dumps(document(cards), indent=1, ensure_ascii=True), None)
    else:
        emit(table(cards), None)
