"""The record of the algorithm behind published findings or an edition, for anyone, as it was frozen with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Response, url_for
from flask_babel import gettext as _

from consult.analysis.agreement import Estimate
from consult.analysis.queries.record import AgreementTold
from consult.analysis.telling import agreement_words, how_it_works, limits, parameter_words, reading_words
from consult.kernel.freezing import from_json
from consult.outcomes.frozen import AgreementFigure, EditionBody, FindingsBody, Measure, Method, Section
from consult.outcomes.queries.editions import edition_numbered, findings_numbered, published_consultation
from consult.outcomes.views.blueprint import bp
from consult.outcomes.views.sentences import changes_told
from consult.web.caching import kept
from consult.web.filters import short_day
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_site
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a record."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMethod:
    """How the points of one question were found and checked."""

    heading: str
    found: str
    read: str
    agreement: tuple[str, ...]
    changes: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True)
class RecordPage(Page):
    """What the algorithm is for, how it works, who checked it, and its limits."""

    template: ClassVar[str] = "outcomes/record.html"

    back: str
    back_words: str
    council: str
    steps: tuple[str, ...]
    limits: tuple[str, ...]
    sections: tuple[ShownMethod, ...]
    used_machine: bool


@bp.get("/consultations/<slug>/findings/<int:number>/method")
@public
@kept
def record_of_findings(slug: str, number: int) -> Response:
    """Show how the points of some findings were found."""
    consultation = published_consultation(session(), slug)
    body = from_json(FindingsBody, findings_numbered(session(), consultation.id, number).body)
    back = url_for("outcomes.findings", slug=slug, number=number)
    return _page(body.sections, back=back, back_words=_("What people said: %(title)s", title=body.asked.title))


@bp.get("/consultations/<slug>/editions/<int:number>/method")
@public
@kept
def record_of_edition(slug: str, number: int) -> Response:
    """Show how the points of an edition were found."""
    consultation = published_consultation(session(), slug)
    body = from_json(EditionBody, edition_numbered(session(), consultation.id, number).body)
    back = url_for("outcomes.edition", slug=slug, number=number)
    return _page(body.sections, back=back, back_words=_("You said, we did: %(title)s", title=body.asked.title))


def _page(sections: tuple[Section, ...], *, back: str, back_words: str) -> Response:
    return RecordPage(
        title=_("How the main points were found"),
        back=back,
        back_words=back_words,
        council=current_site().council_name,
        steps=how_it_works(),
        limits=limits(),
        sections=tuple(_method(section) for section in sections),
        used_machine=any(section.method is not None for section in sections),
    ).answer()


def _method(section: Section) -> ShownMethod:
    found = section.method
    return ShownMethod(
        heading=section.question or _("What people said about the document"),
        found=_found(found),
        read=reading_words(n_read=found.n_read, n_readers=found.n_readers, n_texts=found.n_texts) if found else "",
        agreement=agreement_words([_agreement(each) for each in found.agreement]) if found else (),
        changes=tuple(changes_told(section.changes)),
        facts=_facts(found) if found else (),
    )


def _found(found: Method | None) -> str:
    if found is None:
        return _("Officers found these points by reading, without a machine.")
    if found.provisional:
        return _("A machine suggested these points before all responses were in. People checked them.")
    return _("A machine suggested these points when all responses were in. People checked them.")


def _agreement(told: AgreementFigure) -> AgreementTold:
    return AgreementTold(
        is_of_two_people=told.is_of_two_people,
        n_texts=told.n_texts,
        n_unread=told.n_unread,
        f1=_estimate(told.f1),
        kappa=_estimate(told.kappa) if told.kappa is not None else None,
    )


def _estimate(measure: Measure) -> Estimate:
    return Estimate(value=measure.value, low=measure.low, high=measure.high)


def _facts(found: Method) -> tuple[Fact, ...]:
    told = (
        (_("Engine and version"), found.engine),
        (_("Run on"), short_day(found.run_on)),
        (_("Seed"), str(found.seed)),
        (_("Texts"), f"{found.n_texts:,}" if found.n_texts else ""),
        (_("SHA-256 of what was read"), found.input_digest),
        (_("Libraries"), found.libraries),
        *((parameter_words(each.name), each.value) for each in found.parameters),
    )
    return tuple(Fact(name=name, value=value) for name, value in told if value)
