"""A copy for one person of everything that is held about them: found by address and references, looked at, packed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Flask, Response, current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.accounts.rules import Permission
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.kernel.errors import Invalid
from consult.kernel.personal import Held, Whom
from consult.kernel.references import read_reference
from consult.responses.copies import as_json, pack_copy
from consult.responses.forms.officer.privacy import CopyForm, PackForm
from consult.responses.views.officer.privacy import bp
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import session

WHERE = "consult_personal"
Source = Callable[[Session, Whom], Sequence[Held]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHeld:
    """One kind of what was found, in a line."""

    title: str
    why: str
    n: int
    samples: tuple[str, ...]
    is_withheld: bool


@dataclass(frozen=True, kw_only=True)
class CopiesPage(Page):
    """Whom to look for, and what was found."""

    template: ClassVar[str] = "responses/officer/copies.html"

    form: CopyForm
    pack_form: PackForm | None
    found: tuple[ShownHeld, ...]
    was_sought: bool


@dataclass(frozen=True, kw_only=True)
class PersonsCopyPage(Page):
    """The copy itself, to read without this site."""

    template: ClassVar[str] = "responses/officer/copy_of_person.html"

    held: tuple[Held, ...]
    made: str
    months: int


def install_personal(app: Flask, sources: tuple[Source, ...]) -> None:
    """Say which rooms hold something about people."""
    app.extensions[WHERE] = sources


@bp.get("/copies")
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def copies() -> Response:
    """Ask whom to look for."""
    return _page(CopyForm(formdata=None)).answer()


@bp.post("/copies")
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def found_copies() -> Response:
    """Show what is held, before anything leaves."""
    form = CopyForm()
    if not form.is_valid_post():
        return _page(form).answer()
    try:
        whom = _whom(form.email.data or "", form.references.data or "")
    except Invalid as refused:
        form.refuse("references", refused.sentence)
        return _page(form).answer()
    pack = PackForm(formdata=None, email=whom.email, references=" ".join(whom.references))
    return _page(form, held=_held(whom), pack=pack).answer(200)


@bp.post("/copies/pack")
@needs(Permission.KEEP_PRIVACY, fresh=True, proved=True)
def pack_copies() -> Response:
    """Hand over the copy, and record that one was made, for which request, and never of whom."""
    form = PackForm()
    form_of = CopyForm(formdata=None, email=form.email.data, references=form.references.data)
    whom = _whom(form.email.data or "", form.references.data or "")
    held = _held(whom)
    if not form.is_valid_post():
        return _page(form_of, held=held, pack=form).answer()
    settings = current_settings()
    told = as_json(held, council=settings.council_name, made_at=now())
    page = PersonsCopyPage(
        title=_("What %(council)s holds about you", council=settings.council_name),
        held=tuple(each for each in held if each.things),
        made=now().date().isoformat(),
        months=settings.retention_months,
    ).render()
    n_things = sum(len(each.things) for each in held)
    record(
        session(),
        Happening.EXPORT_TAKEN,
        stream="privacy",
        subject="person",
        actor=actor(),
        at=now(),
        kind="subject_access",
        rows=n_things,
        reason=(form.request.data or "")[:200],
    )
    answer = Response(pack_copy(told, page=page, made_at=now()), mimetype="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="what-we-hold-about-you.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _whom(email: str, typed: str) -> Whom:
    """Read an address and references.

    Raises:
        Invalid: neither was given, or a reference cannot be read.
    """
    references = tuple(read_reference(each) for each in typed.replace(",", " ").split())
    address = email.strip().lower()
    if not address and not references:
        raise Invalid("Enter an email address, a reference, or both.")
    return Whom(email=address, references=references)


def _held(whom: Whom) -> tuple[Held, ...]:
    sources: tuple[Source, ...] = current_app.extensions[WHERE]
    return tuple(held for source in sources for held in source(session(), whom))


def _page(form: CopyForm, *, held: Sequence[Held] = (), pack: PackForm | None = None) -> CopiesPage:
    found = tuple(
        ShownHeld(
            title=each.title,
            why=each.why,
            n=len(each.things),
            samples=tuple(_sample(dict(thing.told)) for thing in each.things[:5]),
            is_withheld=any(thing.withheld for thing in each.things),
        )
        for each in held
        if each.things
    )
    return CopiesPage(
        title=_("A copy for one person"),
        form=form,
        pack_form=pack if found else None,
        found=found,
        was_sought=pack is not None,
    )


def _sample(told: dict[str, object]) -> str:
    """Tell enough of a thing to check that it is this person's, and not more."""
    return " · ".join(str(value) for value in list(told.values())[:2] if value)
