"""Puts a row into a table as it was at an earlier migration, whatever columns its model has gained since."""

from datetime import datetime

from sqlalchemy import column, insert, table
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation


def insert_into(session: Session, name: str, /, **values: object) -> int:
    """Insert one row with exactly these columns, and return its number."""
    place = table(name, column("id"), *(column(key) for key in values))
    return session.execute(insert(place).values(**values).returning(place.c.id)).scalar_one()


def insert_response(
    session: Session, consultation: Consultation, *, text: str, now: datetime, unlike: str = "a", **more: object
) -> tuple[int, int]:
    """Insert a response with one answer as the first tables took it, and return the numbers of both.

    ``more``: columns that the table had gained by then.
    """
    response_id = insert_into(
        session,
        "responses",
        consultation_id=consultation.id,
        reference=f"AAAAA-AAAA{unlike}",
        secret_hash="secret",  # noqa: S106 - opens nothing
        public_number=f"public {unlike}",
        submission_key=f"key {unlike}",
        channel="web",
        timeliness="in_time",
        received_at=now.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else now,
        received_on=now.date(),
        recorded_at=now.replace(tzinfo=None) if session.get_bind().dialect.name == "sqlite" else now,
        on_behalf_of="self",
        organisation_name="",
        publish_as="without_name",
        language="en",
        incomplete=False,
        source_reference="",
        revision=1,
        **more,
    )
    question = consultation.questions[0].id
    answer_id = insert_into(session, "answers", response_id=response_id, question_id=question, text=text)
    return response_id, answer_id
