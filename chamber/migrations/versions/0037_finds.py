"""What can be found, with its index; it takes the place of the search columns of members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

SQLITE = (
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
REPLACED = {"members": ("search_directory", "search_staff")}


def upgrade() -> None:
    op.create_table(
        "finds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("doc", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finds")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_finds_kind_subject_id")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    op.create_index(
        "ix_finds_doc",
        "finds",
        ["doc"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        sqlite_where=sa.text("0"),
    )
    for table, columns in REPLACED.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)


def downgrade() -> None:
    for table, columns in REPLACED.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE finds_index")
    op.drop_table("finds")
