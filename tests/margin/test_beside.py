"""Words explained, figures checked, and comments of others, as people see them."""

from sqlalchemy import event, select

from consult.demo.makers.documents import make_document_version
from consult.documents.importing.registry import import_pasted
from consult.documents.models import Term
from consult.documents.rules import AlternativeForm
from consult.margin.actions.alternatives import AlternativeWords, publish_alternative
from consult.margin.actions.terms import explain_term
from consult.margin.rules import TermWords
from consult.responses.actions.beside import show_comments
from consult.responses.models import Comment, CommentSupport
from consult.responses.rules import Purpose
from tests.margin.scene import AFTER, WHILE_OPEN, make_scene
from tests.responses.public.walking import A_WHILE

DOCUMENT = "/consultations/helping/document"


def test_an_explained_word_leads_to_its_meaning_below_the_paragraph(scene, visitor):
    words = TermWords(word="locality network", meaning="Schools near each other that help each other.")
    explain_term(scene.session, document=scene.document, words=words, by="system", now=AFTER)
    scene.session.commit()
    page = visitor.open(DOCUMENT)
    assert page.says("What does “locality network” mean?")
    assert page.says("Words explained")
    target = page.links["locality network"].removeprefix("#")
    assert any(node.get("id") == target for node in page.tree.iter())


def test_an_officer_explains_a_word_and_takes_it_away(scene, visitor):
    visitor.sign_in_as(scene.officer)
    visitor.open(f"{scene.desk}/words")
    visitor.press("Save", expect=422)
    assert visitor.page.errors == ["Enter the word", "Enter what it means"]
    visitor.fill("The word", "chair").fill("What it means", "Who leads.").press("Save")
    visitor.fill("The word", "Chair").fill("What it means", "Who leads a network.").press("Save")
    assert [term.meaning for term in scene.session.scalars(select(Term))] == ["Who leads a network."]
    visitor.press("Remove Chair")
    assert scene.session.scalars(select(Term)).all() == []


def test_a_total_that_does_not_add_up_is_pointed_out(scene, visitor):
    wrong = "## Money\n\n| What | Cost |\n|---|---|\n| Buses | 10 |\n| Books | 20 |\n| Total | 40 |\n"
    scene.consultation.document_version_id = make_document_version(scene.session, source=wrong).id
    scene.session.commit()
    visitor.sign_in_as(scene.officer)
    visitor.open(scene.desk)
    visitor.follow("Figures in the document")
    assert visitor.says("Look at 1 figure before the document is published.")
    assert visitor.says("Total, Cost: 40. The figures above it add up to another total (30).")


def test_comments_of_others_are_hidden_until_an_officer_shows_them(scene, visitor, clock):
    scene.comment("1.1", "Which half do you mean?")
    scene.screen()
    scene.session.commit()
    assert not visitor.open(DOCUMENT).says("Which half do you mean?")
    visitor.sign_in_as(scene.officer)
    visitor.open(scene.desk)
    visitor.press("Show the comments")
    assert visitor.open(DOCUMENT).says("Which half do you mean?")
    visitor.open(scene.desk)
    visitor.press("Hide the comments")
    assert not visitor.open(DOCUMENT).says("Which half do you mean?")


def test_a_comment_that_nobody_has_screened_is_never_shown(scene, visitor):
    scene.comment("1.1", "Which half do you mean?")
    shown(scene)
    assert not visitor.open(DOCUMENT).says("Which half do you mean?")


def test_agreeing_with_a_comment_goes_in_with_the_response(scene, visitor, clock):
    comment = scene.comment("1.1", "Which half do you mean?")
    scene.screen()
    shown(scene)
    clock.move_to(WHILE_OPEN)
    visitor.open(DOCUMENT)
    visitor.follow("Read 1 comment on this paragraph, and say if you agree 1.1")
    visitor.press("I agree with this")
    visitor.press("You agree. Take it back")
    visitor.press("I agree with this")
    assert scene.session.scalars(select(CommentSupport)).all() == []
    visitor.open("/consultations/helping/respond/all")
    visitor.choose("a parent or carer").choose("Myself").choose("You can publish my words, but not who I am")
    visitor.press("Save and check your answers")
    assert visitor.says("You agree with 1 comment")
    clock.advance(A_WHILE)
    visitor.press("Send your answers")
    assert [support.comment_id for support in scene.session.scalars(select(CommentSupport))] == [comment.id]
    assert visitor.open(DOCUMENT).says("1 other person agrees")


def test_a_comment_keeps_the_words_it_is_about_and_those_that_would_be_better(scene, visitor, clock):
    clock.move_to(WHILE_OPEN)
    visitor.open(DOCUMENT)
    visitor.follow("Comment on this paragraph 2.1")
    visitor.choose("I would say it differently").fill("Which words is it about?", "in  October")
    visitor.fill("What would you write instead?", "in June").press("Save the comment", expect=422)
    assert visitor.page.errors == ["We could not find these words in the paragraph. Copy them exactly as they are."]
    visitor.fill("Which words is it about?", "in May").press("Save the comment")
    visitor.follow("Comment on this paragraph 2.1")
    visitor.follow("Add another comment on this paragraph")
    visitor.choose("I have a question about this").fill("Your comment", "Why May?").press("Save the comment")
    send(visitor, clock)
    first, second = sorted(stored_comments(scene), key=lambda one: one.id)
    assert (first.quote, first.starts_at, first.text[first.suggests_from :]) == ("in May", 22, "in June")
    assert (second.purpose, second.text, second.quote) == (Purpose.QUESTION, "Why May?", "")


def test_the_words_in_the_address_are_what_the_comment_is_about(scene, visitor, clock):
    clock.move_to(WHILE_OPEN)
    identity = scene.paragraph("2.1").identity
    visitor.open(f"{DOCUMENT}/{identity}?quote=board+meets&prefix=North+&suffix=+in&starts=10&ends=21")
    visitor.choose("I support this").fill("Your comment", "Good.").press("Save the comment")
    send(visitor, clock)
    (stored,) = stored_comments(scene)
    assert (stored.quote, stored.starts_at, stored.ends_at) == ("board meets", 10, 21)
    assert stored.suffix.startswith(" in May")


def test_reading_takes_the_same_number_of_queries_with_many_comments_and_terms(scene, visitor, connection):
    scene.comment("1.1", "One")
    scene.screen()
    shown(scene)
    visitor.open(DOCUMENT)  # what is remembered for a minute is remembered
    few = count_queries(connection, visitor)
    for number in ("1.1", "1.2", "2.1", "2.2"):
        scene.comment(number, f"More on {number}")
    for word in ("pupils", "board", "network"):
        words = TermWords(word=word, meaning="Explained.")
        explain_term(scene.session, document=scene.document, words=words, by="system", now=AFTER)
    scene.screen()
    scene.session.commit()
    assert count_queries(connection, visitor) == few


def shown(scene):
    by_id = scene.officer.id
    show_comments(scene.session, consultation=scene.consultation, are_shown=True, by_id=by_id, now=AFTER)
    scene.session.commit()


def send(visitor, clock):
    visitor.open("/consultations/helping/respond/all")
    visitor.choose("a parent or carer").choose("Myself").choose("You can publish my words, but not who I am")
    visitor.press("Save and check your answers")
    clock.advance(A_WHILE)
    visitor.press("Send your answers")


def stored_comments(scene):
    return scene.session.scalars(select(Comment)).all()


def count_queries(connection, visitor):
    statements = []

    def note(*args):
        statements.append(args[2])

    event.listen(connection, "before_cursor_execute", note)
    visitor.open(DOCUMENT)
    event.remove(connection, "before_cursor_execute", note)
    return len([one for one in statements if one.startswith("SELECT")])


def test_a_form_bears_its_own_title_in_its_own_language_and_else_the_documents(session, visitor):
    scene = make_scene(session)
    follows = scene.document.versions[0]
    for language, source in (("ur", "# سکول\n\nالفاظ۔"), ("cy", "Geiriau.")):
        imported = import_pasted(source, title=scene.document.title)
        words = AlternativeWords(form=AlternativeForm.TRANSLATION, language=language, imported=imported)
        publish_alternative(session, document=scene.document, follows=follows, words=words, by="system", now=AFTER)
    address = f"/consultations/{scene.consultation.slug}/document/in/translation"
    assert visitor.open(f"{address}/ur").heading == "سکول"
    assert '<h1 class="govuk-heading-xl" lang="ur"' in visitor.last.text
    assert visitor.open(f"{address}/cy").heading == scene.document.title
    assert f'<h1 class="govuk-heading-xl" lang="{scene.document.language}"' in visitor.last.text


def test_the_finding_names_the_paragraphs_that_share_the_most_comments(session, visitor):
    scene = make_scene(session)
    for number in ("1.1", "2.1"):
        scene.comment(number, f"About {number}.", submission_key=f"key {number}")
    page = visitor.sign_in_as(scene.officer).open(f"{scene.desk}/heat")
    assert "Paragraphs 1.1 and 2.1 have the most comments: 1 each." in page.main
