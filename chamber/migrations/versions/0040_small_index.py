"""What can be found takes less room: its id says which thing it is, and SQLite's index keeps no words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

SQLITE = "CREATE VIRTUAL TABLE finds_index USING fts5(doc, content='', tokenize='ascii', detail='none', columnsize=0)"
OLD_SQLITE = (
    "CREATE VIRTUAL TABLE finds_index USING fts5(doc, content='finds', content_rowid='id', tokenize='ascii', "
    "detail='none', columnsize=0)",
    "CREATE TRIGGER finds_insert AFTER INSERT ON finds BEGIN "
    "INSERT INTO finds_index (rowid, doc) VALUES (new.id, new.doc); END",
    "CREATE TRIGGER finds_delete AFTER DELETE ON finds BEGIN "
    "INSERT INTO finds_index (finds_index, rowid, doc) VALUES ('delete', old.id, old.doc); END",
    "CREATE TRIGGER finds_update AFTER UPDATE ON finds WHEN old.doc <> new.doc BEGIN "
    "INSERT INTO finds_index (finds_index, rowid, doc) VALUES ('delete', old.id, old.doc); "
    "INSERT INTO finds_index (rowid, doc) VALUES (new.id, new.doc); END",
)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    make_anew(
        (SQLITE,),
        sa.Column("id", KEY, nullable=False, autoincrement=False),
        sa.Column("doc", sa.LargeBinary().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finds")),
    )


def downgrade() -> None:
    make_anew(
        OLD_SQLITE,
        sa.Column("id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("doc", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finds")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_finds_kind_subject_id")),
    )


def make_anew(sqlite: tuple[str, ...], *columns: sa.schema.SchemaItem) -> None:
    """The table with these columns and no rows: the next start finds that the index is due."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute("DROP TABLE finds_index")
    op.drop_table("finds")
    op.execute("DELETE FROM stamps WHERE area = 'search'")
    op.create_table("finds", *columns)
    for statement in sqlite if is_sqlite else ():
        op.execute(statement)
    op.create_index(
        "ix_finds_doc",
        "finds",
        ["doc"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        sqlite_where=sa.text("0"),
    )
