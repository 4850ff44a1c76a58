"""How Alembic runs here: on the connection that `db.upgrade` hands over, as the owner role."""

from typing import Any

from alembic import context

from db.migrations.raw import forget_functions
from db.records import METADATA


def _after_step(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    """Functions fit the program that put them in place; an older one brings its own."""
    del ctx, heads, run_args  # told by name, whoever wants them
    if not step.is_upgrade:
        forget_functions(context.get_bind())


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    on_version_apply=_after_step,
)
with context.begin_transaction():
    context.run_migrations()
