"""A page: a frozen value whose fields are exactly what its template sees."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from flask import Response, current_app, make_response
from jinja2 import ChainableUndefined, Environment, PrefixLoader, StrictUndefined, Template, Undefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

from consult.web.forms import Form
from consult.web.site import current_site


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one template shows; subclass it with a ``template`` and fields.

    Besides the fields a template sees ``page`` (this value) and ``site`` (the council, the language and who is
    signed in), which the layouts print.
    """

    template: ClassVar[str]

    title: str

    def context(self) -> dict[str, Any]:
        """Return the fields by name, without copying what they hold."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def render(self) -> str:
        """Return the page as HTML."""
        template = current_app.jinja_env.get_template(self.template)
        return template.render(self.context() | {"page": self, "site": current_site()})

    def answer(self, status: int | None = None) -> Response:
        """Answer a request with this page; a page that shows a form's errors answers 422, so nothing is kept."""
        response = make_response(self.render())
        response.status_code = status or (422 if self._shows_errors() else 200)
        return response

    def _shows_errors(self) -> bool:
        return any(isinstance(value, Form) and bool(value.errors) for value in self.context().values())


class PageUndefined(Undefined):
    """An unknown name is an error; an unset parameter of a component (a plain dict) is merely absent."""

    def __new__(  # type: ignore[misc]  # the two kinds are Jinja's own; this class only chooses
        cls,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[Exception] = UndefinedError,
    ) -> Undefined:
        """Choose the kind by what was asked."""
        kind = ChainableUndefined if isinstance(obj, dict) else StrictUndefined
        return kind(hint=hint, obj=obj, name=name, exc=exc)  # type: ignore[arg-type]  # Jinja passes any exception class


class LenientLoader(PrefixLoader):
    """Loads the components of others, which count on a name that was never set being merely absent."""

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's
    ) -> Template:
        """Load one of them with rules of its own."""
        return super().load(environment.overlay(undefined=ChainableUndefined), name, globals)
