"""What has been read of one row of a spreadsheet so far, on its way to a value for the one door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from consult.responses.intake_mapping import ColumnMapping
from consult.responses.rules import (
    Channel,
    GivenAnswer,
    OnBehalfOf,
    PublishAs,
    Submitted,
)


@dataclass(slots=True)
class RowDraft:
    """What has been read of one row so far."""

    mapping: ColumnMapping
    texts: dict[int, str] = field(default_factory=dict)
    scales: dict[int, int] = field(default_factory=dict)
    picks: dict[int, dict[int, int]] = field(default_factory=dict)  # question → choice → rank
    group_id: int | None = None
    ward_id: int | None = None
    received_on: date | None = None
    channel: Channel | None = None
    publish_as: PublishAs | None = None
    organisation: str = ""
    reference: str = ""
    claimed_people: int | None = None

    def given_answers(self) -> tuple[GivenAnswer, ...]:
        """The answers, one a question."""
        asked = dict.fromkeys(
            [*self.texts, *self.scales, *(question for question, picks in self.picks.items() if picks)]
        )
        return tuple(
            GivenAnswer(
                question_id=question,
                text=self.texts.get(question, ""),
                scale=self.scales.get(question),
                choice_ids=tuple(sorted(self.picks.get(question, {}), key=self.picks.get(question, {}).__getitem__)),
            )
            for question in asked
        )

    def submitted(self, answers: tuple[GivenAnswer, ...], row_hash: str, slug: str) -> Submitted:
        """The whole, ready for the one door."""
        return Submitted(
            channel=self.channel or self.mapping.channel,
            submission_key=f"import:{slug}:{row_hash}",
            group_id=self.group_id or self.mapping.group_id,
            answers=answers,
            on_behalf_of=OnBehalfOf.ORGANISATION if self.organisation else OnBehalfOf.SELF,
            organisation_name=self.organisation,
            ward_id=self.ward_id,
            publish_as=self.publish_as or self.mapping.publish_as,
            received_on=self.received_on or self.mapping.received_on,
            row_hash=row_hash,
            source_reference=self.reference,
            claimed_people=self.claimed_people,
        )
