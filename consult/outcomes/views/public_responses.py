"""The responses in people's own words: screened, as far as each allowed it, searched and narrowed by anyone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flask import Response, request, url_for
from flask_babel import gettext as _

from consult.consultations.queries import AskedQuestion, Reading, consultation_by_id, consultation_for_reading
from consult.kernel.errors import NotFound
from consult.outcomes.forms.published import Pairs, SoughtForm
from consult.outcomes.placing import Places
from consult.outcomes.queries.published import (
    Published,
    Sought,
    are_responses_shown,
    places_of,
    public_themes,
    published_page,
)
from consult.outcomes.views.blueprint import bp
from consult.places.queries import stakeholder_groups, wards
from consult.responses.queries.exporting import questions_exported
from consult.storage.paging import Page as ListPage
from consult.web.clock import now
from consult.web.filters import month_of
from consult.web.guards import public
from consult.web.page import Page
from consult.web.throttle import limited
from consult.web.transaction import session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """One text with what may stand beside it."""

    about: str
    text: str
    who: str
    number: str
    href: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ResponsesPage(Page):
    """The texts that fit, and the form that narrows them."""

    template: ClassVar[str] = "outcomes/responses.html"

    consultation: str
    home: str
    form: SoughtForm
    shown: ListPage[Published]
    texts: tuple[ShownText, ...]
    is_narrowed: bool
    slug: str
    values: dict[str, str]
    csv_href: str


@dataclass(frozen=True, kw_only=True)
class OneResponsePage(Page):
    """Everything that is published of one response."""

    template: ClassVar[str] = "outcomes/one_response.html"

    consultation: str
    back: str
    texts: tuple[ShownText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """What numbers are called in public."""

    questions: Mapping[int, AskedQuestion]
    themes: Mapping[int, str]
    groups: Mapping[int, str]
    wards: Mapping[int, str]


@bp.get("/consultations/<slug>/responses")
@public
@limited("60 per minute")
def responses(slug: str) -> Response:
    """Show the published texts that fit what the address asks for."""
    reading = _shown_consultation(slug)
    places, names = places_of(session(), reading.id), _names(reading)
    form = SoughtForm.read(request.args, choices=_choices(places, names))
    number = request.args.get("page", 1, type=int)
    shown = published_page(session(), reading.id, form.to_sought(), places=places, number=number)
    return ResponsesPage(
        title=_("Responses in people’s own words"),
        consultation=reading.title,
        home=f"/consultations/{slug}",
        form=form,
        shown=shown,
        texts=tuple(_shown(each, names, slug) for each in shown.items),
        is_narrowed=bool(form.asked_for),
        slug=slug,
        values={"slug": slug, **form.asked_for},
        csv_href=f"/consultations/{slug}/responses.csv",
    ).answer()


@bp.get("/consultations/<slug>/responses/<number>")
@public
@limited("60 per minute")
def one_response(slug: str, number: str) -> Response:
    """Show everything that is published of one response."""
    reading = _shown_consultation(slug)
    places, names = places_of(session(), reading.id), _names(reading)
    found = published_page(session(), reading.id, Sought(number=number), places=places, size=200)
    if not found.items:
        raise NotFound("We publish no response with this number.")
    return OneResponsePage(
        title=_("Response %(number)s", number=number),
        consultation=reading.title,
        back=f"/consultations/{slug}/responses",
        texts=tuple(_shown(each, names, slug) for each in found.items),
    ).answer()


def _shown_consultation(slug: str) -> Reading:
    reading = consultation_for_reading(session(), slug=slug, now=now())
    if not are_responses_shown(session(), reading.id):
        raise NotFound("Responses to this consultation are not published, or not yet.")
    return reading


def _names(reading: Reading) -> _Names:
    consultation = consultation_by_id(session(), reading.id)
    return _Names(
        questions={each.id: each for each in questions_exported(session(), consultation=consultation)},
        themes=public_themes(session(), reading.id),
        groups={each.id: each.name for each in stakeholder_groups(session())},
        wards={each.id: each.name for each in wards(session())},
    )


def _choices(places: Places, names: _Names) -> dict[str, Pairs]:
    """Return what can be chosen: only what leaves at least ten people in the same place."""
    asked = [(str(number), f"{each.number}. {each.prompt}") for number, each in names.questions.items()]
    return {
        "question": [*asked, ("document", _("Comments on the document"))],
        "point": [(str(number), name) for number, name in names.themes.items()],
        "group": [(str(number), names.groups[number]) for number in places.groups],
        "ward": sorted(((str(number), names.wards[number]) for number in places.wards), key=lambda each: each[1]),
        "month": [(f"{month:%Y-%m}", month_of(month)) for month in places.months],
    }


def _shown(each: Published, names: _Names, slug: str) -> ShownText:
    question = names.questions.get(each.question_id) if each.question_id is not None else None
    about = question.prompt if question else _("About paragraph %(number)s", number=each.paragraph)
    told = (
        each.organisation,
        names.groups.get(each.group_id or 0, ""),
        names.wards.get(each.ward_id or 0, ""),
        month_of(each.month) if each.month else "",
    )
    return ShownText(
        about=about,
        text=each.text,
        who=", ".join(filter(None, told)),
        number=each.number,
        href=url_for("outcomes.one_response", slug=slug, number=each.number),
        points=tuple(
            (names.themes[theme_id], url_for("outcomes.responses", slug=slug, point=theme_id))
            for theme_id in each.theme_ids
            if theme_id in names.themes
        ),
    )
