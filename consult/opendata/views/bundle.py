"""Answering a request for information: which consultation, what is withheld and why, and the bundle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.accounts.rules import Permission
from consult.audit.actions import record
from consult.audit.rules import Happening
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.consultations.queries.lists import consultations_for_officers
from consult.gates.pack import pack_of
from consult.kernel.errors import Invalid
from consult.opendata.bundle import Part, Withheld, always_withheld, bundle_parts, pack_bundle
from consult.opendata.forms import EXEMPTIONS, PARTS, BundleForm, bundle_form
from consult.opendata.views.blueprint import bp
from consult.opendata.views.officer import scope_of
from consult.responses.queries.moderation import moderation_log
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.guards import actor, needs
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.transaction import database, session


@dataclass(frozen=True, kw_only=True)
class RequestsPage(Page):
    """Every consultation that somebody may ask about."""

    template: ClassVar[str] = "opendata/information_requests.html"

    rows: tuple[tuple[str, str], ...]
    shown: ListPage[Consultation]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPart:
    """The names of the two boxes of one part."""

    field: str
    why: str


@dataclass(frozen=True, kw_only=True)
class BundlePage(Page):
    """What is handed over, what is not, and why."""

    template: ClassVar[str] = "opendata/bundle.html"

    consultation: str
    form: BundleForm
    parts: tuple[ShownPart, ...]
    never: tuple[tuple[str, str, str], ...]


@bp.get("/desk/information-requests")
@needs(Permission.KEEP_PRIVACY)
def information_requests() -> Response:
    """List the consultations."""
    shown = consultations_for_officers(session(), number=request.args.get("page", 1, type=int))
    return RequestsPage(
        title=_("Requests for information"),
        rows=tuple((title_of(each), url_for("opendata.bundle", consultation_id=each.id)) for each in shown.items),
        shown=shown,
    ).answer()


@bp.get("/desk/consultations/<int:consultation_id>/information-bundle")
@needs(Permission.KEEP_PRIVACY, scope=scope_of, fresh=True, proved=True)
def bundle(consultation_id: int) -> Response:
    """Ask what is withheld, and why."""
    return _page(consultation_by_id(session(), consultation_id), bundle_form()(formdata=None)).answer()


@bp.post("/desk/consultations/<int:consultation_id>/information-bundle")
@needs(Permission.KEEP_PRIVACY, scope=scope_of, fresh=True, proved=True)
def take_bundle(consultation_id: int) -> Response:
    """Hand over the bundle, and record that it was made."""
    consultation, form = consultation_by_id(session(), consultation_id), bundle_form()()
    if not form.is_valid_post():
        return _page(consultation, form).answer()
    try:
        withheld = form.withheld()
    except Invalid as refused:
        form.refuse(form.first_without_reason(), refused.sentence)
        return _page(consultation, form).answer()
    packed = _packed(consultation_id, withheld)
    record(
        session(),
        Happening.EXPORT_TAKEN,
        stream=f"consultation:{consultation_id}",
        subject=f"consultation:{consultation_id}",
        actor=actor(),
        at=now(),
        kind="information_request",
        consultation_id=consultation_id,
        reason=(form.request.data or "")[:200],
    )
    answer = Response(packed, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{consultation.slug}-information.zip"'
    return answer


def _packed(consultation_id: int, withheld: dict[Part, Withheld]) -> bytes:
    """Read in a session of its own, which lets go of what it has read."""
    from consult.gates.paper import as_docx  # noqa: PLC0415 - asked for rarely, and slow to load

    with database().transaction(writing=False) as reading:
        consultation = consultation_by_id(reading, consultation_id)
        log = moderation_log(reading, consultation=consultation)
        pack = pack_of(reading, consultation, council=current_settings().council_name, now=now())
        parts = bundle_parts(reading, consultation)
    parts[Part.COMPLIANCE] = {"compliance-pack.docx": as_docx(pack, now=now())}
    schedule = (*always_withheld(log), *withheld.values())
    return pack_bundle(parts, schedule, left_out=withheld, now=now())


def _page(consultation: Consultation, form: BundleForm) -> BundlePage:
    log = moderation_log(session(), consultation=consultation)
    return BundlePage(
        title=_("Bundle for a request for information"),
        consultation=title_of(consultation),
        form=form,
        parts=tuple(ShownPart(field=part.value, why=f"why_{part.value}") for part in PARTS),
        never=tuple((each.what, str(EXEMPTIONS[each.exemption]), each.reason) for each in always_withheld(log)),
    )
