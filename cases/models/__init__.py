"""The nouns of a dispute, one file per family; no I/O, no rule of procedure."""

from cases.models.after import FollowUp, HandOver
from cases.models.agreement import Agreement, AgreementVersion, Confirmation, Instalment, Payment, Signature
from cases.models.case import Case, CourtComment, CourtReferral, Source
from cases.models.dispute import Dispute
from cases.models.evidence import Evidence
from cases.models.health import GlassBreak, HealthNote, HealthService
from cases.models.meeting import CaucusNote, Meeting, Minutes, MinutesProcess
from cases.models.party import (
    Agent,
    AnswerLink,
    ClaimItem,
    Consent,
    ContactAttempt,
    Party,
    PartyKind,
    Side,
)
from cases.models.record import AccessLog, CaseEvent, LookupFailure, NumberSeries
from cases.models.team import Assignment, Recusal
from cases.models.time import Extension, LimitationEvent, Suspension

__all__ = [
    "AccessLog",
    "Agent",
    "Agreement",
    "AgreementVersion",
    "AnswerLink",
    "Assignment",
    "Case",
    "CaseEvent",
    "CaucusNote",
    "ClaimItem",
    "Confirmation",
    "Consent",
    "ContactAttempt",
    "CourtComment",
    "CourtReferral",
    "Dispute",
    "Evidence",
    "Extension",
    "FollowUp",
    "GlassBreak",
    "HandOver",
    "HealthNote",
    "HealthService",
    "Instalment",
    "LimitationEvent",
    "LookupFailure",
    "Meeting",
    "Minutes",
    "MinutesProcess",
    "NumberSeries",
    "Party",
    "PartyKind",
    "Payment",
    "Recusal",
    "Side",
    "Signature",
    "Source",
    "Suspension",
]
