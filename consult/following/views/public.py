"""Ask for news, confirm, leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from consult.consultations.queries.children import guardian_note_of
from consult.consultations.queries.subjects import subjects
from consult.following.actions import ask_to_follow, confirm_following, leave, leave_all
from consult.following.forms import FollowNewsForm
from consult.following.queries import news_about
from consult.following.rules import Topic
from consult.following.tokens import TokenAct, read_token
from consult.following.views.blueprint import (
    Named,
    bp,
    everything,
    of_commitment,
    of_consultation,
    of_subject,
    of_ward,
)
from consult.following.wording import NewsLine, news_line
from consult.kernel.errors import Invalid
from consult.places.queries import wards
from consult.web.clock import now
from consult.web.guards import public
from consult.web.page import Page
from consult.web.site import current_settings
from consult.web.throttle import limited
from consult.web.transaction import session

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class NewsPage(Page):
    """What happened lately, and a way to be told what comes."""

    template: ClassVar[str] = "following/news.html"

    about: str
    back: str
    form: FollowNewsForm
    asks_again: bool
    is_asked: bool
    takes_address: bool
    news: tuple[NewsLine, ...]
    feed_href: str


@dataclass(frozen=True, kw_only=True)
class ChoosePage(Page):
    """Every subject and ward."""

    template: ClassVar[str] = "following/choose.html"

    subjects: tuple[tuple[str, str], ...]
    wards: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class AnswerPage(Page):
    """One button for an act that a link in a mail leads to, or the word that it is done."""

    template: ClassVar[str] = "following/answer.html"

    words: str
    button: str
    back: str


@bp.route("/news", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def news() -> AnyResponse:
    """Ask for news of everything that opens and is answered."""
    return _news(everything())


@bp.route("/consultations/<slug>/news", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def news_of_consultation(slug: str) -> AnyResponse:
    """Ask for news of one consultation."""
    named = of_consultation(slug)
    return _news(named, takes_address=not guardian_note_of(session(), named.topic.id))


@bp.route("/commitments/<reference>/news", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def news_of_commitment(reference: str) -> AnyResponse:
    """Ask for news of one promise."""
    return _news(of_commitment(reference))


@bp.route("/wards/<code>/news", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def news_of_ward(code: str) -> AnyResponse:
    """Ask for news of one ward."""
    return _news(of_ward(code))


@bp.route("/subjects/<slug>/news", methods=["GET", "POST"])
@public
@limited("5 per 10 minutes")
def news_of_subject(slug: str) -> AnyResponse:
    """Ask for news of one subject."""
    return _news(of_subject(slug))


@bp.get("/news/choose")
@public
def choose() -> AnyResponse:
    """Show what can be followed: subjects and wards."""
    return ChoosePage(
        title=_("Follow a subject or your ward"),
        subjects=tuple((each.name, f"/subjects/{each.slug}/news") for each in subjects(session())),
        wards=tuple((each.name, f"/wards/{each.code}/news") for each in wards(session())),
    ).answer()


@bp.get("/news/leave-all/<token>")
@public
def leaving_all(token: str) -> AnyResponse:
    """Ask for one press before an address is forgotten altogether."""
    read_token(str(current_app.secret_key), token, act=TokenAct.LEAVE_ALL)
    return _answer(_("Stop getting news of everything you follow"), _("We then delete your address."), _("Stop"))


@bp.post("/news/leave-all/<token>")
@public
def left_all(token: str) -> AnyResponse:
    """Forget an address altogether."""
    following_id, second = read_token(str(current_app.secret_key), token, act=TokenAct.LEAVE_ALL)
    leave_all(session(), following_id=following_id, asked_second=second, now=now())
    words = _("We have deleted your address. You can ask for news again at any time.")
    return _answer(_("You will get no more news"), words)


@bp.get("/news/confirm/<token>")
@public
def confirm(token: str) -> AnyResponse:
    """Ask for one press: mail scanners open links, and only a person presses a button."""
    read_token(str(current_app.secret_key), token, act=TokenAct.CONFIRM)
    words = _("We write at most once a day, and only when there is news.")
    return _answer(_("Confirm that you want news"), words, _("Yes, send me news"))


@bp.post("/news/confirm/<token>")
@public
def confirmed(token: str) -> AnyResponse:
    """Begin to send news."""
    following_id, second = read_token(str(current_app.secret_key), token, act=TokenAct.CONFIRM)
    confirm_following(session(), following_id=following_id, asked_second=second, now=now())
    return _answer(_("You will get news"), _("Every message has a link with which you can leave."))


@bp.get("/news/leave/<token>")
@public
def leaving(token: str) -> AnyResponse:
    """Ask for one press before an address is forgotten."""
    read_token(str(current_app.secret_key), token, act=TokenAct.LEAVE)
    return _answer(_("Stop getting news"), _("We then delete your address."), _("Stop"))


@bp.post("/news/leave/<token>")
@public
def left(token: str) -> AnyResponse:
    """Forget an address; a repeat, or a mail program that does it by itself, changes nothing more."""
    following_id, second = read_token(str(current_app.secret_key), token, act=TokenAct.LEAVE)
    leave(session(), following_id=following_id, asked_second=second, now=now())
    words = _("We have deleted your address. You can ask for news again at any time.")
    return _answer(_("You will get no more news"), words)


def _news(named: Named, *, takes_address: bool = True) -> AnyResponse:
    form, is_asked = FollowNewsForm(), False
    is_complete = form.is_valid_post() and takes_address
    asks_again = is_complete and form.looks_automatic()
    if is_complete and not asks_again:
        is_asked = _ask(named, form)
    shown = news_about(session(), named.topic, at_most=SHOWN)
    return NewsPage(
        title=_("Check your email") if is_asked else _("Get news by email"),
        about=named.name,
        back="/news/choose" if named.topic.kind in {"ward", "subject"} else named.href,
        form=form,
        asks_again=asks_again,
        is_asked=is_asked,
        takes_address=takes_address,
        news=tuple(news_line(item) for item in shown),
        feed_href=_feed_of(named),
    ).answer()


def _ask(named: Named, form: FollowNewsForm) -> bool:
    settings = current_settings()
    try:
        ask_to_follow(
            session(),
            email=form.email.data,
            topic=named.topic,
            about=named.name,
            base_url=settings.base_url,
            secret=settings.secret_key,
            now=now(),
        )
    except Invalid as refused:
        form.refuse("email", refused.sentence)
        return False
    return True


def _feed_of(named: Named) -> str:
    return "/news.atom" if named.topic == Topic(kind="everything") else f"{named.href}/news.atom"


def _answer(title: str, words: str, button: str = "") -> AnyResponse:
    return AnswerPage(title=title, words=words, button=button, back="/").answer()
