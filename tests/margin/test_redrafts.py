"""What becomes of comments when the document changes, as officers, authors and everyone see it."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from consult.demo.makers.word import drawing, related, said, styles, word_file
from consult.documents.actions import publish_version
from consult.documents.importing.registry import import_pasted
from consult.jobs.engine import run_due_jobs_within
from consult.kernel.errors import Invalid, Refused
from consult.margin.actions.explaining import explain_change
from consult.margin.actions.placing import place_comments, settle_comment
from consult.margin.actions.redrafting import draft_version, publish_redraft
from consult.margin.models import ChangeReason, Placement
from consult.margin.queries.placing import where_comments_went
from consult.margin.rules import Standing
from consult.responses.receipts import secret_code_of
from tests.documents.files import png
from tests.margin.scene import AFTER, SECOND, WHILE_OPEN


def placed(scene, comment, version):
    return scene.session.scalars(
        select(Placement).where(Placement.comment_id == comment.id, Placement.version_id == version.id)
    ).one()


def test_a_comment_goes_along_when_its_paragraph_only_moved(scene):
    comment = scene.comment("1.1", "Which half?")
    found = placed(scene, comment, scene.redraft())
    assert (found.standing, found.paragraph.number) == (Standing.CARRIED, "2.1")


def test_a_comment_on_an_edited_paragraph_waits_for_a_person(scene):
    comment = scene.comment("2.1", "May is when exams are.")
    found = placed(scene, comment, scene.redraft())
    assert (found.standing, found.paragraph_id) == (Standing.WAITING, None)


def test_placing_again_changes_nothing(scene):
    scene.comment("1.1", "Which half?")
    version = scene.redraft()
    assert place_comments(scene.session, version=version, now=AFTER) == (0, 0)


def test_a_response_keyed_in_later_is_placed_when_an_officer_asks(scene, visitor):
    version = scene.redraft()
    late = scene.comment("1.1", "Keyed in from paper.")
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/redrafts/{version.id}")
    visitor.press("Place the comments that came since")
    assert placed(scene, late, version).standing is Standing.CARRIED


def test_a_retired_comment_stays_retired_in_the_next_version(scene):
    comment = scene.comment("2.1", "May is when exams are.")
    second = scene.redraft()
    settle_comment(
        scene.session,
        placement=placed(scene, comment, second),
        act="retire",
        reason="Gone.",
        by_id=scene.officer.id,
        now=AFTER,
    )
    third = scene.redraft(SECOND.replace("June", "July"))
    assert scene.session.scalars(select(Placement).where(Placement.version_id == third.id)).all() == []


def test_a_comment_that_was_anchored_anew_goes_on_from_there(scene):
    comment = scene.comment("2.1", "May is when exams are.")
    second = scene.redraft()
    settle_comment(
        scene.session,
        placement=placed(scene, comment, second),
        act="anchor_anew",
        paragraph=scene.paragraph("1.1", 2),
        by_id=scene.officer.id,
        now=AFTER,
    )
    third = scene.redraft(SECOND.replace("June", "July"))
    found = placed(scene, comment, third)
    assert (found.standing, found.paragraph.number) == (Standing.CARRIED, "1.1")


def test_a_version_waits_while_people_are_still_answering(scene):
    version = scene.draft()
    with pytest.raises(Refused, match="still answering"):
        publish_redraft(scene.session, consultation=scene.consultation, version=version, by="system", now=WHILE_OPEN)


def test_what_was_carried_beyond_doubt_is_nobodys_to_move(scene):
    comment = scene.comment("1.1", "Which half?")
    found = placed(scene, comment, scene.redraft())
    with pytest.raises(Refused):
        settle_comment(scene.session, placement=found, act="retire", reason="No.", by_id=scene.officer.id, now=AFTER)


def test_the_database_refuses_a_comment_that_was_retired_without_a_reason(scene):
    comment = scene.comment("2.1", "May is when exams are.")
    found = placed(scene, comment, scene.redraft())
    with pytest.raises(Invalid, match="Say why"):
        settle_comment(scene.session, placement=found, act="retire", by_id=scene.officer.id, now=AFTER)
    found.standing, found.decided_at, found.decided_by_id = Standing.RETIRED, AFTER, scene.officer.id
    with pytest.raises(IntegrityError), scene.session.begin_nested():
        scene.session.flush()


def test_a_published_version_never_changes(scene):
    version = scene.redraft()
    with pytest.raises(Refused):
        publish_version(scene.session, version=version, by="system", now=AFTER)
    version.paragraphs[0].text = "Other words."
    with pytest.raises(DBAPIError), scene.session.begin_nested():
        scene.session.flush()


def test_an_officer_settles_what_waits_with_both_texts_side_by_side(scene, visitor):
    scene.comment("2.1", "May is when exams are.", quote="May", starts_at=26, ends_at=29)
    version = scene.redraft()
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(scene.desk)
    visitor.follow("Redrafts, and comments in them")
    visitor.follow("Version 2")
    visitor.follow("Waits for a person to look")
    visitor.follow("About paragraph 2.1 as it was")
    assert visitor.says("The North board meets in May and publishes its notes.")
    assert visitor.says("put in: June")
    visitor.press("Save", expect=422)
    assert visitor.page.errors == ["Select where the comment belongs"]
    visitor.choose("It belongs beside another paragraph").fill("Number of the paragraph", "9.9").press(
        "Save", expect=422
    )
    assert visitor.page.errors == ["Enter the number of a paragraph of the new version, such as 2.3."]
    visitor.choose("It still fits paragraph 2.2 of the new version").press("Save")
    assert visitor.says("No comment waits here")
    stored = scene.session.scalars(select(Placement).where(Placement.version_id == version.id)).one()
    scene.session.refresh(stored)
    assert (stored.standing, stored.paragraph.number) == (Standing.KEPT, "2.2")


def test_an_author_is_told_where_each_comment_went(scene):
    moved, edited = scene.comment("1.1", "Which half?"), scene.comment("2.1", "May is when exams are.")
    scene.redraft()
    told = where_comments_went(scene.session, comment_ids=[moved.id, edited.id])
    assert [(went.standing, went.paragraph) for went in told[moved.id]] == [(Standing.CARRIED, "2.1")]
    assert [(went.standing, went.paragraph) for went in told[edited.id]] == [(Standing.WAITING, "")]


def test_everyone_reads_what_changed_in_words_and_word_by_word(scene, visitor):
    scene.redraft()
    scene.session.commit()
    visitor.open("/consultations/helping/document")
    visitor.follow("There is a newer version: see what has changed in version 2")
    assert visitor.says("2 paragraphs have other words.")
    assert visitor.says("Paragraph 2.2, which was 2.1, has other words")
    assert visitor.says("taken out: May end of what was taken out put in: June end of what was put in")
    visitor.follow("Read version 2 whole")
    assert visitor.says("The North board meets in June and publishes its notes.")


def test_an_officer_says_why_a_paragraph_changed_and_everyone_reads_it(scene, visitor):
    comment = scene.comment("2.1", "May is when exams are.")
    version = scene.redraft()
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/redrafts/{version.id}")
    visitor.follow("Say why it changed: Paragraph 2.2, which was 2.1, has other words")
    visitor.press("Save", expect=422)
    assert visitor.page.errors == ["Say why it changed"]
    visitor.fill("This paragraph changed because…", "Exams are in May.").choose("May is when exams are.").press("Save")
    visitor.open("/consultations/helping/document/changes")
    assert visitor.says("This paragraph changed because of what people said. Exams are in May.")
    assert visitor.says("Because of 1 comment on the document")
    reason = scene.session.scalars(select(ChangeReason)).one()
    assert [one.id for one in reason.comments] == [comment.id]


def test_a_reason_lives_on_when_the_draft_is_replaced(scene, visitor):
    first = scene.draft()
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/redrafts/{first.id}")
    visitor.follow("Say why it changed: Paragraph 2.2, which was 2.1, has other words")
    visitor.fill("This paragraph changed because…", "Exams are in May.").press("Save")
    again = import_pasted(SECOND.replace("deputy chair", "vice chair"), title="Helping schools")
    draft_version(scene.session, consultation=scene.consultation, imported=again, by="system", now=AFTER)
    reason = scene.session.scalars(select(ChangeReason)).one()
    assert (reason.words, reason.paragraph.text) == (
        "Exams are in May.",
        "The North board meets in June and publishes its notes.",
    )


def test_an_officer_makes_and_publishes_the_next_version(scene, visitor):
    scene.comment("1.1", "Which half?")
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/redrafts")
    visitor.press("Save the draft", expect=422)
    assert visitor.page.errors == ["Upload a file, or paste the new version."]
    visitor.fill("Or paste it here", SECOND).press("Save the draft")
    assert visitor.page.heading == "Version 2"
    visitor.press("Publish this version")
    assert visitor.says("Carried over: the paragraph is the same1")


def test_the_author_reads_on_the_follow_page_where_each_comment_went_and_what_changed_because_of_it(scene, visitor):
    comment = scene.comment("2.1", "May is when exams are.", submission_key="a key that only this test knows of")
    version = scene.redraft()
    explain_change(
        scene.session,
        consultation=scene.consultation,
        version=version,
        paragraph_id=scene.paragraph("2.2", 2).id,
        words="Exams are in May.",
        theme_ids=(),
        comment_ids=(comment.id,),
        by_id=scene.officer.id,
        now=AFTER,
    )
    found = placed(scene, comment, version)
    settle_comment(
        scene.session,
        placement=found,
        act="retire",
        reason="May is no longer named.",
        by_id=scene.officer.id,
        now=AFTER,
    )
    scene.session.commit()
    visitor.open("/follow")
    visitor.fill("Your reference", comment.response.reference)
    visitor.fill("Your secret code", secret_code_of("a key that only this test knows of"))
    visitor.press("Show what became of it")
    assert visitor.says("Version 2: a person looked, and nothing in the new version is what it was about.")
    assert visitor.says("May is no longer named.")
    assert visitor.says("Paragraph 2.2 of version 2 changed because of what you said: Exams are in May.")


def word_redraft():
    body = "".join(
        said(line.removeprefix("## "), style="Heading2" if line.startswith("##") else "")
        for line in SECOND.split("\n\n")[1:]
    )
    named = styles(("Heading2", "heading 2", ""))
    return word_file(
        body + drawing(), word__styles_xml=named, word__media__map_png=png(), **related(pic1="media/map.png")
    )


def test_a_new_version_from_word_is_looked_over_before_it_is_a_draft(scene, visitor, clock, settings):
    comment = scene.comment("1.1", "Which half?")
    scene.session.commit()
    clock.move_to(AFTER)
    visitor.sign_in_as(scene.officer, at=AFTER).open(f"{scene.desk}/redrafts")
    visitor.upload("Upload the new version", "second.docx", word_redraft())
    reading = visitor.press("Save the draft").address
    run_due_jobs_within(scene.session, clock=clock, settings=settings)
    assert visitor.open(f"{scene.desk}/redrafts").says("A file was uploaded and is not approved yet.")
    visitor.open(reading)
    assert visitor.press("Approve the document", expect=422).says("A picture has no description yet.")
    visitor.follow("Describe it: Picture 1")
    visitor.fill("What does the picture show?", "A map of the networks").press("Save")
    page = visitor.press("Approve the document")
    assert page.heading == "Version 2"
    scene.session.refresh(scene.document)
    version = scene.document.versions[-1]
    assert "/documents/pictures/" in version.paragraphs[-1].html
    publish_redraft(scene.session, consultation=scene.consultation, version=version, by="system", now=AFTER)
    assert placed(scene, comment, version).standing is Standing.CARRIED


def test_an_upload_beside_a_published_document_leaves_it_alone_when_set_aside(scene, visitor, clock, settings):
    clock.move_to(AFTER)
    visitor.sign_in_as(scene.officer, at=AFTER).open(f"{scene.desk}/redrafts")
    visitor.upload("Upload the new version", "second.md", SECOND.encode()).press("Save the draft")
    page = visitor.press("Set this upload aside")
    assert page.heading == "Redrafts, and comments in them"
    assert len(scene.document.versions) == 1
