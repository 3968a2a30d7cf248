"""Who is asked: the ledger, the library of suggestions, and contacts from a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.models import Consultation
from consult.files.tables import read_table
from consult.kernel.clock import day_in_london
from consult.kernel.errors import Invalid
from consult.outreach.actions import add_contacts_from_rows, add_suggested, choose_kind
from consult.outreach.forms import KindForm, LibraryForm, UploadForm
from consult.outreach.library import suggested_for
from consult.outreach.queries.record import alerts_for, record_as_it_stands
from consult.outreach.queries.record import ledger as ledger_of
from consult.outreach.shown import ShownAlert, ShownConsultee, shown_alert, shown_consultee
from consult.outreach.spreadsheets import MOST_FAULTS, ReadContacts, read_contacts
from consult.outreach.views.blueprint import Around, address, around, bp, go_to, in_hand, scope_of
from consult.outreach.wording import BASES, KINDS
from consult.web.clock import now
from consult.web.guards import actor, needs, require_signed_in
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, kw_only=True)
class LedgerPage(Page):
    """Everyone who is to be asked, how they were asked, and what came back."""

    template: ClassVar[str] = "outreach/ledger.html"

    around: Around
    alerts: tuple[ShownAlert, ...]
    lines: tuple[ShownConsultee, ...]
    kind: str
    here: str
    public_href: str


@dataclass(frozen=True, kw_only=True)
class LibraryPage(Page):
    """Whom law and practice suggest."""

    template: ClassVar[str] = "outreach/library.html"

    around: Around
    back: str
    kind_form: KindForm
    form: LibraryForm
    kind: str
    n_known: int


@dataclass(frozen=True, kw_only=True)
class UploadPage(Page):
    """Contacts from a spreadsheet."""

    template: ClassVar[str] = "outreach/upload.html"

    around: Around
    back: str
    form: UploadForm
    faults: tuple[str, ...]
    n_more: int


@bp.get("")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def ledger(consultation_id: int) -> AnyResponse:
    """Show the ledger and what it lacks."""
    consultation = in_hand(consultation_id)
    lines = ledger_of(session(), consultation.id)
    alerts = alerts_for(session(), consultation, lines=lines)
    return LedgerPage(
        title=_("Who is asked"),
        around=around(consultation, here="ledger"),
        alerts=tuple(shown_alert(alert) for alert in alerts),
        lines=tuple(shown_consultee(line) for line in lines),
        kind=str(KINDS[record_as_it_stands(session(), consultation.id).kind]),
        here=address("ledger", consultation),
        public_href=f"/consultations/{consultation.slug}/who-was-consulted" if consultation.opened_at else "",
    ).answer()


@bp.get("/suggestions")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def suggestions(consultation_id: int) -> AnyResponse:
    """Show whom law and practice suggest for this kind of consultation."""
    consultation = in_hand(consultation_id)
    return _library(consultation, LibraryForm(formdata=None)).answer()


@bp.post("/suggestions")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def take_suggestions(consultation_id: int) -> AnyResponse:
    """Put the chosen ones on the record."""
    consultation, form = in_hand(consultation_id), LibraryForm()
    page = _library(consultation, form)
    if not form.is_valid_post():
        return page.answer()
    kind, codes = record_as_it_stands(session(), consultation.id).kind, form.codes.data or []
    added = add_suggested(session(), consultation=consultation, kind=kind, codes=codes, actor=actor(), now=now())
    said = ngettext("%(num)s consultee is on the record.", "%(num)s consultees are on the record.", len(added))
    return go_to("ledger", consultation, said)


@bp.post("/kind")
@needs(Permission.KEEP_RECORD, scope=scope_of)
def kind(consultation_id: int) -> AnyResponse:
    """Say what the consultation is about."""
    consultation, form = in_hand(consultation_id), KindForm()
    if not form.is_valid_post():
        return _library(consultation, LibraryForm(formdata=None), kind_form=form).answer()
    choose_kind(session(), consultation=consultation, kind=form.to_kind(), actor=actor(), now=now())
    return go_to("suggestions", consultation, _("Saved. These are suggested for it."))


@bp.route("/spreadsheet", methods=["GET", "POST"])
@needs(Permission.KEEP_RECORD, scope=scope_of)
def spreadsheet(consultation_id: int) -> AnyResponse:
    """Take contacts from a spreadsheet: all of them, or none and a list of what is wrong."""
    consultation, form, found = in_hand(consultation_id), UploadForm(), ReadContacts(rows=(), faults=())
    if form.is_valid_post():
        try:
            found = _read(form)
            if not found.faults:
                return _take(consultation, found)
        except Invalid as refused:
            form.refuse("file", refused.sentence)
    page = UploadPage(
        title=_("Contacts from a spreadsheet"),
        around=around(consultation, here="ledger"),
        back=address("ledger", consultation),
        form=form,
        faults=found.faults[:MOST_FAULTS],
        n_more=max(0, len(found.faults) - MOST_FAULTS),
    )
    return page.answer(422 if found.faults else None)


def _read(form: UploadForm) -> ReadContacts:
    upload = form.file.upload
    if upload is None:
        raise Invalid("Choose a file.")
    return read_contacts(read_table(upload.read(), upload.filename or ""), team=form.team.data)


def _take(consultation: Consultation, found: ReadContacts) -> AnyResponse:
    by_id, today = require_signed_in().account_id, day_in_london(now())
    rows = found.rows
    n = add_contacts_from_rows(session(), consultation=consultation, rows=rows, by_id=by_id, now=now(), today=today)
    said = ngettext("%(num)s contact was added.", "%(num)s contacts were added.", n)
    known = len(rows) - n
    more = ngettext("%(num)s was there already.", "%(num)s were there already.", known) if known else ""
    return go_to("ledger", consultation, f"{said} {more}".strip())


def _library(consultation: Consultation, form: LibraryForm, *, kind_form: KindForm | None = None) -> LibraryPage:
    chosen = record_as_it_stands(session(), consultation.id).kind
    known = {line.consultee.name for line in ledger_of(session(), consultation.id)}
    entries = suggested_for(chosen)
    new = [(entry, basis, source) for entry, basis, source in entries if entry.name not in known]
    form.codes.choices = [(entry.code, entry.name) for entry, _basis, _source in new]
    form.codes.hints = {entry.code: f"{BASES[basis]}. {source}." for entry, basis, source in new}
    return LibraryPage(
        title=_("Whom to ask"),
        around=around(consultation, here="ledger"),
        back=address("ledger", consultation),
        kind_form=kind_form or KindForm(formdata=None, kind=chosen.value),
        form=form,
        kind=str(KINDS[chosen]),
        n_known=len(entries) - len(new),
    )
