"""What every page about one draft shares: the form, the way back, and who else changed it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.models import Account
from consult.accounts.queries import account_by_id
from consult.consultations.models import Consultation
from consult.consultations.queries import title_of
from consult.web.forms import Form
from consult.web.guards import require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What stands there now, beside what was typed."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormPage(Page):
    """One form about one consultation."""

    template: ClassVar[str] = "consultations/form.html"

    form: Form
    about: str
    back: str
    intro: str = ""
    button: str
    is_grave: bool = False
    has_file: bool = False
    theirs: tuple[Theirs, ...] = ()


def form_page(
    consultation: Consultation,
    form: Form,
    *,
    title: str,
    button: str = "",
    intro: str = "",
    is_grave: bool = False,
    has_file: bool = False,
    theirs: tuple[Theirs, ...] = (),
) -> FormPage:
    """Return the page of a form; ``is_grave`` is for acts that people cannot undo."""
    return FormPage(
        title=title,
        form=form,
        about=title_of(consultation),
        back=hub_href(consultation.id),
        intro=intro,
        button=button or _("Save"),
        is_grave=is_grave,
        has_file=has_file,
        theirs=theirs,
    )


def hub_href(consultation_id: int) -> str:
    """Return the address of a consultation's page for those who work on it."""
    return url_for("consultations.hub", consultation_id=consultation_id)


def my_id() -> int:
    """Return the number of the account behind this request."""
    return require_signed_in().account_id


def me() -> Account:
    """Return the account behind this request; the session has it already."""
    return account_by_id(session(), my_id())


def saved(consultation_id: int, sentence: str = "") -> AnyResponse:
    """Go back to the consultation and say what was done."""
    flash(sentence or _("Saved."))
    return redirect(hub_href(consultation_id), 303)
