"""Runs the migrations on the connection that ``consult.upkeep.migrating`` hands over; there is no other way in."""

from alembic import context

from consult.upkeep.migrating import configure_options

context.configure(connection=context.config.attributes["connection"], **configure_options())
with context.begin_transaction():
    context.run_migrations()
