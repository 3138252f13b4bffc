"""The baselines of the bench: Flask and a table of 30 rows, by the ORM, by Core, and found by Core in the index."""

from flask import Flask, request
from sqlalchemy import select
from sqlalchemy.orm import load_only

from chamber.config import Settings
from chamber.extensions import db, writing
from chamber.members.models import Member
from chamber.members.words import Circle
from chamber.search import index

COLUMNS = (Member.name, Member.short_name, Member.office, Member.industry, Member.status, Member.size, Member.community)
ORDER = (Member.name_key, Member.id)
PAGES = ("/", "/core", "/search")
"""By the ORM, by Core, and by Core with the words of a search (`q`)."""
TABLE = """<!doctype html><title>Members</title><table>
{% for row in rows %}<tr><td><a href="/members/{{ row.id }}">{{ row.name }}</a><td>{{ row.short_name }}
<td>{{ row.office }}<td>{{ row.industry }}<td>{{ row.status }}<td>{{ row.size }}<td>{{ row.community }}</tr>
{% endfor %}</table>"""

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = Settings.from_environment().resolved_database_url()
db.init_app(app)
table = app.jinja_env.from_string(TABLE)
by_orm = select(Member).options(load_only(*COLUMNS)).order_by(*ORDER).limit(30)
by_core = select(Member.id, *COLUMNS).order_by(*ORDER).limit(30)


@app.before_request
def only_read() -> None:
    """As a page of the product."""
    writing.set(False)


@app.get("/healthz")
def healthz() -> str:
    """The process is up."""
    return "ok"


@app.get("/")
def rows() -> str:
    """The first 30 members by name."""
    return table.render(rows=db.session.scalars(by_orm))


@app.get("/core")
def plain_rows() -> str:
    """The same, without objects."""
    return table.render(rows=db.session.execute(by_core))


@app.get("/search")
def found_rows() -> str:
    """The first 30 that the product's index finds."""
    found = index.holds("member", Member.id, request.args.get("q", ""), Circle.DIRECTORY, most=index.MOST)
    return table.render(rows=db.session.execute(by_core.where(found)))
