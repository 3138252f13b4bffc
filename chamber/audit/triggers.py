"""Database triggers that keep the log append-only; migrations create them, again after batch mode."""

GUARDED = ("audit_rows", "audit_seals")
_EXISTS = {
    "audit_rows": "EXISTS (SELECT 1 FROM audit_rows WHERE id = NEW.id"
    " OR (subject = NEW.subject AND position = NEW.position))",
    "audit_seals": "EXISTS (SELECT 1 FROM audit_seals WHERE id = NEW.id)",
}


def create(dialect: str) -> list[str]:
    """The statements that make UPDATE, DELETE, TRUNCATE and INSERT OR REPLACE over a row fail."""
    if dialect == "sqlite":
        return [statement for table in GUARDED for statement in _sqlite(table)]
    return [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
        *(
            f"CREATE TRIGGER {table}_{moment} BEFORE {what} ON {table} {each} EXECUTE FUNCTION audit_refuse()"
            for table in GUARDED
            for moment, what, each in (
                ("change", "UPDATE OR DELETE", "FOR EACH ROW"),
                ("truncate", "TRUNCATE", "FOR EACH STATEMENT"),
            )
        ),
    ]


def drop(dialect: str) -> list[str]:
    """The statements that drop the triggers, for downgrades."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_{what}" for table in GUARDED for what in ("update", "delete", "replace")]
    return [
        *(f"DROP TRIGGER {table}_{moment} ON {table}" for table in GUARDED for moment in ("change", "truncate")),
        "DROP FUNCTION audit_refuse()",
    ]


def _sqlite(table: str) -> list[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {refuse}",
        # REPLACE deletes without firing delete triggers.
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {_EXISTS[table]} {refuse}",
    ]
