"""Agreement: draw texts that nobody has read, code them blind, and see how far people and the machine agree."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import ClassVar

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.analysis.actions import code_text, draw_sample
from consult.analysis.agreement import Agreement, ThemeAgreement
from consult.analysis.forms import NOWHERE, CodeForm, DrawForm
from consult.analysis.models import AgreementSample, Codebook, SampledText
from consult.analysis.queries.agreement import (
    Coder,
    Measured,
    Pair,
    first_uncoded,
    sample_by_id,
    sampled_text,
    samples_of,
)
from consult.analysis.queries.themes import all_names, standing_themes
from consult.analysis.telling import estimate
from consult.analysis.views.blueprint import Around, address, around, bp, codebook_in_hand, go_to, my_id, scope_of
from consult.analysis.wording import CHANNELS, kappa_words
from consult.kernel.errors import Refused
from consult.web.clock import now
from consult.web.filters import london
from consult.web.guards import needs
from consult.web.page import Page
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    """One theme, as two coders used it."""

    name: str
    n_one: int
    n_other: int
    n_both: int
    kappa: str
    is_apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPair:
    """Two coders and how far they agree."""

    anchor: str
    title: str
    one: str
    other: str
    sentence: str
    f1: str
    kappa: str
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSample:
    """One sample: what it was drawn from, who coded it and what came out."""

    anchor: str
    title: str
    facts: str
    coders: tuple[str, ...]
    code_href: str
    code_words: str
    is_hidden: bool
    pairs: tuple[ShownPair, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementPage(Page):
    """Every sample of one question, and the drawing of a new one."""

    template: ClassVar[str] = "analysis/agreement.html"

    around: Around
    samples: tuple[ShownSample, ...]
    has_open: bool
    form: DrawForm


@dataclass(frozen=True, kw_only=True)
class CodePage(Page):
    """One sampled text, to be coded blind."""

    template: ClassVar[str] = "analysis/code.html"

    around: Around
    back: str
    n_coded: int
    n_texts: int
    progress_words: str
    words: str
    language: str
    who: str
    form: CodeForm


@bp.route("/<int:codebook_id>/agreement", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def agreement(consultation_id: int, codebook_id: int) -> AnyResponse:
    """Show every sample with its result, and draw one."""
    codebook, form = codebook_in_hand(consultation_id, codebook_id), DrawForm()
    if form.is_valid_post():
        seed = secrets.randbelow(2**31)  # drawn here, kept with the sample, so that anyone can draw it again
        try:
            sample = draw_sample(
                session(), codebook=codebook, size=int(form.size.data), seed=seed, by_id=my_id(), now=now()
            )
        except Refused as refusal:
            form.refuse("size", refusal.sentence)
        else:
            return go_to("code", codebook, sample_id=sample.id)
    return _page(codebook, form).answer()


@bp.route("/<int:codebook_id>/agreement/<int:sample_id>/code", methods=["GET", "POST"])
@needs(Permission.ANALYSE, scope=scope_of)
def code(consultation_id: int, codebook_id: int, sample_id: int) -> AnyResponse:
    """Show the next text of a sample that this person has not coded, and keep how they code it."""
    codebook = codebook_in_hand(consultation_id, codebook_id)
    sample = sample_by_id(session(), sample_id, codebook_id=codebook_id)
    typed = request.form.get("place", type=int)  # a second press speaks of the same text, never of the next one
    place = typed if typed is not None else first_uncoded(sample, by_id=my_id())
    if place is None:
        flash(_("You have coded the whole sample. Here is what came out."))
        return go_to("agreement", codebook)
    sampled, form = sampled_text(session(), sample, place), _code_form(codebook)
    if form.is_valid_post() and not _refuse_both(form):
        try:
            code_text(session(), sampled=sampled, themes=form.to_themes(), by_id=my_id(), now=now())
        except Refused as refusal:
            form.refuse("themes", refusal.sentence)
        else:
            return redirect(address("code", codebook, sample_id=sample_id), 303)
    return _code_page(codebook, sample, sampled, form).answer()


def _code_form(codebook: Codebook) -> CodeForm:
    form = CodeForm()
    form.themes.choices = [(str(theme.id), theme.name) for theme in standing_themes(session(), codebook.id)]
    form.themes.choices.append((NOWHERE, _("In no theme")))
    form.themes.hints = {
        str(theme.id): theme.description for theme in standing_themes(session(), codebook.id) if theme.description
    }
    return form


def _refuse_both(form: CodeForm) -> bool:
    if form.says_both():
        form.refuse("themes", _("Choose themes or “In no theme”, not both"))
    return form.says_both()


def _code_page(codebook: Codebook, sample: AgreementSample, sampled: SampledText, form: CodeForm) -> CodePage:
    said = sampled.answer or sampled.comment
    form.place.data = str(sampled.place)
    n_coded = sum(any(coding.by_id == my_id() for coding in text.codings) for text in sample.texts)
    group = said.response.group.name if said and said.response.group else _("Did not say who they are")
    return CodePage(
        title=_("Code this text"),
        around=around(codebook, here="agreement"),
        back=address("agreement", codebook),
        n_coded=n_coded,
        n_texts=len(sample.texts),
        progress_words=_(
            "You have coded %(n)s of %(all)s texts. Your work is kept after each.", n=n_coded, all=len(sample.texts)
        ),
        words=said.text if said else "",
        language=said.response.language if said else "",
        who=f"{group}, {CHANNELS[said.response.channel]}" if said else "",
        form=form,
    )


def _page(codebook: Codebook, form: DrawForm) -> AgreementPage:
    samples, names = samples_of(session(), codebook.id), all_names(session(), codebook.id)
    return AgreementPage(
        title=_("Do people and the machine agree?"),
        around=around(codebook, here="agreement"),
        samples=tuple(_sample(codebook, each, names) for each in samples),
        has_open=any(each.is_open for each in samples),
        form=form,
    )


def _sample(codebook: Codebook, each: Measured, names: dict[int, str]) -> ShownSample:
    mine = next((coder for coder in each.coders if coder.account_id == my_id()), None)
    is_hidden = mine is not None and not mine.is_done
    return ShownSample(
        anchor=f"sample-{each.sample.id}",
        title=ngettext("A sample of %(num)s text", "A sample of %(num)s texts", each.n_texts),
        facts=_(
            "Drawn on %(when)s at random from %(n)s texts that nobody had read, with seed %(seed)s.",
            when=london(each.sample.drawn_at),
            n=f"{each.sample.n_unread:,}",
            seed=each.sample.seed,
        ),
        coders=tuple(_coder_words(coder, each.n_texts) for coder in each.coders),
        code_href="" if mine and mine.is_done else address("code", codebook, sample_id=each.sample.id),
        code_words=_code_words(each, mine),
        is_hidden=is_hidden,
        pairs=() if is_hidden else tuple(_pair(each, pair, names, place) for place, pair in enumerate(each.pairs)),
    )


def _coder_words(coder: Coder, n_texts: int) -> str:
    if coder.is_done:
        return _("%(name)s coded all of it", name=coder.name)
    return _("%(name)s coded %(n)s of %(all)s", name=coder.name, n=coder.n_coded, all=n_texts)


def _code_words(each: Measured, mine: Coder | None) -> str:
    if mine is not None:
        return _("Go on coding")
    return _("Code it") if each.is_open else _("Code it as well, to see how far two people agree")


def _pair(each: Measured, pair: Pair, names: dict[int, str], place: int) -> ShownPair:
    one, other = pair.one or _("the machine"), pair.other or _("the machine")
    found = pair.agreement
    return ShownPair(
        anchor=f"sample-{each.sample.id}-pair-{place}",
        title=_("%(one)s and %(other)s", one=one[:1].upper() + one[1:], other=other),
        one=one,
        other=other,
        sentence=_sentence(found),
        f1=estimate(found.f1),
        kappa=estimate(found.kappa) if found.kappa else _("none"),
        rows=tuple(
            _row(theme, names) for theme in sorted(found.themes, key=_most_apart) if theme.n_one or theme.n_other
        ),
    )


def _sentence(found: Agreement) -> str:
    if found.kappa is None:
        return _("Both put every text into the same place, so kappa says nothing.")
    return _("Beyond what chance would give, this is %(how)s agreement.", how=kappa_words(found.kappa.value))


def _most_apart(theme: ThemeAgreement) -> tuple[int, int]:
    return -theme.n_apart, theme.theme


def _row(theme: ThemeAgreement, names: dict[int, str]) -> ThemeRow:
    return ThemeRow(
        name=names.get(theme.theme, ""),
        n_one=theme.n_one,
        n_other=theme.n_other,
        n_both=theme.n_both,
        kappa="–" if theme.kappa is None else f"{theme.kappa:.2f}",
        is_apart=theme.n_apart > theme.n_both,
    )
