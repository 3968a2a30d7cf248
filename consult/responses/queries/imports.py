"""The files that officers imported into one consultation."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.jobs.models import Job
from consult.kernel.errors import NotFound
from consult.responses.models import ImportBatch

MOST_SHOWN = 100


def import_batches(session: Session, *, consultation: Consultation) -> Sequence[ImportBatch]:
    """The imports of one consultation, newest first."""
    return session.scalars(
        select(ImportBatch)
        .where(ImportBatch.consultation_id == consultation.id)
        .order_by(ImportBatch.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def import_batch(session: Session, *, consultation: Consultation, batch_id: int) -> ImportBatch:
    """One import of this consultation.

    Raises:
        NotFound: it is not an import of this consultation.
    """
    found = session.get(ImportBatch, batch_id)
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("We could not find this import. Check the link that brought you here.")
    return found


def job_of_import(session: Session, *, batch: ImportBatch) -> Job | None:
    """The job that imports a large file, if there is one."""
    return session.scalar(select(Job).where(Job.key == f"responses.import:{batch.id}"))
