"""What kinds of organisation the council knows."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is; schools keep their own register in a later room."""

    SCHOOL = "school"
    TRUST = "trust"
    UNION = "union"
    COMMUNITY = "community"
    EMPLOYER = "employer"
    PUBLIC_BODY = "public_body"
