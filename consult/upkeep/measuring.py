"""What an operator's monitoring reads: jobs, mails, responses, disk, backups, in the text that Prometheus takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.jobs.models import Job
from consult.jobs.queries import job_counts
from consult.jobs.rules import JobState
from consult.post.queries import mail_counts
from consult.responses.models import Response
from consult.settings import Settings
from consult.upkeep.backup import backups_in, read_manifest
from consult.upkeep.nightly import last_proof


class Installation(Collector):
    """One look at an installation."""

    def __init__(self, session: Session, settings: Settings, *, now: datetime) -> None:
        self._session, self._settings, self._now = session, settings, now

    def collect(self) -> Iterator[Metric]:
        """Give each figure with a sentence on what it is."""
        yield _by_state("consult_jobs", "Jobs by where they stand.", job_counts(self._session))
        yield _by_state("consult_mails", "Mails by where they stand.", mail_counts(self._session))
        stored = self._session.scalar(select(func.count()).select_from(Response)) or 0
        yield GaugeMetricFamily("consult_responses", "Responses that are stored.", value=stored)
        yield _seconds(
            "consult_oldest_due_job_seconds", "How long the oldest job that is due has waited.", self._wait()
        )
        data = self._settings.data
        usage = shutil.disk_usage(next(path for path in (data, *data.parents) if path.exists()))
        yield GaugeMetricFamily("consult_disk_free_bytes", "Bytes free where the data lie.", value=usage.free)
        yield GaugeMetricFamily("consult_disk_bytes", "Bytes of that disk.", value=usage.total)
        yield _seconds("consult_backup_age_seconds", "Seconds since the last backup; none is -1.", self._since_backup())
        yield _seconds(
            "consult_proof_age_seconds", "Seconds since a backup was proved; none is -1.", self._since_proof()
        )

    def _wait(self) -> float:
        oldest = self._session.scalar(select(func.min(Job.not_before)).where(Job.state == JobState.WAITING))
        return max((self._now - oldest).total_seconds(), 0.0) if oldest else 0.0

    def _since_backup(self) -> float:
        made = backups_in(self._settings.backups_folder)
        return (self._now - read_manifest(made[0]).made_at).total_seconds() if made else -1.0

    def _since_proof(self) -> float:
        proof = last_proof(self._settings)
        return (self._now - proof.at).total_seconds() if proof else -1.0


def measured(session: Session, settings: Settings, *, now: datetime) -> bytes:
    """Return every figure as text."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Installation(session, settings, now=now))
    return generate_latest(registry)


def _by_state(name: str, sentence: str, counts: Mapping[Any, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, sentence, labels=["state"])
    for state, count in counts.items():
        family.add_metric([str(state.value)], count)
    return family


def _seconds(name: str, sentence: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, sentence, value=round(value, 3))
