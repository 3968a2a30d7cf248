"""Who said what, as anyone reads it, and that all published tables together give no small number away."""

import pytest
from sqlalchemy import select

from consult.analysis.breakdown import Leaning
from consult.analysis.models import Unassigned
from consult.analysis.rules import Bin, Dimension
from consult.consultations.models import Question, QuestionWords
from consult.consultations.rules import QuestionKind
from consult.demo.makers.outcomes import make_findings
from consult.kernel.freezing import from_json
from consult.outcomes.canonical import sha256_of
from consult.outcomes.disclosure import BASE, EVERYONE
from consult.outcomes.frozen import Breakdown, CategoryFigure, FindingsBody, ThemeFigures
from consult.outcomes.leanings import compared
from consult.outcomes.models import Findings
from consult.places.models import District, Ward
from consult.responses.models import Answer, Response
from consult.responses.rules import Channel, Timeliness
from tests.outcomes.scene import NOW, Scene
from tests.outcomes.test_attacker import AS_IF_SHOWN, KEPT_OPEN, Attacker
from tests.visitor import Visitor


@pytest.fixture
def broken(scene: Scene) -> FindingsBody:
    """Findings of people who live in five wards, came in four ways and ticked how far they agree."""
    session = scene.session
    scene.theme("Clubs", said_by={"Parents": 61, "Pupils": 42, "Teachers": 33})
    scene.theme("Meals", said_by={"Parents": 8, "Pupils": 71, "Teachers": 4})
    for place in range(24):  # some fit no theme, as among all people who write
        alone = scene.response(group=("Parents", "Pupils", "Teachers")[place % 3])
        lying = {"response_id": alone.id, "answer_id": alone.answers[0].id, "bin": Bin.UNTHEMED}
        session.add(Unassigned(codebook_id=scene.codebook.id, **lying))
    districts = [District(code=f"D{n}", name=name) for n, name in enumerate(("East", "West"))]
    session.add_all(districts)
    session.flush()
    wards = [Ward(code=f"W{n}", name=f"Ward {n}", district_id=districts[n % 2].id) for n in range(5)]
    scale = Question(
        consultation_id=scene.consultation.id,
        position=2,
        kind=QuestionKind.SCALE,
        words=[QuestionWords(language="en", prompt="How far do you agree?")],
    )
    session.add_all([*wards, scale])
    session.flush()
    ways = (*[Channel.WEB] * 7, *[Channel.PAPER] * 3, Channel.EMAIL, Channel.WEB)
    for place, response in enumerate(session.scalars(select(Response).order_by(Response.id))):
        response.ward_id = wards[place % 17 % 5].id if place % 11 else None
        response.channel = ways[place % len(ways)] if place != 3 else Channel.PHONE
        if place % 4:
            session.add(Answer(response_id=response.id, question_id=scale.id, text="", scale=1 + place % 5))
    session.flush()
    session.expire_all()
    made = make_findings(session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    session.commit()
    return from_json(FindingsBody, made.body)


def test_every_way_is_published_and_sizes_stay_exact(scene: Scene, broken: FindingsBody) -> None:
    (section,) = broken.sections
    assert {each.dimension for each in section.breakdowns} == set(Dimension)
    sizes = {theme.name: theme.n for theme in section.themes}
    assert sizes == {"Clubs": 136, "Meals": 83, "Buses": 39, "Homework": 12}
    told = [figure.about for each in section.breakdowns for row in each.themes for figure in row.figures]
    assert all(about is None or (about >= 10 and about % 5 == 0) for about in told)
    assert any(about is not None for about in told)
    assert None in told


def test_all_published_tables_together_give_no_small_number_away(scene: Scene, broken: FindingsBody) -> None:
    """The attacker reads the frozen findings; the truth is looked up in the database only to judge what he finds."""
    for found, exact in published_tables(scene, broken):
        for row, category, least, most in found.narrow():
            kept = KEPT_OPEN if exact[row].get(category, 0) < 10 else AS_IF_SHOWN
            assert most - least >= min(kept, found.totals[row]) - 1e-6, (row, category, least, most)


def published_tables(scene: Scene, broken: FindingsBody):
    (section,) = broken.sections
    totals = {(0, BASE): section.base} | {(0, theme.id): theme.n for theme in section.themes}
    left = {0: section.n_unthemed + section.n_nothing}
    for each in section.breakdowns:
        if each.dimension is Dimension.DISTRICT:
            continue
        rows = rows_of(each)
        all_totals, wider = dict(totals), {}
        if each.dimension in (Dimension.GROUP, Dimension.CHANNEL):
            by_group = {figure.group: figure.about for figure in broken.totals.groups}
            by_channel = {figure.channel.value: figure.n for figure in broken.totals.channels}
            rows[EVERYONE] = by_group if each.dimension is Dimension.GROUP else by_channel
            all_totals[EVERYONE] = broken.totals.n_responses
        if each.dimension is Dimension.WARD:
            districts = next(other for other in section.breakdowns if other.dimension is Dimension.DISTRICT)
            for row, told in rows_of(districts).items():
                rows[row] |= {f"in {name}": about for name, about in told.items()}
            names = {ward.name: ward.district.name for ward in scene.session.scalars(select(Ward))} | {"": ""}
            wider = {ward: f"in {names[ward]}" for ward in rows_of(each)[0, BASE]}
        yield Attacker(rows, all_totals, wider, left), exact_of(scene, each, wider)


def rows_of(breakdown: Breakdown):
    rows = {(0, BASE): {figure.category: figure.about for figure in breakdown.base}}
    for theme in breakdown.themes:
        rows[0, theme.theme_id] = {figure.category: figure.about for figure in theme.figures}
    return rows


def exact_of(scene: Scene, breakdown: Breakdown, wider: dict[str, str]):
    """The true numbers, counted one response after another."""
    exact: dict[tuple[int, int], dict[str, int]] = {}
    for response in scene.session.scalars(select(Response).where(Response.timeliness != Timeliness.LATE)):
        ticked = [answer.scale for answer in response.answers if answer.scale is not None]
        category = {
            Dimension.GROUP: response.group.name if response.group else "",
            Dimension.WARD: response.ward.name if response.ward else "",
            Dimension.CHANNEL: response.channel.value,
            Dimension.CLOSED_ANSWER: str(ticked[0]) if ticked else "",
        }[breakdown.dimension]
        said = [(-1, BASE), (0, BASE), *((0, theme.id) for theme in scene.themes if in_theme(scene, theme, response))]
        for row in said:
            counts = exact.setdefault(row, {})
            for each in {category, wider.get(category, category)}:
                counts[each] = counts.get(each, 0) + 1
    return {row: exact.get(row, {}) for row in {(-1, BASE), (0, BASE), *((0, theme.id) for theme in scene.themes)}}


def in_theme(scene: Scene, theme, response) -> bool:
    return any(held.response_id == response.id for held in theme.assignments)


def test_anyone_reads_who_said_what(scene: Scene, broken: FindingsBody, visitor: Visitor) -> None:
    page = visitor.open(f"/consultations/{scene.consultation.slug}/findings")
    page = visitor.follow("Who said what")
    assert page.heading == "Who said what"
    assert page.says("nothing here says what everyone in the city thinks")
    assert page.says("136 of 294 responses")
    assert page.says("Said more by “Pupils”")
    page = visitor.follow("by ward")
    assert page.says("Ward 1")
    page = visitor.follow("by answer to “How far do you agree?”")
    assert page.says("strongly agree")
    visitor.open(f"/consultations/{scene.consultation.slug}/findings/1/who-said-what/shoe-size", expect=404)


def test_what_was_published_before_leads_nowhere(scene: Scene, visitor: Visitor) -> None:
    made = make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    body = {**made.body, "number": 2, "sections": [dict(each) for each in made.body["sections"]]}
    for each in body["sections"]:
        del each["breakdowns"]
    told = {"body": body, "sha256": sha256_of(body), "published_at": NOW, "published_by_id": scene.officer.id}
    scene.session.add(Findings(consultation_id=scene.consultation.id, number=2, **told))
    scene.session.commit()
    page = visitor.open(f"/consultations/{scene.consultation.slug}/findings")
    assert not any(words.startswith("Who said what") for words in page.links)


def test_only_what_is_shown_is_compared() -> None:
    """A hidden number takes part in no comparison, and rounding never makes more say a thing than there are."""
    breakdown = Breakdown(
        dimension=Dimension.GROUP,
        base=(
            CategoryFigure(category="a", about=40),
            CategoryFigure(category="b", about=60),
            CategoryFigure(category="c", about=None),
        ),
        themes=(
            ThemeFigures(
                theme_id=1,
                figures=(
                    CategoryFigure(category="a", about=45),
                    CategoryFigure(category="b", about=10),
                    CategoryFigure(category="c", about=None),
                ),
            ),
        ),
    )
    cells = compared(breakdown, base=112, sizes={1: 55})[1]
    assert set(cells) == {"a", "b"}
    assert (cells["a"].n, cells["a"].base, cells["a"].leaning) == (40, 40, Leaning.MORE)
    assert cells["b"].leaning is Leaning.LESS
