"""The baseline of `scripts/bench.py`: Flask, the ORM and a table of 30 rows, nothing else."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import load_only

from chamber.config import Settings
from chamber.extensions import db, writing
from chamber.members.models import Member

COLUMNS = (Member.name, Member.short_name, Member.office, Member.industry, Member.status, Member.size, Member.community)
TABLE = """<!doctype html><title>Members</title><table>
{% for row in rows %}<tr><td><a href="/members/{{ row.id }}">{{ row.name }}</a><td>{{ row.short_name }}
<td>{{ row.office }}<td>{{ row.industry }}<td>{{ row.status }}<td>{{ row.size }}<td>{{ row.community }}</tr>
{% endfor %}</table>"""

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = Settings.from_environment().resolved_database_url()
db.init_app(app)
table = app.jinja_env.from_string(TABLE)


@app.get("/healthz")
def healthz() -> str:
    """The process is up."""
    return "ok"


@app.get("/")
def rows() -> str:
    """The first 30 members by name."""
    writing.set(False)
    query = select(Member).options(load_only(*COLUMNS)).order_by(Member.name_key, Member.id).limit(30)
    return table.render(rows=db.session.scalars(query))
