"""The proxy that a stored public address let be believed without being stated is stated now."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

settings = sa.table("settings", sa.column("name"), sa.column("value"), sa.column("version"))


def upgrade() -> None:
    bind = op.get_bind()
    public = bind.scalar(sa.select(settings.c.value).where(settings.c.name == "public_url"))
    if public:
        bind.execute(settings.insert().values(name="trusted_proxy", value="127.0.0.1, ::1", version=1))


def downgrade() -> None:
    op.execute(settings.delete().where(settings.c.name == "trusted_proxy"))
