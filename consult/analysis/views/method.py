"""The method of the last run in plain English, as it is published with the findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.queries.record import RunRecord, run_records
from consult.analysis.telling import agreement_words, how_it_works, limits, parameter_words, reading_words
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, scope_of
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of the record."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class MethodPage(Page):
    """How the themes were found, who read what, how far they agree, and what the machine cannot do."""

    template: ClassVar[str] = "analysis/method.html"

    around: Around
    has_run: bool
    is_provisional: bool
    steps: tuple[str, ...]
    read: str
    agreement: tuple[str, ...]
    agreement_href: str
    limits: tuple[str, ...]
    facts: tuple[Fact, ...]


@bp.get("/<int:codebook_id>/method")
@needs(Permission.ANALYSE, scope=scope_of)
def method(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show the record of the last run."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    record = run_records(session(), [codebook.id]).get(codebook.id)
    return MethodPage(
        title=_("How these themes were found"),
        around=around(codebook, here="method"),
        has_run=record is not None,
        is_provisional=record is not None and record.is_provisional,
        steps=how_it_works(),
        read=_read(record),
        agreement=agreement_words(record.agreement) if record is not None else (),
        agreement_href=address("agreement", codebook),
        limits=limits(),
        facts=_facts(record) if record is not None else (),
    ).answer()


def _read(record: RunRecord | None) -> str:
    if record is None:
        return ""
    return reading_words(n_read=record.n_read, n_readers=record.n_readers, n_texts=record.n_texts)


def _facts(record: RunRecord) -> tuple[Fact, ...]:
    told = (
        (_("Engine and version"), record.engine),
        (_("Run"), f"{record.run_id}, {london(record.finished_at)}"),
        (_("Seed"), str(record.seed)),
        (_("Texts"), f"{record.n_texts:,}"),
        (_("SHA-256 of what was read"), record.input_digest),
        (_("Libraries"), record.libraries),
        *((parameter_words(name), value) for name, value in record.parameters),
    )
    return tuple(Fact(name=name, value=value) for name, value in told if value)
