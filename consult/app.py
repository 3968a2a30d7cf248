"""Makes the application: the only file that knows every room, and what follows when something happens."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, request
from flask_babel import Babel
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from consult.accounts import views as accounts
from consult.accounts.queries import held_in_accounts
from consult.accounts.rules import Permission, body_scope, consultation_scope
from consult.accounts.waiting import WaitingFor, install_desk
from consult.analysis import views as analysis
from consult.audit.actions import Follows, install_when
from consult.audit.rules import Happening
from consult.bodies import views as bodies
from consult.bodies.queries import body_names
from consult.bodies.queries.personal import held_in_bodies
from consult.consultations import views as consultations
from consult.consultations.queries import titles_of
from consult.consultations.views.hub import HubLinks
from consult.consultations.views.shown import WaysOn
from consult.documents import views as documents
from consult.elections import views as elections
from consult.elections.queries.personal import held_in_elections
from consult.files.object_store import use_store
from consult.following import views as following
from consult.following.queries import held_in_following
from consult.frontdoor import views as frontdoor
from consult.frontdoor.jobs import edition_published
from consult.gates import views as gates
from consult.gates.queries import bank_holidays, closed_days
from consult.gates.telling import ChecksBeforeApproval
from consult.kernel.clock import Clock, SystemClock
from consult.margin import views as margin
from consult.margin.jobs import version_published
from consult.meetings import views as meetings
from consult.opendata import views as opendata
from consult.outcomes import views as outcomes
from consult.outreach import views as outreach
from consult.outreach.queries.personal import held_in_record
from consult.post.queries import held_in_post
from consult.responses.queries.personal import held_in_responses
from consult.responses.views import officer as responses_desk
from consult.responses.views import public as respond
from consult.responses.views.public_document import BesideTheDocument
from consult.settings import Settings, packaged_folder
from consult.storage.engine import Database
from consult.upkeep import views as upkeep
from consult.web.addresses import install_addresses
from consult.web.admission import install_admission
from consult.web.assets import install_assets
from consult.web.caching import install_caching
from consult.web.catalogs import Catalogs
from consult.web.clock import install_clock
from consult.web.errors import install_errors
from consult.web.filters import install_filters
from consult.web.forms import csrf_field
from consult.web.guards import current_signed_in, may, require_guards
from consult.web.headers import install_headers
from consult.web.page import LenientLoader, PageUndefined
from consult.web.site import Furniture, Link, choose_language, install_furniture, install_languages
from consult.web.throttle import install_throttle
from consult.web.transaction import install_transactions

HERE = Path(__file__).parent
OUR_COOKIES = ("__Host-consult", "consult", "lang", "draft_", "__Secure-")  # how their names begin
LARGEST_UPLOAD = 20 * 1024 * 1024
LONGEST_FORM = 4 * 1024 * 1024
FLASK_GLOBALS_TEMPLATES_MUST_NOT_SEE = ("config", "g", "request", "session")

BLUEPRINTS: tuple[Blueprint, ...] = (
    responses_desk.bp,
    responses_desk.safeguarding.bp,
    responses_desk.privacy.bp,
    opendata.bp,
    accounts.bp,
    documents.bp,
    bodies.bp,
    meetings.bp,
    consultations.bp,
    elections.bp,
    respond.bp,
    outreach.bp,
    outreach.help_bp,
    outreach.workshops_bp,
    gates.bp,
    analysis.bp,
    margin.bp,
    outcomes.bp,
    following.bp,
    frontdoor.bp,
    upkeep.bp,
)  # each room's pages; a new room adds its own
DESK_SOURCES: tuple[WaitingFor, ...] = (
    bodies.waiting_for,
    meetings.waiting_for,
    consultations.waiting_for,
    elections.waiting_for,
    responses_desk.waiting_for,
    outreach.waiting_for,
    gates.waiting_for,
    analysis.waiting_for,
    outcomes.waiting_for,
)  # what each room lays on an officer's desk
HUB_SOURCES: tuple[HubLinks, ...] = (  # what each room offers officers on a consultation's page
    outreach.hub_links,
    gates.hub_links,
    responses_desk.hub_links,
    margin.hub_links,
    analysis.hub_links,
    outcomes.hub_links,
    opendata.hub_links,
)
WAYS_ON: tuple[WaysOn, ...] = (
    frontdoor.ways_on,
    outreach.workshop_ways,
    outreach.help_ways,
    margin.ways_on,
    outcomes.ways_on,
    following.ways_on,
    respond.ways_on,
    opendata.ways_on,
)  # what each room offers anyone on its page
PERSONAL: tuple[responses_desk.copies.Source, ...] = (
    held_in_responses,
    held_in_record,
    held_in_following,
    held_in_post,
    held_in_elections,
    held_in_bodies,
    held_in_accounts,
)  # what each room holds about one person, for a copy of it
BESIDE_THE_DOCUMENT: tuple[BesideTheDocument, ...] = (
    margin.beside_the_document,
)  # what each room offers anyone beside a document
WHEN: dict[Happening, tuple[Follows, ...]] = {  # which job follows from which happening
    Happening.DOCUMENT_VERSION_FROZEN: (
        Follows(job="margin.place_comments", args=version_published),
        Follows(job="frontdoor.index_version", args=version_published),
    ),
    Happening.EDITION_PUBLISHED: (Follows(job="frontdoor.index_edition", args=edition_published),),
    Happening.CONSULTATION_SUBMITTED: (Follows(job="consultations.tell_approvers"),),
}


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, database: Database | None = None
) -> Flask:
    """Make the application of one installation.

    Args:
        settings: read from the environment when left out.
        clock: the machine's own when left out; tests and the demo hand over one moved by hand.
        database: opened from the settings when left out; tests hand over one that is rolled back.

    Raises:
        HalfConfigured: the settings cannot work.
        RuntimeError: a route does not say who may call it.
    """
    settings = settings or Settings.from_environment()
    app = Flask("consult", static_folder=None)
    app.jinja_options = {"undefined": PageUndefined, "trim_blocks": True, "lstrip_blocks": True}  # before any use
    _configure(app, settings)
    app.extensions["consult_settings"] = settings
    use_store(settings)
    install_addresses(app)
    install_clock(app, clock or SystemClock())
    install_transactions(app, database or Database.at(settings.database_address))
    install_caching(app, seconds=settings.kept_page_seconds, cookies=OUR_COOKIES)
    install_headers(app, is_https=settings.is_https)
    install_throttle(app, redis_url=settings.redis_url)
    install_errors(app)
    _install_words(app, settings)
    install_admission(app)  # before the token is looked at: a post that is turned away costs next to nothing
    csrf = CSRFProtect(app)
    _prepare_templates(app)
    install_assets(app)
    _install_rooms(app)
    accounts.install_council_accounts(app, settings)
    csrf.exempt(following.public.left_all)
    csrf.exempt(following.public.left)  # a mail program posts here for its reader; the signed token is its right
    require_guards(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = settings.secret_key
    app.config.update(
        SESSION_COOKIE_NAME="__Host-consult" if settings.is_https else "consult",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=LONGEST_FORM,
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session, so that slow writers lose nothing
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, which our own policy forbids browsers to send
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _install_words(app: Flask, settings: Settings) -> None:
    install_languages(app, settings.languages)
    folder = str(HERE / "translations")
    babel = Babel(
        app,
        default_locale=settings.languages[0],
        default_timezone="Europe/London",
        default_translation_directories=folder,
        locale_selector=choose_language,
    )
    babel.domain_instance = Catalogs([folder])


def _prepare_templates(app: Flask) -> None:
    components = LenientLoader({name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")})
    app.jinja_env.loader = ChoiceLoader([FileSystemLoader(packaged_folder("templates")), components])
    for name in FLASK_GLOBALS_TEMPLATES_MUST_NOT_SEE:
        app.jinja_env.globals.pop(name, None)
    app.jinja_env.globals["csrf_field"] = csrf_field
    install_filters(app)


def _install_rooms(app: Flask) -> None:
    accounts.install_entrance(app)
    install_desk(app, DESK_SOURCES)
    accounts.install_scopes(app, _scopes)
    consultations.install_hub(app, HUB_SOURCES)
    consultations.install_checks(app, ChecksBeforeApproval())
    consultations.install_ways_on(app, WAYS_ON)
    bodies.install_evidence(app, elections.evidence_hrefs)
    bodies.install_filling(app, under_way=elections.elections_under_way, href=elections.ways_href)
    bodies.install_asking(app, asked=consultations.asked_about, href=consultations.asking_href)
    bodies.install_attendance(app, meetings.attendance)
    bodies.install_meetings(app, meetings.meets)
    meetings.install_topics(app, (consultations.Topics(), outcomes.Topics()))
    meetings.install_contests(app, elections.contests_at)
    meetings.install_away(app, bank_holidays)
    bodies.install_looking_over(app, href=consultations.terms_review_href)
    consultations.install_redrafts(app, margin.DraftsOfPublished())
    respond.install_beside(app, BESIDE_THE_DOCUMENT)
    respond.install_invitations(app, outreach.who_is_invited)
    responses_desk.copies.install_personal(app, PERSONAL)
    responses_desk.install_lateness(app, outreach.why_no_late_exception)
    outreach.install_closed_days(app, closed_days)
    install_when(WHEN)
    install_furniture(app, Furniture(navigation=_navigation, officer_navigation=_officer_navigation, footer=_footer))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def _scopes(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the single places in which a role can be given."""
    consultations_named = ((consultation_scope(number), title) for number, title in titles_of(session).items())
    bodies_named = ((body_scope(number), name) for number, name in body_names(session).items())
    return (*consultations_named, *bodies_named)


def _navigation() -> tuple[Link, ...]:
    return (
        _link(_("Consultations"), "/consultations"),
        _link(_("What we promised"), "/commitments"),
        _link(_("Elections"), "/elections"),
        _link(_("Who speaks for whom"), "/bodies"),
        _link(_("Follow your response"), "/follow"),
    )


def _officer_navigation() -> tuple[Link, ...]:
    links = [_link(_("Your desk"), "/desk"), _link(_("Consultations"), "/desk/consultations")]
    if may(Permission.CALL_PRE_ELECTION_PERIOD):
        links.append(_link(_("Pre-election periods"), "/desk/pre-election-periods"))
    if may(Permission.RUN_ELECTIONS):
        links.append(_link(_("Elections"), "/desk/elections"))
    if may(Permission.MANAGE_PLACES):
        links.append(_link(_("Holidays"), "/desk/calendar"))
    if may(Permission.MANAGE_BODIES):
        links.append(_link(_("Bodies and seats"), "/desk/bodies"))
    if may(Permission.MANAGE_PLACES):
        links.append(_link(_("Schools"), "/desk/schools/import"))
    if may(Permission.READ_CONCERNS):
        links.append(_link(_("Safeguarding"), "/desk/safeguarding"))
    if may(Permission.KEEP_PRIVACY):
        links.append(_link(_("Personal data"), "/desk/privacy"))
    if may(Permission.MANAGE_ACCOUNTS):
        links.append(_link(_("People"), "/people"))
    if may(Permission.RUN_INSTALLATION):
        links.append(_link(_("Installation"), "/installation"))
    return tuple(links)


def _footer() -> tuple[Link, ...]:
    return (
        _link(_("Help"), "/help"),
        _link(_("Privacy"), "/privacy"),
        _link(_("What we publish"), "/moderation"),
        _link(_("Accessibility"), "/accessibility"),
        _link(_("Follow your response"), "/follow"),
        _link(_("Your desk"), "/desk") if current_signed_in() else _link(_("Sign in for officers"), "/sign-in"),
    )


def _link(text: str, href: str) -> Link:
    is_below = href != "/desk" and request.path.startswith(f"{href}/")  # the desk's other pages have links of their own
    is_current = request.path == href or is_below
    return Link(text=text, href=href, is_current=is_current)
