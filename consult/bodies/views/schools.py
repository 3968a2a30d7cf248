"""The register of schools: for everyone to read, and for officers to bring up to date from a spreadsheet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from consult.accounts.rules import Permission
from consult.bodies.actions.schools import Imported, import_schools
from consult.bodies.forms.schools import SchoolsForm
from consult.bodies.models import School
from consult.bodies.queries.schools import school_by_id, schools_listed
from consult.bodies.register import COLUMNS, NEEDED
from consult.bodies.rules import GovernorRoute, Phase
from consult.bodies.views.blueprint import bp, today
from consult.bodies.wording import PHASES, ROUTES, SCHOOL_STATUS
from consult.files.tables import read_table
from consult.kernel.errors import Invalid
from consult.storage.paging import Page as Cut
from consult.web.caching import kept
from consult.web.charts import Bar, BarChart
from consult.web.clock import now
from consult.web.filters import percent, short_day
from consult.web.guards import actor, needs, public
from consult.web.page import Page
from consult.web.transaction import session

MOST_FAULTS = 50
LONGEST_SOUGHT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRowShown:
    """One school in the list."""

    name: str
    href: str
    phase: str
    status: str
    network: str
    ward: str


@dataclass(frozen=True, kw_only=True)
class SchoolsPage(Page):
    """The register, page by page."""

    template: ClassVar[str] = "bodies/schools.html"

    rows: tuple[SchoolRowShown, ...]
    cut: Cut[School]
    sought: str
    phase: str
    phases: tuple[tuple[str, str], ...]
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class SchoolPage(Page):
    """One school: what it is and was, and how its governors came to office."""

    template: ClassVar[str] = "bodies/school.html"

    facts: tuple[tuple[str, str], ...]
    statuses: tuple[str, ...]
    networks: tuple[tuple[str, str, str], ...]
    chart: BarChart | None


@dataclass(frozen=True, kw_only=True)
class SchoolsImportPage(Page):
    """Takes a file with schools, and says line by line what is wrong with it."""

    template: ClassVar[str] = "bodies/schools_import.html"

    form: SchoolsForm
    faults: tuple[tuple[int, str], ...]
    n_more: int
    needed: tuple[str, ...]
    others: tuple[str, ...]


@bp.get("/schools")
@public
@kept
def schools() -> Response:
    """List the schools."""
    sought = request.args.get("q", "").replace("\x00", " ").strip()[:LONGEST_SOUGHT]
    phase = next((each for each in Phase if each.value == request.args.get("phase")), None)
    cut = schools_listed(session(), words=sought, phase=phase, number=request.args.get("page", 1, type=int))
    values = {"q": sought, "phase": phase.value if phase else ""}
    return SchoolsPage(
        title=_("Schools"),
        rows=tuple(_row(each) for each in cut.items),
        cut=cut,
        sought=sought,
        phase=phase.value if phase else "",
        phases=(("", _("All phases")), *((each.value, str(words)) for each, words in PHASES.items())),
        values={name: value for name, value in values.items() if value},
    ).answer()


@bp.get("/schools/<int:school_id>")
@public
@kept
def school(school_id: int) -> Response:
    """Show one school."""
    found = school_by_id(session(), school_id)
    ward = found.organisation.ward
    place = f"{ward.name}, {ward.district.name}" if ward else ""
    facts = [
        (_("Phase"), str(PHASES[found.phase])),
        (_("Ward and district"), place),
        (_("URN"), found.urn or ""),
        (_("Opened"), short_day(found.opened_on) if found.opened_on else ""),
        (_("Closed"), short_day(found.closed_on) if found.closed_on else ""),
    ]
    return SchoolPage(
        title=found.organisation.name,
        facts=tuple(fact for fact in facts if fact[1]),
        statuses=_statuses(found),
        networks=tuple(
            (each.body.name, url_for("bodies.body", slug=each.body.slug), _time(each.from_on, each.until_on))
            for each in reversed(found.networks)
        ),
        chart=_chart(found),
    ).answer()


@bp.route("/desk/schools/import", methods=["GET", "POST"])
@needs(Permission.MANAGE_PLACES)
def schools_import() -> AnyResponse:
    """Bring the register up to date from a file, all of it or nothing."""
    form = SchoolsForm(as_of=today())
    done = _import(form) if form.is_valid_post() else None
    if done is not None and not done.faults:
        flash(
            ngettext(
                "%(n)s school was read, %(new)s of them new.",
                "%(n)s schools were read, %(new)s of them new.",
                done.n_rows,
                n=done.n_rows,
                new=done.n_new,
            )
        )
        return redirect(url_for("bodies.schools"), 303)
    faults = done.faults if done else ()
    return SchoolsImportPage(
        title=_("Bring the register of schools up to date"),
        form=form,
        faults=tuple((fault.line, fault.sentence) for fault in faults[:MOST_FAULTS]),
        n_more=max(len(faults) - MOST_FAULTS, 0),
        needed=NEEDED,
        others=tuple(name for name in COLUMNS if name not in NEEDED),
    ).answer()


def _import(form: SchoolsForm) -> Imported | None:
    data, name = form.file.data.read(), form.file.data.filename or ""
    try:
        table = read_table(data, name)
    except Invalid as wrong:
        form.refuse("file", wrong.sentence)
        return None
    digest = hashlib.sha256(data).hexdigest()
    as_of = form.as_of.data or today()
    done = import_schools(session(), table=table, as_of=as_of, digest=digest, by=actor(), now=now())
    if done.faults:
        form.refuse("file", _("Nothing was stored. Mend the lines below, then upload the file again."))
    return done


def _row(each: School) -> SchoolRowShown:
    status = each.status_on(today())
    trust = f" · {status.trust.name}" if status and status.trust else ""
    current = [held.body.name for held in each.networks if held.until_on is None]
    return SchoolRowShown(
        name=each.organisation.name,
        href=url_for("bodies.school", school_id=each.id),
        phase=str(PHASES[each.phase]),
        status=f"{SCHOOL_STATUS[status.status]}{trust}" if status else "",
        network=", ".join(current),
        ward=each.organisation.ward.name if each.organisation.ward else "",
    )


def _statuses(found: School) -> tuple[str, ...]:
    lines = []
    for each in reversed(found.statuses):
        words = f"{SCHOOL_STATUS[each.status]}, {each.trust.name}" if each.trust else str(SCHOOL_STATUS[each.status])
        is_known = each.from_on.year > 1900
        since = _("since %(day)s", day=short_day(each.from_on)) if is_known else _("from the beginning of our records")
        lines.append(f"{words}: {since}")
    return tuple(lines)


def _time(since: Any, until: Any) -> str:
    if until:
        return _("%(since)s to %(last)s", since=short_day(since), last=short_day(until))
    return _("since %(day)s", day=short_day(since))


def _chart(found: School) -> BarChart | None:
    """Show how governors came to office; the title says how many were elected."""
    counts = {each.route: each.n for each in found.governors}
    total = sum(n for route, n in counts.items() if route is not GovernorRoute.VACANT)
    if not total:
        return None
    elected = sum(n for route, n in counts.items() if route.is_elected)
    most = max(counts.values())
    rows = tuple(
        Bar(
            label=str(ROUTES[route]).capitalize(),
            n=counts[route],
            words=str(counts[route]),
            share=counts[route] / most,
            is_rest=not route.is_elected,
        )
        for route in ROUTES
        if route in counts
    )
    title = _(
        "%(n)s of %(all)s governors were elected (%(share)s)", n=elected, all=total, share=percent(elected / total)
    )
    return BarChart(title=title, label_heading=_("How they came"), number_heading=_("Governors"), rows=rows)
