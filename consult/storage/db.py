"""What every table inherits: the base class, moments in UTC, states stored by value, names of constraints."""

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Constraint, DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.sql.base import _NONE_NAME
from sqlalchemy.types import TypeDecorator, TypeEngine

LONGEST_STATE = 40


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC and given back aware; a moment without a time zone is refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Let PostgreSQL keep the time zone; SQLite keeps the UTC digits."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment and turn every other into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; use datetime(…, tzinfo=UTC)")
        in_utc = value.astimezone(UTC)
        return in_utc if dialect.name == "postgresql" else in_utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def values_of(states: type[enum.Enum]) -> list[str]:
    """List what is stored for each member: its value, so that renaming a member changes no row."""
    return [str(member.value) for member in states]


def enum_column(states: type[enum.StrEnum]) -> Enum:
    """Make the column type of a StrEnum by hand; ``Mapped[MyState]`` alone gives the same."""
    return Enum(states, native_enum=False, create_constraint=True, length=LONGEST_STATE, values_callable=values_of)


JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _check_name(constraint: Constraint, table: Table) -> str:  # noqa: ARG001 - the signature is SQLAlchemy's
    """Name a state's CHECK after its column, and every other CHECK as its author named it."""
    if isinstance(constraint, CheckConstraint) and constraint._type_bound:  # noqa: SLF001 - no public way to tell
        return next(column.name for column in constraint.columns)
    if constraint.name in (None, _NONE_NAME):
        raise ValueError("every CheckConstraint needs a name")
    return str(constraint.name)


NAMES: dict[str, str | Callable[[Constraint, Table], str]] = {
    "constraint_name": _check_name,
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The class that every model inherits: ``Mapped[]`` columns, states by value, moments in UTC."""

    registry: ClassVar[registry] = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            datetime: UtcDateTime(),
            enum.StrEnum: Enum(
                enum.Enum, native_enum=False, create_constraint=True, length=LONGEST_STATE, values_callable=values_of
            ),
            dict[str, Any]: JSON_VALUE,
            dict[str, object]: JSON_VALUE,
            dict[str, str]: JSON_VALUE,
            dict[str, int]: JSON_VALUE,
            list[str]: JSON_VALUE,
            list[int]: JSON_VALUE,
            list[Any]: JSON_VALUE,
            list[dict[str, Any]]: JSON_VALUE,
        },
    )
