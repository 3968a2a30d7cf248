"""Writing the words of a draft; two people who write at once see each other's words."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.consultations.actions import change_words, clone_consultation
from consult.consultations.forms import WORDS_FORMS, ConfirmForm, WordsForm
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, words_of
from consult.consultations.queries.reading import whole_consultation
from consult.consultations.rules import Part
from consult.consultations.views.blueprint import bp, scope_of
from consult.consultations.views.frame import Theirs, form_page, my_id, saved
from consult.consultations.wording import PARTS
from consult.kernel.errors import Stale
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.transaction import session


@bp.route("/desk/consultations/<int:consultation_id>/words/<part>", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS, scope=scope_of)
def words(consultation_id: int, part: str) -> AnyResponse:
    """Write one part of a draft."""
    kind = WORDS_FORMS.get(next((one for one in Part if one.value == part), Part.DATES))
    if kind is None:
        abort(404)
    consultation = consultation_by_id(session(), consultation_id)
    form = _form(kind, consultation)
    theirs: tuple[Theirs, ...] = ()
    if form.is_valid_post():
        try:
            change_words(
                session(),
                consultation=consultation,
                words=form.to_words(),
                actor=actor(),
                now=now(),
                version_seen=form.version_seen,
            )
        except Stale:
            theirs = _show_both(form, consultation)
        else:
            return saved(consultation_id)
    page = form_page(consultation, form, title=str(PARTS[kind.part]), theirs=theirs)
    return page.answer(409 if theirs else None)


@bp.route("/desk/consultations/<int:consultation_id>/clone", methods=["GET", "POST"])
@needs(Permission.WRITE_CONSULTATIONS)
def clone(consultation_id: int) -> AnyResponse:
    """Begin a new draft from this consultation."""
    consultation = whole_consultation(session(), consultation_id)
    form = ConfirmForm(version=str(consultation.version))
    if form.is_valid_post():
        by_id = my_id()
        copy = clone_consultation(session(), consultation=consultation, created_by_id=by_id, now=now())
        return redirect(url_for("consultations.hub", consultation_id=copy.id), 303)
    intro = _("The new draft begins with the words, options, questions and groups of this one, without its dates.")
    title, button = _("Use it as a template"), _("Make a new draft")
    return form_page(consultation, form, title=title, button=button, intro=intro).answer()


def _form(kind: type[WordsForm], consultation: Consultation) -> WordsForm:
    stored = words_of(consultation)
    values = {name: getattr(stored, name) for name in kind.names}
    return kind(version=str(consultation.version), data=values)


def _show_both(form: WordsForm, consultation: Consultation) -> tuple[Theirs, ...]:
    """Keep what was typed, show what stands there now, and let a second press choose."""
    form.version.data = str(consultation.version)
    stored = words_of(consultation)
    pairs = ((form[name], getattr(stored, name)) for name in form.names)
    different = tuple(Theirs(label=field.label.text, text=text) for field, text in pairs if field.data != text)
    return different or (Theirs(label=_("No difference"), text=request.path),)
