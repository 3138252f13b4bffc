"""`make run`: prepares the database, then becomes the web server, worker and daily clock."""

import os
import signal
import socket
import sys

from click import ClickException
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from redis import Redis, RedisError
from sqlalchemy.exc import OperationalError

from chamber import create_app
from chamber.config import Settings
from chamber.demo.building import remove_half_built
from chamber.errors import DomainError
from chamber.web.application import load_templates
from scripts.catalogue import compile_catalogues
from scripts.serve import FRUGAL


def refuse_taken_port(settings: Settings) -> None:
    """End with a sentence when another program listens there already."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            sys.exit(
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}). Is chamber running already? "
                f"Stop the other program, or choose another port: make run PORT={settings.port + 1}"
            )


def refuse_missing_redis(settings: Settings) -> None:
    """End with a sentence where the queue is to be in Redis and Redis does not answer: the worker would not live."""
    try:
        if settings.redis_url:
            Redis.from_url(settings.redis_url, socket_connect_timeout=5).ping()
    except (RedisError, ValueError) as error:
        reason = str(error).rstrip(".")
        sys.exit(f"REDIS_URL cannot be used: {reason}. Start Redis, or leave it out: the queue is then a file.")


def command(app: Flask, *words: str) -> None:
    """Run one of the application's own commands in this process."""
    app.cli.main(list(words), prog_name="flask", obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


def prepare(settings: Settings) -> None:
    """Bring the database up to date, fill an empty one or print where its first account is made; compile templates."""
    app = create_app(settings)
    try:
        if os.environ.get("DEMO") == "0":
            with app.app_context():
                upgrade()
                remove_half_built()
            command(app, "set-up-address")
        else:
            command(app, "demo")
        command(app, "search", "rebuild", "--if-due")
        load_templates(app)
    except (ClickException, DomainError) as error:
        sys.exit(f"Error: {error}")
    except OperationalError as error:
        sys.exit(f"The database cannot be used: {str(error.orig).strip()}")


def stop_quietly(*_signal: object) -> None:
    """Ctrl-C before the servers run: what is half done shows at the next start, so nothing is cleaned up here."""
    print("\nStopped. What was begun is put in order at the next start.", flush=True)
    os._exit(128 + signal.SIGINT)


def main() -> None:
    """Prepare, then become the supervisor of web server and clock."""
    signal.signal(signal.SIGINT, stop_quietly)
    settings = Settings.from_environment()
    refuse_taken_port(settings)
    refuse_missing_redis(settings)
    compile_catalogues()
    settings.restrict_permissions()
    prepare(settings)
    os.environ |= FRUGAL
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "scripts.serve", str(settings.instance_path / "logs")])  # noqa: S606


if __name__ == "__main__":
    main()
