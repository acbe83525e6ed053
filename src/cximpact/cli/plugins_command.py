"""`cximpact plugins`."""

from __future__ import annotations

import click

from cximpact.exceptions import printable


@click.command(name="plugins")
def command() -> None:
    """List the installed plugins: name, distribution, version.

    Read from package metadata; no plugin is imported.
    """
    from cximpact.plugins.listing import installed_plugins

    found = installed_plugins()
    if not found:
        click.echo("No plugins are installed.")
    for plugin in found:
        line = f"{plugin.name}  {plugin.distribution} {plugin.version}  ({plugin.target})"
        click.echo(printable(line, 300))
