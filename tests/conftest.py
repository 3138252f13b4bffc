"""The harness. `pytest` runs on SQLite; `pytest --postgres` on a throw-away PostgreSQL (or the one of DATABASE_URL).

What a test asks for:

`db`       chamber.extensions.db on a migrated database that nobody has written to; a request context is pushed.
`cast`     Cast: firm, rival_firm, department, other_department and the accounts secretary, member, colleague (of the
           same firm), rival (of the other), handler (leads department), other_handler, leader, president, supervisor,
           admin. Each is a fixture of its own too: `def test_x(secretary, member)`.
`drive`    Drive: a hand that drives one case through its states, with everybody who acts on it.
`world`    World: a small chamber in which somebody has something of every sort, and the words that must not leak.
           These three are scenes (tests/scenes.py): built once a process, on that Tuesday, then put back row by row.
`actor`    actor(account, role=None) -> Actor, for calling services.
`client`   Client: a browser that nobody has signed in to.
`keeper`   the secretariat as actor, and `desk` its browser, in English.
`sign_in`  sign_in(account) -> Client: another browser, signed in. Several in one test don't mix.
`clock`    the clock stands at Tuesday 2026-09-15 10:00 in Shanghai: clock.set(moment), clock.advance(days=1, hours=2),
           clock.now; for requests of a Client too, but not for `server`, which is another process.
`queries`  every statement as it comes, but those that begin a transaction; clear it as you like.
`app`      the Flask application of this process: TESTING on, CSRF on, errors of views raise into the test; all words
           are those of the sources (English), so that no test depends on a translation.
`app_with` app_with(**settings) -> Flask: with settings of its own on the same database; Client(app_with(…)) visits it.
           app_with(translated=True) speaks Chinese (English after ?lang=en), as `server` and `tour` do.
`server`   Server: the real gunicorn on this test's database, at server.url; server.visitor(account) -> Visitor with
           get, post, post_form (one a thread); server.kill(), server.start(), server.log().
           `make_server(**environment)` makes one with settings of its own.
`tour`     tour(account=None, width=1280, javascript=True) -> Tour: Chromium on `server`; see tests/browser.py.

A Client looks like a browser and inspects each page that it gets (one h1, title, unique ids, labels, no inline script
or style, a CSRF token in each POST form, security headers): the test fails at once where a page is wrong.

    page = sign_in(secretary).get("/members/").page           # page.heading, .text, .texts("li"), .link("…"), .css(…)
    answer = client.post_form("/members/new", {"name": "…"})   # opens the page, fills its form, presses its button
    answer = client.post_form(answer, {"name": ""}, press="保存", action="/edit", htmx=True, follow=False)
    answer = client.post("/members/7/edit", data={…})          # data as they are, with a token; csrf=False: without
    client.get(path, follow=True)   client.get(path, htmx=True)   answer.status_code, .page, .words, .headers

Rows that a test holds are read anew after each request. More rows: tests/factories/<feature>.py, one a feature.
Markers: `server`, `browser` and, where no database is needed, `static` come by themselves with the fixtures; `static`
is set too where all databases must do the same, and `thorough` where `make check` leaves a test out.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import settings
from sqlalchemy import event
from sqlalchemy.engine import Engine

from chamber import clock as chamber_clock
from chamber import extensions
from chamber.accounts.models import Account
from chamber.config import ROOT
from chamber.isolated import process
from chamber.rights import Actor, Role
from scripts.catalogue import compile_catalogues
from tests import once, postgres
from tests.client import Client
from tests.database import Database, Postgres, SQLite, fast_folder, make_app
from tests.english import english
from tests.factories.accounts import Cast, actor_as, make_cast
from tests.factories.cases import Drive
from tests.factories.world import World, make_world
from tests.scenes import TUESDAY, Scenes, disconnect

COMPILED = ROOT / ".templates_cache"
"""Templates as some test run compiled them; each process would take ten seconds to do so."""

pytest_plugins = ["tests.server", "tests.browser", "tests.workers", "tests.days"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--postgres`."""
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL: DATABASE_URL, or a throw-away server")


def pytest_configure(config: pytest.Config) -> None:
    """Before any worker starts: translations, and the server if one is wanted."""
    # What a page looks like depends on no database: it was inspected on SQLite.
    Client.inspect = not config.getoption("--postgres")
    settings.register_profile("chamber", deadline=None, derandomize=True)
    settings.load_profile("chamber")
    process.run = once.run
    if hasattr(config, "workerinput"):
        return
    compile_catalogues()
    COMPILED.mkdir(mode=0o700, exist_ok=True)
    if config.getoption("--postgres") and not os.environ.get("DATABASE_URL"):
        running = ExitStack()
        os.environ["DATABASE_URL"] = running.enter_context(postgres.throw_away_server())
        config.add_cleanup(lambda: os.environ.pop("DATABASE_URL"))
        config.add_cleanup(running.close)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts the server or the browser, and what needs no database and so runs once for both."""
    for item in items:
        needed = getattr(item, "fixturenames", ())
        if "tour" in needed:
            item.add_marker(pytest.mark.browser)
        elif {"server", "make_server"} & set(needed):
            item.add_marker(pytest.mark.server)
        if "database" not in needed:
            item.add_marker(pytest.mark.static)


def pytest_collection_finish() -> None:
    """What is loaded stays: to look through it for garbage again and again takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where this process keeps its database and files."""
    made = Path(tempfile.mkdtemp(prefix="chamber-test-", dir=fast_folder()))
    (made / "instance").mkdir(mode=0o700)
    (made / "instance" / "templates").symlink_to(COMPILED)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def database(folder: Path) -> Database:
    """The database of this process, not yet migrated."""
    url = os.environ.get("DATABASE_URL", "")
    name = f"chamber_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    return Postgres(url, name) if url.startswith("postgres") else SQLite(folder)


@pytest.fixture(scope="session")
def house(folder: Path, database: Database) -> Iterator[Flask]:
    """One application for all tests of this process, so that templates are compiled once."""
    app = make_app(folder / "instance", database.url)
    database.migrate(app)
    yield app
    disconnect(app)
    database.close()


@pytest.fixture(scope="session")
def scenes(database: Database, folder: Path) -> Scenes:
    """What many tests begin with, built once a process."""
    return Scenes(database, folder)


@pytest.fixture
def app(house: Flask, scenes: Scenes, request: pytest.FixtureRequest) -> Flask:
    """The application on a fresh database."""
    scenes.begin(house, request.fixturenames)
    return house


@pytest.fixture
def app_with(app: Flask, folder: Path, database: Database) -> Iterator[Callable[..., Flask]]:
    """app_with(**settings) -> Flask: an application with settings of its own on the same database."""
    made: list[Flask] = []

    def make(**given: object) -> Flask:
        made.append(make_app(folder / "instance", database.url, **given))
        return made[-1]

    yield make
    for one in made:
        disconnect(one)


@pytest.fixture
def db(app: Flask) -> SQLAlchemy:
    """The database extension; the session belongs to the test and is committed before each request."""
    return extensions.db


class Clock:
    """The only clock, in the test's hand."""

    def set(self, moment: datetime) -> None:
        """Let it be this moment; one without a zone is Shanghai's."""
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=chamber_clock.LOCAL)
        chamber_clock._set_to.set(moment.astimezone(UTC))

    def advance(self, **span: float) -> None:
        """Let time pass: `days=1, hours=2`, as in timedelta."""
        self.set(self.now + timedelta(**span))

    @property
    def now(self) -> datetime:
        """This moment."""
        return chamber_clock.now()


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A clock that stands at Tuesday 2026-09-15 10:00 in Shanghai until the test moves it."""
    hand = Clock()
    hand.set(TUESDAY)
    yield hand
    chamber_clock._set_to.set(None)


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that nobody has signed in to."""
    return Client(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Account], Client]:
    """Open another browser and sign in there."""
    return lambda account: Client(app).sign_in(account)


@pytest.fixture
def actor(app: Flask) -> Callable[..., Actor]:
    """The account as the actor of a service."""

    def act(account: Account, role: Role | None = None) -> Actor:
        return actor_as(account, role)

    return act


@pytest.fixture
def cast(app: Flask, scenes: Scenes) -> Cast:
    """Everybody whom a rule may treat differently."""
    return scenes.get(app, "cast", make_cast)


@pytest.fixture
def drive(app: Flask, clock: Clock, cast: Cast, scenes: Scenes) -> Drive:
    """A hand that drives one case; the clock stands at Tuesday 2026-09-15 10:00 in Shanghai."""
    return scenes.get(app, "drive", lambda: Drive(cast))


@pytest.fixture
def world(app: Flask, clock: Clock, cast: Cast, scenes: Scenes) -> World:
    """A small chamber in which somebody has something of every sort."""
    return scenes.get(app, "world", lambda: make_world(cast))


def _of_cast(name: str) -> Callable[[Cast], object]:
    @pytest.fixture(name=name)
    def one(cast: Cast) -> object:
        return getattr(cast, name)

    return one


firm, rival_firm = _of_cast("firm"), _of_cast("rival_firm")
department, other_department = _of_cast("department"), _of_cast("other_department")
secretary, member, colleague, rival = map(_of_cast, ("secretary", "member", "colleague", "rival"))
handler, other_handler, leader = map(_of_cast, ("handler", "other_handler", "leader"))
president, supervisor, admin = map(_of_cast, ("president", "supervisor", "admin"))


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    """The secretariat, for calling services."""
    return actor_as(cast.secretary)


@pytest.fixture
def desk(cast: Cast, sign_in: Callable[[Account], Client]) -> Client:
    """The secretariat's browser, in English."""
    return english(sign_in(cast.secretary))


@pytest.fixture
def queries() -> Iterator[list[str]]:
    """Every statement but those that begin a transaction, as they come; clear it as you like."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)
