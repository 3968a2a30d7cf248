"""Read the city from its files."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from consult.accounts.rules import Role
from consult.consultations.rules import QuestionKind
from consult.demo.values import (
    AskedInCity,
    City,
    CityAccount,
    CityClarification,
    CityConsultation,
    CityCorrection,
    CityDecision,
    CityDelay,
    CityDistrict,
    CityEdition,
    CityGroup,
    CityOrganisation,
    CityPromise,
    CityTheme,
    CityWard,
    Council,
    SaidComment,
    SaidResponse,
)
from consult.outcomes.rules import CommitmentProgress, Position
from consult.places.rules import OrganisationKind
from consult.responses.rules import Channel, Purpose

CITY = Path(__file__).parent / "city"

_KINDS = {
    "trust": OrganisationKind.TRUST,
    "union": OrganisationKind.UNION,
    "community": OrganisationKind.COMMUNITY,
    "employer": OrganisationKind.EMPLOYER,
}
_WORDS = ("title", "summary", "why", "why_now", "can_change", "already_decided", "evidence", "cost_and_impact")
_FACTS = ("who_decides", "decides_in_days", "opened_days_ago", "closes_in_days", "document_title")


@cache
def the_city() -> City:
    """Everything that is invented; the same at every call."""
    return City(
        council=_council(),
        sharing=_consultation("sharing"),
        stepping_in=_consultation("stepping_in"),
        fair_say=_consultation("fair_say"),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CITY / name).read_text(encoding="utf-8"))


def _council() -> Council:
    told = _toml("council.toml")
    return Council(
        name=told["name"],
        short_name=told["short_name"],
        email=told["email"],
        phone=told["phone"],
        address=told["address"],
        contact=told["contact"],
        districts=_districts(told["district"]),
        groups=tuple(CityGroup(**group) for group in told["group"]),
        organisations=tuple(
            CityOrganisation(key=key, name=name, kind=_KINDS.get(kind, OrganisationKind.SCHOOL), ward=ward)
            for key, name, kind, ward in _toml("organisations.toml")["organisation"]
        ),
        accounts=tuple(
            CityAccount(email=email, name=name, role=Role(role))
            for email, name, role in _toml("accounts.toml")["account"]
        ),
    )


def _districts(told: list[dict[str, Any]]) -> tuple[CityDistrict, ...]:
    """Wards are coded in order, district by district, in a shape that no real ward has."""
    n_before, districts = 0, []
    for district in told:
        wards = tuple(
            CityWard(code=f"X05{number:06d}", name=name, population=population)
            for number, (name, population) in enumerate(district["wards"], start=n_before + 1)
        )
        n_before += len(wards)
        districts.append(CityDistrict(code=district["code"], name=district["name"], wards=wards))
    return tuple(districts)


def _consultation(key: str) -> CityConsultation:
    told = _toml(f"{key}/consultation.toml")
    return CityConsultation(
        key=key,
        **{name: told[name] for name in (*_WORDS, *_FACTS)},
        document=(CITY / key / "document.md").read_text(encoding="utf-8"),
        options=tuple((option["title"], option["rejected_because"]) for option in told["option"]),
        questions=tuple(_question(question) for question in told["question"]),
        clarifications=tuple(CityClarification(**asked) for asked in told["clarification"]),
        responses=_responses(key),
        themes=tuple(_theme(theme) for theme in told.get("theme", [])),
        commitments=tuple(_promise(promise) for promise in told.get("commitment", [])),
        decision=_decision(told["decision"]) if "decision" in told else None,
        delay=CityDelay(**told["delay"]) if "delay" in told else None,
        correction=CityCorrection(**told["correction"]) if "correction" in told else None,
        editions=tuple(CityEdition(**edition) for edition in told.get("edition", [])),
        extended_days=told.get("extended_days", 0),
        extension_reason=told.get("extension_reason", ""),
    )


def _question(told: dict[str, Any]) -> AskedInCity:
    kind, choices = QuestionKind(told["kind"]), tuple(told.get("choices", ()))
    return AskedInCity(**{**told, "kind": kind, "choices": choices})


def _theme(told: dict[str, Any]) -> CityTheme:
    position = Position(told["position"]) if "position" in told else None
    return CityTheme(**{**told, "position": position})


def _promise(told: dict[str, Any]) -> CityPromise:
    progress = tuple((days_ago, note) for days_ago, note in told["progress"])
    return CityPromise(**{**told, "state": CommitmentProgress(told["state"]), "progress": progress})


def _decision(told: dict[str, Any]) -> CityDecision:
    alternatives = tuple((alternative, reason) for alternative, reason in told["alternatives"])
    return CityDecision(**{**told, "papers": tuple(told["papers"]), "alternatives": alternatives})


def _responses(key: str) -> tuple[SaidResponse, ...]:
    lines = (CITY / key / "responses.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_said(json.loads(line)) for line in lines)


def _said(told: dict[str, Any]) -> SaidResponse:
    comments = tuple(
        SaidComment(at=comment["at"], purpose=Purpose(comment["purpose"]), text=comment["text"])
        for comment in told.get("comments", [])
    )
    lists = {name: tuple(told.get(name, ())) for name in ("hide", "refuse")}
    return SaidResponse(**{**told, "channel": Channel(told.get("channel", "web")), "comments": comments, **lists})
