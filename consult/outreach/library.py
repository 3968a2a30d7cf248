"""Whom to ask, by kind of consultation: what law or practice expects in England, in our own words.

The law is summarised and needs a lawyer's eye before a council relies on it; every page that shows it says so. The
groups are named by the codes of stakeholder groups that most councils have; one that this council does not know is
left empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.outreach.rules import Basis, ConsultationKind

_ADMISSIONS = "School Admissions Code: those whom the admission authority must consult"
_ORGANISATION = "School Organisation (Prescribed Alterations) Regulations 2013 and the statutory guidance to them"
_BEST_VALUE = "Section 3 of the Local Government Act 1999: representatives of those who pay and those who use services"
_PUPILS = "Section 176 of the Education Act 2002: have regard to guidance on consulting pupils"
_PRACTICE = "Good practice: those whom the plan affects"
_SCRUTINY = "Part 1A of the Local Government Act 2000: overview and scrutiny"

STRATEGY = ConsultationKind.SCHOOLS_STRATEGY
ORGANISATION = ConsultationKind.SCHOOL_ORGANISATION
ADMISSIONS = ConsultationKind.ADMISSIONS
GENERAL = ConsultationKind.GENERAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A consultee that the library suggests; ``bases`` says why, for each kind of consultation it belongs to."""

    code: str
    name: str
    group: str
    bases: tuple[tuple[ConsultationKind, Basis, str], ...]
    is_class: bool = True


def _in(*bases: tuple[ConsultationKind, Basis, str]) -> tuple[tuple[ConsultationKind, Basis, str], ...]:
    return bases


LIBRARY: tuple[Suggested, ...] = (
    Suggested(
        code="heads-nursery",
        name="Headteachers of nursery schools",
        group="headteacher",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _PRACTICE)),
    ),
    Suggested(
        code="heads-primary",
        name="Headteachers of primary schools",
        group="headteacher",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _PRACTICE)),
    ),
    Suggested(
        code="heads-secondary",
        name="Headteachers of secondary schools",
        group="headteacher",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _PRACTICE)),
    ),
    Suggested(
        code="heads-special",
        name="Headteachers of special schools and alternative provision",
        group="headteacher",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _PRACTICE)),
    ),
    Suggested(
        code="governors",
        name="Governing boards of maintained schools",
        group="governor",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _PRACTICE),
            (ORGANISATION, Basis.LAW, _ORGANISATION),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
        ),
    ),
    Suggested(
        code="trusts",
        name="Academy trusts with schools in the area",
        group="governor",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _PRACTICE),
            (ORGANISATION, Basis.PRACTICE, _PRACTICE),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
        ),
    ),
    Suggested(
        code="dioceses",
        name="Diocesan authorities and other religious bodies",
        group="community",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _PRACTICE),
            (ORGANISATION, Basis.LAW, _ORGANISATION),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
        ),
    ),
    Suggested(
        code="teachers",
        name="Teachers",
        group="teacher",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _ORGANISATION)),
    ),
    Suggested(
        code="support-staff",
        name="School and support staff",
        group="staff",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.PRACTICE, _ORGANISATION)),
    ),
    Suggested(
        code="teaching-unions",
        name="Unions of teachers and school leaders",
        group="union",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.LAW, _ORGANISATION)),
    ),
    Suggested(
        code="staff-unions",
        name="Unions of support staff",
        group="union",
        bases=_in((STRATEGY, Basis.PRACTICE, _PRACTICE), (ORGANISATION, Basis.LAW, _ORGANISATION)),
    ),
    Suggested(
        code="parents",
        name="Parents and carers",
        group="parent",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _BEST_VALUE),
            (ORGANISATION, Basis.LAW, _ORGANISATION),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
            (GENERAL, Basis.PRACTICE, _BEST_VALUE),
        ),
    ),
    Suggested(
        code="pupils",
        name="Pupils and students",
        group="pupil",
        bases=_in((STRATEGY, Basis.LAW, _PUPILS), (ORGANISATION, Basis.LAW, _PUPILS)),
    ),
    Suggested(
        code="community",
        name="Community and voluntary organisations",
        group="community",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _BEST_VALUE),
            (ORGANISATION, Basis.PRACTICE, _PRACTICE),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
            (GENERAL, Basis.PRACTICE, _BEST_VALUE),
        ),
    ),
    Suggested(
        code="ward-councillors",
        name="Councillors of the wards concerned",
        group="councillor",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _PRACTICE),
            (ORGANISATION, Basis.PRACTICE, _ORGANISATION),
            (GENERAL, Basis.PRACTICE, _PRACTICE),
        ),
    ),
    Suggested(
        code="scrutiny",
        name="The scrutiny committee for education",
        group="councillor",
        is_class=False,
        bases=_in((STRATEGY, Basis.PRACTICE, _SCRUTINY), (ORGANISATION, Basis.PRACTICE, _SCRUTINY)),
    ),
    Suggested(
        code="neighbours",
        name="Neighbouring councils",
        group="community",
        bases=_in(
            (STRATEGY, Basis.PRACTICE, _PRACTICE),
            (ORGANISATION, Basis.LAW, _ORGANISATION),
            (ADMISSIONS, Basis.LAW, _ADMISSIONS),
        ),
    ),
    Suggested(
        code="admission-authorities",
        name="Other admission authorities in the area",
        group="governor",
        bases=_in((ADMISSIONS, Basis.LAW, _ADMISSIONS)),
    ),
    Suggested(
        code="employers",
        name="Employers and their chamber of commerce",
        group="employer",
        bases=_in((STRATEGY, Basis.PRACTICE, _BEST_VALUE), (GENERAL, Basis.PRACTICE, _BEST_VALUE)),
    ),
    Suggested(
        code="taxpayers",
        name="People who pay council tax and business rates",
        group="resident",
        bases=_in((GENERAL, Basis.LAW, _BEST_VALUE)),
    ),
)


def suggested_for(kind: ConsultationKind) -> Sequence[tuple[Suggested, Basis, str]]:
    """Return the consultees for a kind of consultation with basis and source, those that the law names first."""
    found = [(entry, basis, source) for entry in LIBRARY for for_kind, basis, source in entry.bases if for_kind is kind]
    return sorted(found, key=lambda each: each[1] is not Basis.LAW)
