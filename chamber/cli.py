"""Commands: `flask --app wsgi …`. All output is English, messages of services too."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext
from flask_babel import force_locale

from . import registry
from .config import settings
from .errors import DomainError


def init_app(app: Flask) -> None:
    """Add the commands."""
    groups = (workdays_group, audit_group, search_group, cases_group)
    for command in (*groups, set_up_address, demo, daily, doctor, backup, backup_key, restore, update):
        app.cli.add_command(command)
    app.cli.add_command(Migrating("db", help="Migrations of the database."))


class Migrating(click.Command):
    """The commands of flask_migrate, which is imported where one of them is called."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """That of its own group, which reads its options too."""
        from flask_migrate.cli import db

        context: click.Context = db.make_context(info_name, args, parent, **extra)
        return context


_DAY = click.DateTime(["%Y-%m-%d"])
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
workdays_group = AppGroup("workdays", help="Working days of the calendar.")
audit_group = AppGroup("audit", help="The append-only log.")
search_group = AppGroup("search", help="The index of the search.")
cases_group = AppGroup("cases", help="Cases: their figures.")


@contextmanager
def _in_english() -> Iterator[None]:
    """What services say is English, and a refusal of theirs ends the command with its sentence."""
    try:
        with force_locale("en"):
            yield
    except DomainError as error:
        raise click.ClickException(str(error)) from error


@workdays_group.command("due")
@click.argument("start", type=_DAY)
@click.argument("days", type=click.IntRange(0, 2000))
def workdays_due(start: datetime, days: int) -> None:
    """Print the day that is DAYS working days after START, and whether it rests on a decree; before the set-up too."""
    from sqlalchemy import inspect

    from .extensions import db, reading
    from .workdays.counting import Calendar
    from .workdays.models import WorkdayChange
    from .workdays.services import current, due_line

    with _in_english(), reading():
        is_set_up = inspect(db.engine).has_table(WorkdayChange.__tablename__)
        click.echo(due_line(start.date(), days, current() if is_set_up else Calendar()))


def demand_tables() -> None:
    """One sentence where the database was not set up yet; a file that is not there is not made by asking."""
    from sqlalchemy import inspect

    from .audit.models import AuditRow
    from .extensions import db, reading

    url = db.engine.url
    if url.get_backend_name() != "sqlite" or Path(url.database or "").exists():
        with reading():
            if inspect(db.engine).has_table(AuditRow.__tablename__):
                return
    raise click.ClickException(
        "The database is not set up yet: start with `make run`, or run `flask --app wsgi db upgrade` first."
    )


@audit_group.command("verify")
def audit_verify() -> None:
    """Check every chain, digest and seal of the log; name the first row that doesn't fit."""
    from .audit.verify import problems

    demand_tables()
    first = next(problems(), None)
    if first:
        raise click.ClickException(first)
    click.echo("The log is whole.")


@audit_group.command("seal")
def audit_seal() -> None:
    """Seal all rows since the last seal."""
    from .audit.services import seal
    from .extensions import unit_of_work

    demand_tables()
    with unit_of_work():
        made = seal()
        click.echo(f"sealed {made.rows} rows: {made.hash}" if made else "nothing new to seal")


@search_group.command("rebuild")
@click.option("--if-due", is_flag=True, help="Only where an update finds by other rules.")
def search_rebuild(if_due: bool) -> None:
    """Make the index of the search anew; harmless at any time."""
    from .search.rebuilding import is_due, rebuild

    def report(kind: str, done: int, number: int) -> None:
        click.echo(f"\rIndex of the search: {kind} {done}/{number}", nl=done == number)

    demand_tables()
    if is_due() or not if_due:
        rebuild(report, if_due=if_due)


@click.command("set-up-address")
@click.option("--for", "username", metavar="USERNAME", help="For this administrator, who forgot the password.")
@with_appcontext
def set_up_address(username: str | None) -> None:
    """Print the one-time address that makes the first administrator; nothing where accounts exist already."""
    from sqlalchemy import select

    from .accounts.joining.invitations import issue_set_up
    from .accounts.models import Account
    from .cases.lists.categories import ensure_lists
    from .extensions import db, unit_of_work

    demand_tables()
    if username:
        _print_new_link(username)
        return
    if db.session.scalar(select(Account.id).limit(1)):
        return
    with unit_of_work():
        ensure_lists()
        token = issue_set_up()
    click.echo(f"Set up the chamber here (once, within 7 days): {_join_address(token)}")


@cases_group.command("figures")
@click.option("--from", "first", required=True, metavar="YYYY-MM-DD", type=_DAY)
@click.option("--to", "last", required=True, metavar="YYYY-MM-DD", type=_DAY)
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def cases_figures(first: datetime, last: datetime, as_json: bool) -> None:
    """Print figures of the days from one to another: all cases but retaliation, what the supervisor runs included."""
    from .cases.figures.printing import printed
    from .extensions import reading

    demand_tables()
    with _in_english(), reading():
        click.echo(printed(first.date(), last.date(), as_json=as_json))


def _join_address(token: str) -> str:
    return f"{settings().address()}/join/{token}"


def _print_new_link(username: str) -> None:
    """A new sign-in link for an administrator; the log keeps that one was issued."""
    from .accounts.administration import roles_of
    from .accounts.joining.invitations import issue
    from .accounts.services import find_by_name
    from .extensions import unit_of_work
    from .rights import Role

    with _in_english(), unit_of_work():
        account = find_by_name(username)
        if account is None or Role.ADMIN not in roles_of(account):
            raise DomainError(f"There is no administrator with the user name {username!r}.")
        token = issue(actor=None, account=account)
    click.echo(f"Choose a new password here (once, within 7 days): {_join_address(token)}")


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Bring the database up to date, build the demo chamber in an empty one, and print its accounts."""
    from flask_migrate import upgrade

    from .demo.building import marked, remove_half_built
    from .demo.seed import ROLE_ACCOUNTS, accounts_line, is_empty, password, seed

    upgrade()
    with _in_english():
        if remove_half_built():
            click.echo("The demo was left half built: it is removed and built anew.")
    if not is_empty():
        click.echo(accounts_line() or "There are accounts already: nothing was changed.")
        return
    try:
        with force_locale("en"):
            word = password()
    except DomainError as error:
        raise click.ClickException(f"DEMO_PASSWORD: {error}") from error
    click.echo("Building the demo chamber ...")
    with marked():
        made = seed(word)
    click.echo(f"{made.members} members, {made.events} events, {made.cases} cases, told in {made.acts} acts.")
    click.echo(f"Demo accounts: {', '.join(ROLE_ACCOUNTS)}; password: {word}")


@click.command("daily")
@with_appcontext
def daily() -> None:
    """Do what time alone causes, seal the log, and sweep up lost files; harmless when repeated."""
    from .notifications import worker

    demand_tables()
    worker.write_heartbeat(worker.DAILY_BEGAN)
    failed = []
    for step in registry.each_day():
        try:
            line = step()
        except DomainError as error:
            failed.append(str(error))
            continue
        if line:
            click.echo(line)
    if failed:
        raise click.ClickException(" ".join(failed))
    worker.write_heartbeat(worker.DAILY)


@click.command("backup")
@click.option("--before-update", is_flag=True, hidden=True)
@with_appcontext
def backup(before_update: bool) -> None:
    """Make an archive of database, files, key and seal now, and check it; the clock does so each night."""
    from .backup.restoring import before_update as place
    from .backup.services import back_up

    demand_tables()
    with _in_english():
        click.echo(back_up(place() if before_update else None))


@click.command("restore")
@click.argument("archive", type=_FILE)
@click.option("--key", type=_FILE, help="The file of the private key.")
@with_appcontext
def restore(archive: Path, key: Path | None) -> None:
    """Restore ARCHIVE into an empty instance, check rows and log, and erase again what was erased since."""
    from .backup.restoring import restore

    with _in_english():
        for sentence in restore(archive, key):
            click.echo(sentence)


@click.command("backup-key")
def backup_key() -> None:
    """Print a new pair of keys for archives: the private one is written nowhere."""
    import pyrage

    private = pyrage.x25519.Identity.generate()
    click.echo(
        "Keep this line in a file on a medium that is locked away, not on this machine; without it no archive opens:\n"
        f"{private}\nAnd set this here:\nBACKUP_KEY={private.to_public()}"
    )


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say whether all that the chamber needs is there, and what to do where it is not; then the exit status is 1."""
    from .health import services

    findings = services.findings()
    for found in findings:
        click.echo(f"{'WRONG' if found.is_wrong else 'ok':<6} {found.name + ':':<12} {found.said}")
        if found.advice:
            click.echo(f"{'':20}{found.advice}")
    if any(found.is_wrong for found in findings):
        raise SystemExit(1)


@click.command("update", hidden=True)
@with_appcontext
def update() -> None:
    """Migrate; where that fails, put the database back as `backup --before-update` found it."""
    from .backup.restoring import migrate_or_put_back

    with force_locale("en"):
        if not migrate_or_put_back():
            raise click.ClickException("The migration failed: the database is as before.")
