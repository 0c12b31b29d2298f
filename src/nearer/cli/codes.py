"""``nearer codes``: the list of codes, or one code's page."""

import sys

__all__ = ["codes"]


def codes(name: str | None) -> None:
    """Print every code by family, or the page of one."""
    from nearer.app import codes as use

    if name:
        sys.stdout.write(use.code_page(name))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for family, code, what in use.code_rows():
        table.add_row(family, code, what)
    Console().print(table)
