"""What officers, approvers and decision makers do after the close, on any consultation, through their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

from tests.journeys.company import Company
from tests.visitor import Visitor

_MOST_THEMES = 60


def finish_the_intake(company: Company, desk: str) -> None:
    """The officer says that everything has come in."""
    officer = company.officer()
    assert officer.open(desk).says("Closed")
    officer.open(f"{desk}/responses")
    assert officer.press("Everything is in").says("The intake is complete")


def find_themes(company: Company, desk: str, *, question: str, closed_question: str = "") -> str:
    """The officer starts an analysis and the queue does it; gives the address of the workbench."""
    officer = company.officer()
    officer.open(f"{desk}/analysis")
    starts = [href for words, href in officer.page.links.items() if "/analysis/start/" in href and question in words]
    officer.open(starts[0])
    officer.choose("As many as the responses suggest")
    if closed_question:
        officer.select("Ticked answers that help to tell for from against", closed_question)
    running = officer.press("Start the analysis").address
    company.run_jobs()
    assert officer.open(running).says("Finished")
    return officer.follow("Work on the themes").address


def theme_that_holds(officer: Visitor, board: str, words: str) -> str:
    """The address of the theme in which a response with these words lies."""
    for theme in theme_addresses(officer, board):
        if officer.open(f"{theme}?search={quote(words)}").says(words):
            return theme
    raise AssertionError(f"no theme holds {words!r}")


def name_theme(officer: Visitor, theme: str, *, name: str, description: str) -> None:
    """The officer gives a theme its name."""
    officer.open(f"{theme}/words")
    officer.fill("Name", name).fill("What people mean by it", description).press("Save")


def confirm_all(officer: Visitor, board: str) -> None:
    """The officer confirms every suggestion at once."""
    officer.open(board)
    officer.press("Confirm")
    assert "Confirm all" not in " ".join(officer.open(board).buttons)


def theme_addresses(officer: Visitor, board: str) -> list[str]:
    """The addresses of all themes on a workbench, in its order."""
    page = officer.open(board)
    found = [href for href in page.links.values() if href.startswith(f"{board}/themes/")]
    return list(dict.fromkeys("/".join(href.split("?")[0].split("/")[:8]) for href in found))


def publish_findings(company: Company, desk: str) -> None:
    """The officer publishes the themes with their figures, before anybody replies."""
    officer = company.officer()
    officer.open(f"{desk}/findings")
    officer.press("Publish these findings")


def reply_to_every_theme(company: Company, desk: str, *, reply: Callable[[str], tuple[str, str]]) -> None:
    """The officer proposes a reply to every theme that lacks one; ``reply`` gives position and words by page."""
    officer = company.officer()
    for _round in range(_MOST_THEMES):
        page = officer.open(f"{desk}/replies")
        lacking = page.text.partition("What still lacks a reply")[2]
        waiting = [href for words, href in page.links.items() if href.endswith("/reply") and words in lacking]
        if not waiting:
            return
        page = officer.open(waiting[0])
        position, words = reply(page.main)
        officer.choose(position).fill("What the council says", words).press("Propose this reply")
    raise AssertionError("there is no end to the themes that lack a reply")


def decide(company: Company, desk: str, *, last_day: datetime) -> None:
    """The decision maker decides every reply; councillors may call it in until a day."""
    maker = company.decision_maker()
    page = maker.open(f"{desk}/decisions/new")
    for box in page.all("input"):
        if box.get("name") == "replies":
            maker._type(box, box.get("value"))
    maker.fill("What was decided", "The rules of the boards change.").fill("Reasons", "Most people want it.")
    maker.choose("Yes").fill_date("If yes: the last day for call-in", last_day.day, last_day.month, last_day.year)
    maker.fill("If a check is not met: why do you decide all the same?", "The assessments are minuted with the papers.")
    assert maker.press("Record this decision").says("Decided, not yet final")


def publish_an_edition(company: Company, desk: str) -> None:
    """The officer proposes, the approver approves, the officer publishes; those who asked are told."""
    officer, approver = company.officer(), company.approver()
    officer.open(f"{desk}/editions/new")
    officer.press("Send for approval")
    approver.open("/desk")
    approver.follow("Approve “You said, we did”")
    approver.press("Approve this edition")
    officer.open("/desk")
    officer.follow("Publish “You said, we did”")
    officer.press("Publish this edition")
    company.run_jobs()
