"""What a published page says of what people said: figures with their base, and only words that may be published."""

from datetime import timedelta

import pytest

from consult.analysis.models import Campaign, CampaignMember, ThemeEdit, Unassigned
from consult.analysis.rules import Bin, Dimension, EditAct, ThemeState
from consult.demo.makers.outcomes import make_findings
from consult.kernel.freezing import from_json, to_json
from consult.outcomes.canonical import canonical_json, sha256_of
from consult.outcomes.frozen import EditionBody, FindingsBody
from consult.outcomes.queries.editions import you_said_we_did
from consult.outcomes.queries.figures import figures
from consult.responses.rules import Channel, Hand, PublishAs, Screening, Timeliness
from tests.outcomes.scene import NOW, Scene


def body(scene: Scene) -> EditionBody:
    return you_said_we_did(scene.session, scene.consultation, number=1, now=NOW)


def test_themes_come_in_order_of_weight_with_their_base(scene: Scene) -> None:
    found = figures(scene.session, scene.consultation)
    (section,) = found.sections
    assert [(theme.name, theme.n, theme.share) for theme in section.themes] == [
        ("Buses", 39, round(39 / 51, 4)),
        ("Homework", 12, round(12 / 51, 4)),
    ]
    assert (section.base, section.question) == (51, "What should change first?")


def test_small_groups_are_left_out_of_the_breakdown_and_the_theme_stays_exact(scene: Scene) -> None:
    """Parents alone could be shown here by one table; with the base and the other theme they would give others away."""
    buses = figures(scene.session, scene.consultation).sections[0].themes[0]
    assert [(figure.group, figure.about) for figure in buses.groups] == [
        ("Parents", None),
        ("Pupils", None),
        ("Teachers", None),
    ]
    assert buses.n == 39


def test_the_breakdown_by_group_is_the_same_beside_the_theme_and_in_its_table(scene: Scene) -> None:
    for _ in range(12):
        response = scene.response()
        lying = {"response_id": response.id, "answer_id": response.answers[0].id, "bin": Bin.UNTHEMED}
        scene.session.add(Unassigned(codebook_id=scene.codebook.id, **lying))
    many = scene.theme("Clubs", said_by={"Parents": 61, "Pupils": 42, "Teachers": 33})
    found = figures(scene.session, scene.consultation)
    (section,) = found.sections
    assert {row.dimension for row in section.breakdowns} >= {Dimension.GROUP}
    by_group = next(row for row in section.breakdowns if row.dimension is Dimension.GROUP)
    clubs = next(row for row in by_group.themes if row.theme_id == many.id)
    told = {row.category: row.about for row in clubs.figures}
    assert told["Parents"] == 60
    shown = next(theme for theme in section.themes if theme.id == many.id)
    assert {row.group: row.about for row in shown.groups} == told


def test_a_group_that_was_asked_and_said_nothing_is_named(scene: Scene) -> None:
    assert figures(scene.session, scene.consultation).totals.silent_groups == ("Governors",)


def test_a_late_response_is_counted_apart_from_every_other_number(scene: Scene) -> None:
    scene.said(scene.themes[0], timeliness=Timeliness.LATE, channel=Channel.PAPER)
    found = figures(scene.session, scene.consultation)
    assert (found.totals.n_responses, found.totals.n_late) == (51, 1)
    assert (found.sections[0].themes[0].n, found.sections[0].themes[0].n_late) == (39, 1)
    assert [(row.channel, row.n) for row in found.totals.channels] == [(Channel.WEB, 50)]


def test_a_withdrawn_response_is_in_no_number(scene: Scene) -> None:
    scene.said(scene.themes[0], withdrawn_at=NOW)
    assert figures(scene.session, scene.consultation).totals.n_responses == 51


def test_the_same_letter_from_many_people_shows_both_totals(scene: Scene) -> None:
    campaign = Campaign(codebook_id=scene.codebook.id, run_id=scene.run.id, template="Dear council", size=5)
    scene.session.add(campaign)
    scene.session.flush()
    for _ in range(5):
        copy = scene.said(scene.themes[0], text="Dear council, more buses.")
        scene.session.add(CampaignMember(campaign_id=campaign.id, response_id=copy.id))
    scene.session.flush()
    found = figures(scene.session, scene.consultation)
    assert found.totals.letters
    assert (found.totals.n_responses, found.totals.letters.n_copies, found.totals.letters.n_each_once) == (56, 5, 52)
    in_theme = found.sections[0].themes[0].letters
    assert in_theme
    assert (in_theme.n_letters, in_theme.n_each_once) == (1, 40)


@pytest.mark.parametrize(
    ("over", "screening"),
    [
        ({"publish_as": PublishAs.NOT_PUBLISHED}, Screening.PUBLIC),
        ({}, Screening.WAITING),
        ({}, Screening.REFUSED),
        ({"withdrawn_at": NOW}, Screening.PUBLIC),
    ],
)
def test_words_without_permission_are_never_quoted(scene: Scene, over: dict[str, object], screening: Screening) -> None:
    scene.screen(scene.said(scene.themes[0], text="Please keep this to yourselves.", **over), screening=screening)
    assert "Please keep this" not in canonical_json(to_json(body(scene))).decode()


def test_a_quote_names_an_organisation_only_when_it_let_us(scene: Scene) -> None:
    named = {"organisation_name": "Weir Meadows Primary", "publish_as": PublishAs.WITH_ORGANISATION_NAME}
    unnamed = {"organisation_name": "Ropewalk Academy", "publish_as": PublishAs.WITHOUT_NAME}
    scene.screen(scene.said(scene.themes[0], text="We lose ten minutes a day.", **named))
    scene.screen(scene.said(scene.themes[0], group="Pupils", text="We lose twenty.", **unnamed))
    quotes = body(scene).sections[0].themes[0].quotes
    assert [(quote.text, quote.organisation) for quote in quotes] == [
        ("We lose ten minutes a day.", "Weir Meadows Primary"),
        ("We lose twenty.", ""),
    ]


def test_no_words_are_quoted_where_responses_are_not_published(scene: Scene) -> None:
    scene.consultation.publishes_responses = False
    scene.screen(scene.said(scene.themes[0], text="More buses."))
    assert body(scene).sections[0].themes[0].quotes == ()


def test_a_hidden_theme_is_counted_with_its_reason_and_not_named(scene: Scene) -> None:
    scene.theme("The head of Ropewalk", said_by={"Parents": 2}, hidden_reason="It names a member of staff.")
    written = body(scene)
    assert written.sections[0].changes.hidden.n == 1
    assert written.sections[0].changes.hidden.reasons[0].reason == "It names a member of staff."
    assert "Ropewalk" not in canonical_json(to_json(written)).decode()


def test_it_says_how_many_themes_were_renamed_merged_and_rejected_and_why(scene: Scene) -> None:
    scene.theme("School buses", said_by={}, suggested_name="bus, buses", named_by=Hand.OFFICER)
    merged = scene.theme("Bus", said_by={}, state=ThemeState.MERGED, merged_into_id=scene.themes[0].id)
    rejected = scene.theme("thanks", said_by={}, state=ThemeState.REJECTED)
    for number, (act, theme, undone) in enumerate(
        [
            (EditAct.MERGE, merged, None),
            (EditAct.REJECT, rejected, None),
            (EditAct.REJECT, rejected, 4),
        ]
    ):
        scene.session.add(
            ThemeEdit(
                codebook_id=scene.codebook.id,
                number=number,
                act=act,
                theme_id=theme.id,
                reason=f"Why {act} {undone or ''}".strip(),
                by_id=scene.officer.id,
                at=NOW,
                undone_by_number=undone,
            )
        )
    scene.session.flush()
    changes = figures(scene.session, scene.consultation).sections[0].changes
    assert (changes.renamed.n, changes.merged.n, changes.rejected.n) == (1, 1, 1)
    assert [reason.reason for reason in changes.rejected.reasons] == ["Why reject"]  # the undone one is not told


def test_what_is_frozen_reads_back_as_it_was(scene: Scene) -> None:
    scene.screen(scene.said(scene.themes[0], text="Ünïcode – 😀 שלום"))
    written = body(scene)
    assert from_json(EditionBody, to_json(written)) == written


def test_published_findings_keep_their_hash_whatever_happens_later(scene: Scene) -> None:
    made = make_findings(scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW)
    scene.said(scene.themes[0])
    again = make_findings(
        scene.session, consultation=scene.consultation, by_id=scene.officer.id, now=NOW + timedelta(days=1)
    )
    scene.session.expire_all()
    assert sha256_of(made.body) == made.sha256
    assert (made.number, again.number) == (1, 2)
    assert from_json(FindingsBody, made.body).sections[0].themes[0].n == 39
