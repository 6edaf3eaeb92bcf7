"""The nouns of a dispute, one file per family; no I/O, no rule of procedure."""

from cases.models.after import FollowUp, HandOver
from cases.models.agreement import Agreement, AgreementVersion, Confirmation, Instalment, Payment, Signature
from cases.models.case import Case, CourtComment, CourtReferral, Source
from cases.models.dispute import Dispute
from cases.models.evidence import Evidence
from cases.models.health import GlassBreak, HealthNote, HealthService
from cases.models.inquiry import Inquiry
from cases.models.meeting import CaucusNote, Meeting, Minutes, MinutesProcess
from cases.models.parameter import Calculation, CalendarYear, LawParameter
from cases.models.party import (
    Agent,
    AnswerLink,
    ClaimItem,
    Consent,
    ContactAttempt,
    Party,
    PartyKind,
    RosterUpload,
    Side,
)
from cases.models.record import AccessLog, CaseEvent, LookupFailure, NumberSeries
from cases.models.team import Assignment, Recusal
from cases.models.time import Extension, LimitationEvent, LimitationPause, OutsideDate, Suspension
from cases.models.union_letter import UnionLetter

__all__ = [
    "AccessLog",
    "Agent",
    "Agreement",
    "AgreementVersion",
    "AnswerLink",
    "Assignment",
    "Calculation",
    "CalendarYear",
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
    "Inquiry",
    "Instalment",
    "LawParameter",
    "LimitationEvent",
    "LimitationPause",
    "LookupFailure",
    "Meeting",
    "Minutes",
    "MinutesProcess",
    "NumberSeries",
    "OutsideDate",
    "Party",
    "PartyKind",
    "Payment",
    "Recusal",
    "RosterUpload",
    "Side",
    "Signature",
    "Source",
    "Suspension",
    "UnionLetter",
]
