"""The steps of an answer as a resident takes them, for the tests of this folder."""

from datetime import timedelta

from tests.visitor import Visitor

START = "/consultations/networks/respond"
CHECK = f"{START}/check"
A_WHILE = timedelta(seconds=20)


def begin(visitor: Visitor, clock, way: str = "One question a page") -> None:
    """Start to answer, as slowly as a person does."""
    visitor.open(START)
    clock.advance(A_WHILE)
    visitor.choose(way).press("Start")


def answer_all_on_one_page(visitor: Visitor, clock, words: str = "A good idea.") -> None:
    """Fill in what is required and go to the page where answers are checked."""
    begin(visitor, clock, "All questions on one page")
    fill_required(visitor, words).press("Save and check your answers")
    clock.advance(A_WHILE)


def fill_required(visitor: Visitor, words: str = "A good idea.") -> Visitor:
    """Fill in what is required of the page with all questions."""
    visitor.choose("a parent or carer").choose("Myself").fill("What do you think of the networks?", words)
    return visitor.choose("You can publish my words, but not who I am")


def send(visitor: Visitor, clock) -> tuple[str, str]:
    """Answer and send; gives reference and secret code."""
    answer_all_on_one_page(visitor, clock)
    visitor.press("Send your answers")
    return reference_and_code(visitor)


def reference_and_code(visitor: Visitor) -> tuple[str, str]:
    """What the receipt says."""
    strong = ["".join(node.itertext()) for node in visitor.page.all("strong")]
    return strong[0], strong[1]


def open_yours(visitor: Visitor, reference: str, code: str) -> None:
    """Open what was sent."""
    visitor.open("/your-response")
    visitor.fill("Reference", reference).fill("Secret code", code).press("Open your answers")
