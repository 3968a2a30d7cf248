"""The blueprint that the pages of this room hang on, and what stands around each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import consultation_scope
from consult.analysis.models import Codebook
from consult.analysis.queries.overview import prompt_of
from consult.analysis.queries.themes import codebook_by_id
from consult.consultations.models import Consultation
from consult.consultations.queries import consultation_by_id, title_of
from consult.web.guards import require_signed_in
from consult.web.site import Link
from consult.web.transaction import session

bp = Blueprint("analysis", __name__, url_prefix="/desk/consultations/<int:consultation_id>/analysis")


def scope_of(consultation_id: int, **_others: Any) -> str:
    """Name the scope in which the right must be held: this consultation."""
    return consultation_scope(consultation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around a page: whose responses, which question, and where else to go."""

    consultation: str
    consultation_href: str
    question: str
    overview_href: str
    board_href: str
    ways: tuple[Link, ...] = ()
    within: tuple[Link, ...] = ()


def in_hand(consultation_id: int) -> Consultation:
    """Return the consultation that the address names.

    Raises:
        NotFound: there is none.
    """
    return consultation_by_id(session(), consultation_id)


def codebook_in_hand(consultation_id: int, codebook_id: int) -> Codebook:
    """Return the codebook that the address names.

    Raises:
        NotFound: there is none in this consultation.
    """
    return codebook_by_id(session(), codebook_id, consultation_id=consultation_id)


def question_of(codebook: Codebook) -> str:
    """Return the question in words; the comments where there is none."""
    if codebook.question is None:
        return _("Comments on the document")
    return prompt_of(codebook.question, codebook.consultation.language)


def around(codebook: Codebook, *, here: str = "") -> Around:
    """Return what stands around a page of one codebook; ``here`` is the endpoint shown."""
    groups = _ways()
    within = next((pages for _words, pages in groups if here in dict(pages)), ())
    return Around(
        consultation=title_of(codebook.consultation),
        consultation_href=f"/desk/consultations/{codebook.consultation_id}",
        question=question_of(codebook),
        overview_href=url_for("analysis.overview", consultation_id=codebook.consultation_id),
        board_href=address("board", codebook),
        ways=tuple(
            Link(text=words, href=address(pages[0][0], codebook), is_current=here in dict(pages))
            for words, pages in groups
        ),
        within=tuple(Link(text=words, href=address(name, codebook), is_current=name == here) for name, words in within),
    )


def _ways() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Return the four ways round a codebook, each with its pages."""
    return (
        (
            _("Themes"),
            (
                ("board", _("All themes")),
                ("loose", _("In no theme")),
                ("letters", _("Letters from many")),
                ("theme_map", _("Map")),
            ),
        ),
        (
            _("Read and check"),
            (
                ("read", _("Read what is doubtful")),
                ("agreement", _("Agreement")),
                ("learning", _("Learning")),
                ("changes", _("What would change")),
            ),
        ),
        (_("Who said what"), (("breakdown", _("In this question")), ("links", _("Across questions")))),
        (_("Record"), (("method", _("Method")), ("log", _("History")))),
    )


def address(endpoint: str, codebook: Codebook, **values: Any) -> str:
    """Return where a page of one codebook lies."""
    return url_for(f"analysis.{endpoint}", consultation_id=codebook.consultation_id, codebook_id=codebook.id, **values)


def go_to(endpoint: str, codebook: Codebook, **values: Any) -> AnyResponse:
    """Send the browser on after a post."""
    return redirect(address(endpoint, codebook, **values), 303)


def my_id() -> int:
    """Return the number of the account behind this request."""
    return require_signed_in().account_id
