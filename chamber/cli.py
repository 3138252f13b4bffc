"""Commands: `flask --app wsgi …`."""

from datetime import datetime

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(workdays_group)
    app.cli.add_command(audit_group)
    app.cli.add_command(set_up_address)


workdays_group = AppGroup("workdays", help="Working days of the calendar.")
audit_group = AppGroup("audit", help="The append-only log.")


@workdays_group.command("due")
@click.argument("start", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("days", type=click.IntRange(0, 2000))
def workdays_due(start: datetime, days: int) -> None:
    """Print the day that is DAYS working days after START, and whether it rests on a decree."""
    from .workdays.services import due_line

    click.echo(due_line(start.date(), days))


@audit_group.command("verify")
def audit_verify() -> None:
    """Check every chain, digest and seal of the log; name the first row that doesn't fit."""
    from .audit.verify import misfits

    first = next(misfits(), None)
    if first:
        raise click.ClickException(first)
    click.echo("The log is whole.")


@audit_group.command("seal")
def audit_seal() -> None:
    """Seal all rows since the last seal."""
    from .audit.services import seal
    from .extensions import unit_of_work

    with unit_of_work():
        made = seal()
        click.echo(f"sealed {made.rows} rows: {made.hash}" if made else "nothing new to seal")


@click.command("set-up-address")
@with_appcontext
def set_up_address() -> None:
    """Print the one-time address that makes the first administrator; nothing where accounts exist already."""
    from sqlalchemy import select

    from .accounts.invitations import issue_set_up
    from .accounts.models import Account
    from .extensions import db, unit_of_work

    if db.session.scalar(select(Account.id).limit(1)):
        return
    with unit_of_work():
        token = issue_set_up()
    click.echo(
        f"Set up the chamber here (once, within 7 days): {current_app.config['SETTINGS'].address()}/join/{token}"
    )
