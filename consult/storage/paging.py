"""Cuts long lists into pages: one count and one select."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

T = TypeVar("T")
LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a long list; the first has number 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def n_pages(self) -> int:
        """Count the pages; an empty list has one."""
        return max(-(-self.total // self.size), 1)

    @property
    def previous(self) -> int | None:
        """Give the number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Give the number of the page after, if there is one."""
        return self.number + 1 if self.number < self.n_pages else None

    @property
    def first_place(self) -> int:
        """Give the place in the whole list of the first item shown; 0 when nothing is shown."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_place(self) -> int:
        """Give the place in the whole list of the last item shown."""
        return self.first_place + len(self.items) - 1 if self.items else 0

    @property
    def is_only_page(self) -> bool:
        """Say whether everything fits on this page."""
        return self.n_pages == 1


def page_of(
    session: Session,
    asked: Select[T],
    *order: ColumnElement[Any],
    number: int = 1,
    size: int = 25,
    total: int | None = None,
) -> Page[T]:
    """Take one page of what a select gives, in the order given; ``total`` where it is known already.

    A number beyond the last page gives the last page, so that a shortened list never shows an empty one.
    """
    if total is None:
        total = session.scalar(select(func.count()).select_from(asked.order_by(None).subquery())) or 0
    within, size = page_within(number, size=size, total=total)
    items = session.scalars(asked.order_by(*order).limit(size).offset((within - 1) * size)).unique().all()
    return Page(items=items, number=within, size=size, total=total)


def page_within(number: int, *, size: int, total: int) -> tuple[int, int]:
    """Give the number of the page to show and its size, both within what there is."""
    size = min(max(size, 1), LARGEST_PAGE)
    return min(max(number, 1), max(-(-total // size), 1)), size
