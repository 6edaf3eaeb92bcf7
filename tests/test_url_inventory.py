"""Every address × every kind of visitor: what a GET and an empty POST answer; a route that is not in the table fails.

The tables are written down, not computed, and read like the rule they check: 302 sends to the sign-in page or to the door
of the portal, or on to where the thing is; 404 means that for this visitor the thing is not there (another park, another
court), 403 that it is there and a right is missing, 405 that the address does not take this method, 410 that a letter is
over. Whatever is not in POSTS takes no POST from anybody.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.law.sheet import Sheet
from cases.models import (
    Agent,
    Assignment,
    Calculation,
    CalendarYear,
    Case,
    Evidence,
    GlassBreak,
    HealthNote,
    HealthService,
    LawParameter,
    LimitationPause,
    Meeting,
    OutsideDate,
    Recusal,
)
from cases.services import actors
from cases.services.calculations import as_json
from cases.services.parties import make_answer_link, record_consent
from cases.services.performance import report_payment
from cases.services.portal import pin_of
from cases.services.roster import put_aside
from cases.states import State
from cases.statistics.periods import Span, period
from documents import store
from documents.apart import HealthPaper
from documents.dossier import items_of
from documents.health_papers import make_record
from documents.models import (
    DestructionItem,
    DestructionList,
    DestructionSignature,
    Document,
    Dossier,
    DossierEvent,
    DossierHandOver,
    DossierVolume,
    PaperRun,
    RoomSeal,
)
from documents.originals import Told as OriginalTold
from documents.originals import take_in
from documents.reports import make as make_report
from documents.reports import scopes
from documents.scans import Signed, receive_scan
from documents.services import issue, subjects
from documents.serving import Told, serve
from mediation.accounts.models import User
from mediation.accounts.services import new_calendar_token
from mediation.parks.models import Appointment
from mediation.parks.roles import Role
from tests.cases.test_roster import a_workbook
from tests.factories import PASSWORD, Team, UserFactory, a_room_with_team, appointed, strangers
from tests.scenarios import at

MOMENT = "2026-09-22T10:00:00+08:00"
pytestmark = pytest.mark.django_db  # without it pytest-django makes no database for the fixture of the module
PDF = b"%PDF-1.7\n%%EOF\n"

WHO = (
    "anonymous",
    "registrar",
    "lawyer",
    "coordinator",
    "health",
    "head",
    "supervisor",
    "area",
    "auditor",
    "liaison",
    "stranger",
    "worker",
    "superuser",
)
"""Who comes. `area` is the union's supervisor of the whole province. The stranger heads another park's room, is its union's supervisor and liaison of another
court; the worker came by code and PIN and has no account; the superuser is appointed to nothing."""


# ---- the tables --------------------------------------------------------------------------------------------------

Answers = Mapping[int, frozenset[str]]

EVERYBODY = frozenset(WHO)
OUT = frozenset({"anonymous", "worker"})
"""Not signed in to an account; the worker's card opens the portal and nothing else."""
SIGNED_IN = EVERYBODY - OUT
MEDIATORS = frozenset({"lawyer", "coordinator", "health"})
HEAD = frozenset({"head"})
ROOM = frozenset({"registrar"}) | MEDIATORS | HEAD
UNION = frozenset({"supervisor", "area"})
AUDITOR = frozenset({"auditor"})
PARK = ROOM | UNION | AUDITOR
OVERSEERS = HEAD | UNION | AUDITOR
LIAISON = frozenset({"liaison"})
STRANGER = frozenset({"stranger"})
WORKER = frozenset({"worker"})
NOWHERE = frozenset({"superuser"})
ELSEWHERE = SIGNED_IN - PARK
"""For whom nothing of this park is there."""


def in_park(may: frozenset[str], code: int = 200) -> Answers:
    """A thing of the park: these may, the others of the park lack a right, for everybody else it is not there."""
    return _with({302: OUT, 403: PARK - may, 404: ELSEWHERE}, code, may)


def _of_the_uploader(code: int = 200) -> Answers:
    """A half-finished list of identity numbers: there for the registrar who uploaded it, for no colleague."""
    return {302: OUT, 403: UNION | AUDITOR, 404: (ROOM - {"registrar"}) | ELSEWHERE, code: frozenset({"registrar"})} | (
        {302: OUT | {"registrar"}} if code == 302 else {}
    )


def at_court(code: int = 200) -> Answers:
    """A thing of the court: its liaison may, for everybody else it is not there."""
    return _with({302: OUT, 404: SIGNED_IN - LIAISON}, code, LIAISON)


def _with(others: Answers, code: int, may: frozenset[str]) -> Answers:
    return {**others, code: others.get(code, frozenset()) | may}


def of_ones_own(may: frozenset[str]) -> Answers:
    """A page of no particular thing, with what is one's own: these may, the others are told that they may not."""
    return {302: OUT, 200: may, 403: SIGNED_IN - may}


POST_ONLY: Answers = {302: OUT, 405: SIGNED_IN}
REPORT_AGAIN: Answers = {302: OUT, 200: HEAD | UNION, 403: SIGNED_IN - HEAD - UNION - STRANGER, 404: STRANGER}
BEHIND_THE_CARD: Answers = {302: EVERYBODY - WORKER, 200: WORKER}

GETS: list[tuple[Answers, str]] = [
    # The frame
    ({200: OUT, 302: SIGNED_IN - NOWHERE, 403: NOWHERE}, "home"),
    ({200: OUT, 302: SIGNED_IN}, "accounts:sign-in"),
    (of_ones_own(SIGNED_IN), "accounts:password"),
    (POST_ONLY, "accounts:sign-out"),
    ({405: EVERYBODY}, "components:type_size"),
    ({404: EVERYBODY}, "components:gallery"),  # for developers and in practice only
    ({200: EVERYBODY}, "calendar-feed"),  # the address itself is the key
    # The desk
    (of_ones_own(SIGNED_IN), "desk:worklist desk:cases"),
    (of_ones_own(MEDIATORS | HEAD | STRANGER), "desk:calendar"),  # MEDIATE somewhere
    (of_ones_own(ROOM | STRANGER), "desk:intake desk:hints"),
    (
        in_park(PARK),  # VIEW_CASES
        """desk:case desk:parties desk:claims desk:team desk:meetings desk:evidence desk:agreement
        desk:performance desk:clocks desk:closing desk:history desk:calculation""",
    ),
    (in_park(ROOM), "desk:evidence_file"),  # the piece was shown to the room alone: nothing for those who watch
    (
        in_park(ROOM),  # REGISTER, or a right that whoever works in the room has beside it
        """desk:registered desk:application desk:card desk:card_code desk:pin_reset desk:party_add desk:party_edit
        desk:respondents desk:agent_add desk:agent_edit desk:consent_add desk:contact_add desk:claim_add desk:claim_edit
        desk:interruption_add desk:pause_add desk:pause_end desk:outside_date_add desk:outside_date_end
        desk:claim_remove desk:party_remove desk:recusal
        desk:evidence_add desk:evidence_correct desk:calculators desk:calculate""",
    ),
    (in_park(ROOM), "desk:roster desk:roster_form"),
    (_of_the_uploader(), "desk:roster_check desk:roster_corrections"),
    (in_park(ROOM, 302), "desk:complete"),  # complete already, so on to the case
    (in_park(ROOM), "desk:move desk:pay_together desk:pay desk:deed_done desk:waiver"),  # RECORD_PERFORMANCE
    (
        in_park(MEDIATORS | HEAD),  # MEDIATE
        """desk:claims_agreed desk:meeting_add desk:meeting_cancel desk:minutes_signing desk:inquiry_add
        desk:caucus_add
        desk:agreement_text desk:agreement_plan desk:agreement_sign desk:agreement_sign_together""",
    ),
    (in_park(frozenset({"coordinator"})), "desk:give_back"),  # whom the head assigned
    (in_park(MEDIATORS | HEAD), "desk:union_letter_add"),  # HAND_OVER
    (in_park(HEAD), "desk:lead desk:lane"),  # ASSIGN
    (in_park(frozenset({"health"})), "desk:health_add"),  # WRITE_HEALTH
    (in_park(UNION), "desk:note_break"),  # OPEN_SEALED
    (
        POST_ONLY,
        """desk:alarm desk:reveal desk:answer_link desk:take desk:recusal_decide desk:note_read
        desk:payment_confirm""",
    ),
    # The court
    (of_ones_own(LIAISON | STRANGER), "court:queue court:rooms court:delegate court:suit_period court:export"),
    (at_court(), "court:case court:review court:evidence"),
    (at_court(302), "court:move"),  # an act on an agreement has its form on the review page
    (POST_ONLY, "court:remark"),
    # The portal
    ({200: EVERYBODY - WORKER, 302: WORKER}, "portal:enter"),
    (
        {200: EVERYBODY},
        """portal:card portal:apply portal:apply_step portal:answer portal:reply portal:calculators portal:calculate
        portal:limitation""",
    ),
    ({410: EVERYBODY}, "portal:answered"),  # nobody has answered in this session
    (
        BEHIND_THE_CARD,
        """portal:case portal:material portal:piece portal:contact portal:received portal:missing
        portal:readers""",
    ),
    ({302: EVERYBODY}, "portal:withdraw portal:question portal:applied"),  # the case is past it: back to the case
    ({405: EVERYBODY}, "portal:leave portal:complete portal:confirm"),
    # Oversight
    (
        of_ones_own(OVERSEERS | STRANGER),
        "oversight:parks oversight:cases oversight:courts oversight:reference oversight:calendar oversight:parameters",
    ),
    ({302: OUT | OVERSEERS | STRANGER, 403: SIGNED_IN - OVERSEERS - STRANGER}, "oversight:groups"),
    (
        of_ones_own(UNION | AUDITOR | STRANGER),
        "oversight:readings oversight:right-log oversight:account-log",
    ),  # READ_LOG
    (of_ones_own(HEAD | UNION | STRANGER), "oversight:exports oversight:parks-export"),  # EXPORT
    (of_ones_own(UNION | STRANGER), "oversight:log-export"),  # READ_LOG and EXPORT
    (in_park(HEAD | UNION), "oversight:people-export oversight:load-export"),  # EXPORT
    (
        of_ones_own(frozenset({"area"})),  # courts and areas are above the parks
        """oversight:found oversight:areas oversight:areas-export oversight:area-appoint oversight:area-engage oversight:court
        oversight:court-appoint oversight:court-engage oversight:parameter-new oversight:notice-new""",
    ),
    (
        POST_ONLY,
        """oversight:parameter-release oversight:parameter-take-back oversight:notice-release
        oversight:notice-take-back""",
    ),
    (
        in_park(OVERSEERS),
        "oversight:park oversight:rooms oversight:people oversight:load oversight:rights oversight:person",
    ),
    (
        in_park(HEAD | UNION),  # MANAGE_ROOMS, MANAGE_PEOPLE, MANAGE_RIGHTS
        """oversight:room-new oversight:room oversight:basis-new oversight:basis-end oversight:appoint oversight:engage
        oversight:right oversight:appointment-end oversight:account-close oversight:account-reopen
        oversight:account-password""",
    ),
    (in_park(UNION), "oversight:correct"),
    (in_park(HEAD), "oversight:lead"),  # ASSIGN
    # Papers
    (
        in_park(PARK),
        "documents:of_case documents:download documents:copy",
    ),
    (
        in_park(ROOM),  # REVEAL: they show full numbers and addresses
        "documents:scan_download documents:proof_download documents:original_download documents:dossier_volume",
    ),
    (
        of_ones_own(SIGNED_IN),
        "documents:unserved documents:numbers documents:dossiers documents:destruction",
    ),  # of one's own parks
    (of_ones_own(SIGNED_IN), "documents:blanks documents:blank"),
    ({200: EVERYBODY}, "documents:verify"),  # whoever holds the paper
    (
        in_park(PARK),  # VIEW_CASES
        """documents:dossier documents:dossier_hand_over_list documents:destruction_list
        documents:destruction_register""",
    ),
    (
        in_park(frozenset({"registrar"}) | HEAD),  # ARCHIVE
        "documents:dossier_reopen documents:dossier_hand_over documents:destruction_new",
    ),
    (in_park(frozenset({"registrar"}) | HEAD, 302), "documents:dossier_draft"),  # nothing waits: back, with the reason
    (in_park(frozenset({"registrar"}) | HEAD), "documents:dossier_package"),  # ARCHIVE or EXPORT, and REVEAL
    (POST_ONLY, "documents:dossier_open documents:dossier_close documents:destruction_sign"),
    (
        in_park(ROOM),  # ISSUE_PAPERS
        """documents:preview documents:reissue documents:void documents:scan_upload documents:scans_upload documents:serve
        documents:correct_service documents:original_add documents:original_replace documents:run documents:run_progress
        documents:run_numbers documents:mark_take_back""",
    ),
    (in_park(ROOM), "documents:signed"),  # ISSUE_PAPERS or MEDIATE
    (in_park(MEDIATORS | HEAD), "documents:signatures"),  # VIEW_CASES, and on minutes VIEW_PROCESS
    (in_park(MEDIATORS | HEAD, 302), "documents:sign_at_desk"),  # MEDIATE; signed already, so back to the sheet
    (of_ones_own(HEAD | UNION | STRANGER), "documents:seals"),  # MANAGE_ROOMS somewhere
    ({302: OUT, 200: HEAD | UNION, 404: STRANGER, 403: SIGNED_IN - HEAD - UNION - STRANGER}, "documents:withdraw_seal"),
    (at_court(), "documents:for_court documents:court_preview documents:court_reissue"),
    (
        POST_ONLY,
        """documents:issue documents:court_issue documents:health_paper_record documents:order documents:run_cancel documents:seal
        documents:run_resume""",
    ),
    (BEHIND_THE_CARD, "documents:party_papers documents:party_download documents:party_original"),
    (in_park(UNION | {"health"}), "documents:health_papers"),  # WRITE_HEALTH, OPEN_SEALED
    (
        in_park(frozenset({"health"})),
        "documents:health_paper_blank documents:health_paper_consent documents:health_paper_referral",
    ),
    (
        {302: OUT, 200: frozenset({"health", "supervisor"}), 404: SIGNED_IN - {"health", "supervisor"}},
        "documents:health_paper_download",  # the author, and who supervises the author; for the others it is not there
    ),
    (in_park(UNION), "documents:health_paper_emergency"),  # OPEN_SEALED
    (of_ones_own(OVERSEERS | STRANGER), "documents:reports"),
    (of_ones_own(HEAD | UNION | STRANGER), "documents:report_new"),  # EXPORT
    (
        {302: OUT, 200: OVERSEERS, 403: SIGNED_IN - OVERSEERS - STRANGER, 404: STRANGER},
        "documents:report_download documents:report_export",
    ),
    (REPORT_AGAIN, "documents:report_again"),
    (in_park(ROOM, 302), "documents:run_pdf"),  # of the run of this world nothing is printed yet
    ({302: EVERYBODY}, "documents:party_sign"),  # signed on paper already: back to the papers
]

POSTS: list[tuple[Answers, str]] = [
    ({200: OUT, 302: SIGNED_IN}, "accounts:sign-in"),
    ({302: EVERYBODY}, "accounts:sign-out components:type_size"),
    (of_ones_own(SIGNED_IN), "accounts:password"),
    # The desk
    (of_ones_own(ROOM | STRANGER), "desk:intake"),
    ({302: OUT | MEDIATORS | HEAD | STRANGER, 403: SIGNED_IN - MEDIATORS - HEAD - STRANGER}, "desk:calendar"),
    ({302: OUT | {"health"}, 404: SIGNED_IN - {"health"}}, "desk:alarm"),  # for the author of the note alone
    (
        in_park(ROOM),
        """desk:application desk:pin_reset desk:move desk:party_add desk:party_edit desk:reveal desk:agent_add
        desk:answer_link desk:agent_edit desk:consent_add desk:contact_add desk:claim_add desk:claim_edit
        desk:interruption_add desk:pause_add desk:pause_end desk:outside_date_add desk:outside_date_end
        desk:claim_remove desk:party_remove desk:recusal
        desk:evidence_add desk:evidence_correct desk:calculate desk:pay_together desk:pay desk:deed_done
        desk:waiver""",
    ),
    (in_park(ROOM), "desk:roster"),
    (_of_the_uploader(302), "desk:roster_check"),
    (in_park(ROOM, 302), "desk:complete desk:payment_confirm"),
    (
        in_park(MEDIATORS | HEAD),
        """desk:claims_agreed desk:meeting_add desk:meeting_cancel desk:minutes_signing desk:inquiry_add
        desk:caucus_add
        desk:agreement_text desk:agreement_plan desk:agreement_sign desk:agreement_sign_together""",
    ),
    (in_park(HEAD), "desk:lead desk:lane"),
    (in_park(frozenset({"coordinator"})), "desk:give_back"),
    (in_park(frozenset({"coordinator"}), 302), "desk:take"),  # whom the head assigned
    (in_park(HEAD, 302), "desk:recusal_decide"),
    (in_park(frozenset({"health"})), "desk:health_add"),
    (in_park(frozenset({"health", "supervisor"})), "desk:note_read"),  # the author, and who supervises the author
    (in_park(UNION), "desk:note_break"),
    # The court
    (of_ones_own(LIAISON | STRANGER), "court:delegate court:export"),
    (at_court(), "court:move court:remark"),
    # The portal
    ({200: EVERYBODY}, "portal:enter portal:apply_step portal:reply portal:calculate portal:limitation"),
    (BEHIND_THE_CARD, "portal:material portal:contact portal:received"),
    ({302: EVERYBODY}, "portal:leave portal:withdraw portal:complete portal:question portal:missing portal:confirm"),
    # Oversight
    (of_ones_own(HEAD | UNION | STRANGER), "oversight:exports oversight:parks-export"),
    (of_ones_own(UNION | STRANGER), "oversight:log-export"),
    (in_park(HEAD | UNION), "oversight:people-export oversight:load-export"),
    (
        of_ones_own(frozenset({"area"})),
        """oversight:found oversight:areas-export oversight:area-appoint oversight:area-engage oversight:court-appoint
        oversight:court-engage oversight:parameter-new oversight:notice-new""",
    ),
    (
        {302: OUT | {"area"}, 403: SIGNED_IN - {"area"}},  # who supervises the whole province
        """oversight:parameter-release oversight:parameter-take-back oversight:notice-release
        oversight:notice-take-back""",
    ),
    (
        in_park(HEAD | UNION),
        """oversight:room-new oversight:room oversight:basis-new oversight:basis-end oversight:appoint oversight:engage
        oversight:right oversight:appointment-end oversight:account-close oversight:account-reopen
        oversight:account-password""",
    ),
    (in_park(UNION), "oversight:correct"),
    (in_park(HEAD), "oversight:lead"),
    # Papers
    ({302: OUT, 403: UNION | AUDITOR, 404: ROOM | ELSEWHERE}, "documents:issue"),  # no paper is named
    (in_park(HEAD, 302), "documents:seal"),  # SEAL_PAPERS
    (in_park(MEDIATORS | HEAD), "documents:sign_at_desk"),
    ({302: OUT, 200: HEAD | UNION, 404: STRANGER, 403: SIGNED_IN - HEAD - UNION - STRANGER}, "documents:withdraw_seal"),
    (BEHIND_THE_CARD, "documents:party_sign"),
    (
        in_park(ROOM),
        """documents:reissue documents:void documents:scan_upload documents:scans_upload documents:serve documents:correct_service
        documents:original_add documents:original_replace documents:run_numbers documents:signed documents:mark_take_back""",
    ),
    (in_park(frozenset({"registrar"}) | HEAD), "documents:dossier_package"),
    (in_park(MEDIATORS | HEAD), "desk:union_letter_add"),
    (at_court(302), "documents:court_issue"),
    (at_court(), "documents:court_reissue"),
    ({200: EVERYBODY}, "documents:verify"),
    (in_park(frozenset({"health"})), "documents:health_paper_consent documents:health_paper_referral"),
    (in_park(frozenset({"health"}), 302), "documents:health_paper_record"),
    (in_park(UNION), "documents:health_paper_emergency"),
    (of_ones_own(HEAD | UNION | STRANGER), "documents:report_new"),
    ({302: OUT, 200: OVERSEERS, 403: SIGNED_IN - OVERSEERS - STRANGER, 404: STRANGER}, "documents:report_export"),
    (REPORT_AGAIN, "documents:report_again"),
    (
        in_park(frozenset({"registrar"}) | HEAD),
        "documents:dossier_reopen documents:dossier_hand_over documents:destruction_new",
    ),
    (
        in_park(frozenset({"registrar"}) | HEAD, 302),  # refused in words on the page one comes back to
        "documents:dossier_open documents:dossier_close documents:destruction_sign",
    ),
    (in_park(ROOM, 302), "documents:order documents:run_cancel documents:run_resume"),  # back, with the reason
]


# ---- what the addresses are about --------------------------------------------------------------------------------

ABOUT: dict[str, Mapping[str, object]] = {
    # Which object of the world an address gets; a name without a namespace is that of the parameter, the route's own goes first.
    "": {},
    "desk": {
        "pk": "case",
        "name": "=complete",
        "side": "=respondent",
        "kind": "=employer",
        "field": "=phone",
        "role": "=lawyer",
        "calculator": "=arrears",
    },
    "desk:alarm": {"pk": "alarm"},
    "calendar-feed": {"token": "calendar"},
    "court": {"pk": "court_case", "name": "=confirm", "piece": "court_evidence"},
    "portal": {
        "code": "code",
        "token": "token",
        "reply": "=willing",
        "subject": "=settle",
        "step": "=place",
        "piece": "evidence",
        "calculator": "=severance",
    },
    "oversight": {
        "case": "waiting",
        "group": "=late",
        "role": "=lawyer",
        "right": "=archive",
        "person": "person",
        "log": "=readings",
    },
    "oversight:account-reopen": {"person": "closed_person"},
    "documents": {"pk": "case", "paper": "paper", "part": "=main"},
    "documents:for_court": {"pk": "court_case"},
    "documents:blank": {"kind": "=D-04"},
    "documents:verify": {"code": "verification"},
    "documents:court_issue": {"pk": "court_case"},
    "documents:court_preview": {"pk": "court_case"},
    "documents:court_reissue": {"pk": "court_case", "document": "court_letter"},
    "documents:party_download": {"document": "own_document"},
    "documents:party_sign": {"document": "own_agreement"},
    "documents:signatures": {"document": "minutes"},
    "documents:sign_at_desk": {"document": "minutes"},
}


@dataclass
class World:
    """One park, one room, one court with a case on each track, and one thing of every kind that has an address."""

    team: Team
    visitors: dict[str, Client]
    cookies: dict[str, Any]
    things: dict[str, object]

    def address(self, name: str, parameters: set[str]) -> str:
        """Where a route leads for the objects of this world."""
        wanted = ABOUT.get(namespace_of(name), {}) | ABOUT.get(name, {})
        return reverse(name, kwargs={key: self._value(str(wanted.get(key, key))) for key in parameters})

    def _value(self, what: str) -> object:
        if what.startswith("="):
            return what[1:]
        thing = self.things[what]
        return getattr(thing, "pk", thing)


def build() -> World:
    """The world, made through the services; its things are complete enough for every page to be shown."""
    team = a_room_with_team(short_name="清单")
    case = at(State.PERFORMING, team=team)
    court_case = at(State.COURT_CONFIRMING, team=team)
    asked = at(State.SEEKING_CONSENT, team=team)
    other = strangers()
    for role, place in ((Role.SUPERVISOR, other.park), (Role.COURT_LIAISON, other.court)):
        appointed(role, place, user=other.head)
    worker = case.applicants[0]
    service = HealthService.objects.create(
        case=case, party=worker, kind="counselling", on=timezone.localdate(), risk="none", by=team.health
    )
    note = HealthNote.objects.create(service=service, author=team.health, supervisor=team.supervisor, text="密")
    instalment = case.agreement.instalments.order_by("pk")[0]
    registrar = actors.staff(case, team.registrar)
    documents = Document.objects.filter(case=case)
    closed = appointed(Role.LAWYER, team.room, user=UserFactory(is_active=False))
    things: dict[str, object] = {
        "case": case,
        "court_case": court_case,
        "waiting": at(State.ACCEPTED, team=team),
        "code": case.public_code,
        "party": worker,
        "agent": Agent.objects.create(
            party=worker, kind="relative", name="刘某父", authority="general", since=timezone.localdate()
        ),
        "claim": case.claims.all()[0],
        "calculation": Calculation.objects.create(
            claim=case.claims.all()[0],
            calculator="arrears",
            answers={},
            sheet=as_json(
                asdict(Sheet(calculator="arrears", title="", inputs=(), switches=(), steps=(), lines=(), articles=()))
            ),
            total=0,
            own=0,
            made_by=team.mediator,
        ),
        "pause": LimitationPause.objects.create(
            case=case, since=timezone.localdate(), ground="洪水", event=case.events.order_by("pk")[0]
        ),
        "outside": OutsideDate.objects.create(
            case=case, code="injury", on=timezone.localdate(), proof="病历", event=case.events.order_by("pk")[0]
        ),
        "notice": CalendarYear.objects.create(year=2027, days="", source="通知", entered_by=team.supervisor),
        "parameter": LawParameter.objects.create(
            kind="min_wage_monthly", area="一类区域", valid_from="2026-01-01", value=2100, source="通知"
        ),
        "assignment": Assignment.objects.current().get(case=case, lead=True),
        "recusal": Recusal.objects.create(case=case, user=team.mediator, ground="亲属", asked_on=timezone.localdate()),
        "service": service,
        "alarm": GlassBreak.objects.create(note=note, by=team.supervisor, reason="紧急"),
        "meeting": Meeting.objects.filter(case=case)[0],
        "evidence": _evidence(case, "submitter"),
        "court_evidence": _evidence(court_case, "all"),
        "instalment": instalment,
        "payment": report_payment(
            instalment, amount=instalment.amount, paid_on=timezone.localdate(), channel="银行转账", by=registrar
        ),
        "document": documents.filter(kind="D-04")[0],
        "verification": documents.filter(kind="D-04")[0].code,
        "own_document": documents.filter(kind="D-04")[0],
        "own_agreement": documents.filter(kind="D-17")[0],
        "minutes": documents.filter(kind="D-12", variant="")[0],
        "seal": RoomSeal.objects.create(
            room=team.room,
            name="调解室",
            store="file",
            key="none",
            subject="练习",
            issuer="练习",
            fingerprint="0" * 64,
            valid_from=timezone.localdate(),
            valid_to=timezone.localdate(),
        ),
        "scan": (
            scan := receive_scan(
                documents.filter(kind="D-04")[0],
                SimpleUploadedFile("扫描.pdf", PDF, "application/pdf"),
                by=registrar,
                confirmed=True,
                signed=Signed(on=timezone.localdate(), who=["Seal"]),
            )
        ),
        "mark": scan.marks.get(),
        "record": serve(
            documents.filter(kind="D-04")[0],
            worker,
            Told(
                method="direct",
                sent_on=timezone.localdate(),
                place="调解室",
                servers="登记员",
                receiver=worker.name,
                relation="self",
            ),
            by=registrar,
            proof=SimpleUploadedFile("回证.pdf", PDF + b"%", "application/pdf"),
        ),
        "court_letter": issue("D-23", court_case, by=actors.liaison(court_case, team.liaison)),
        "original": take_in(
            case,
            OriginalTold(
                kind="payment_order",
                issuer="南昌县人民法院",
                number="（2026）赣0121民督1号",
                decided_on=timezone.localdate(),
                received_on=timezone.localdate(),
            ),
            SimpleUploadedFile("支付令.pdf", PDF + b"%%", "application/pdf"),
            by=registrar,
        ).original,
        "run": PaperRun.objects.create(
            case=case,
            kind="D-17",
            event=case.events.order_by("pk")[0],
            created_by=team.head,
            created_at=timezone.now(),
        ),
        "upload": put_aside(case, a_workbook({"姓名": "刘某", "手机": "12"}), name="名单.xlsx", by=registrar),
        "token": make_answer_link(asked.respondents[0], by=actors.staff(asked, team.registrar)),
        "paper": subjects(case)[0].key,
        "health_paper": health_record(case, team, note),
        "report": make_report(
            next(row for row in scopes(team.head) if row.park == team.park), period(Span.YEAR, 2024), by=team.head
        ),
        "calendar": new_calendar_token(team.mediator),
        "park": team.park,
        "room": team.room,
        "basis": team.room.bases.get(basis="local"),
        "court": team.court,
        "person": team.lawyer,
        "closed_person": closed,
        "appointment": Appointment.objects.get(user=team.lawyer),
        **_dossier(case, team),
    }
    visitors = _visitors(team, other, case)
    return World(team, visitors, {who: deepcopy(client.cookies) for who, client in visitors.items()}, things)


def health_record(case: Case, team: Team, note: HealthNote) -> HealthPaper:
    """The record of a note whose person has consented."""
    by = actors.staff(case, team.health)
    record_consent(note.service.party, "health", given=True, on=timezone.localdate(), channel="written", by=by)
    return make_record(note, by=by)


def _dossier(case: Case, team: Team) -> dict[str, object]:
    """A dossier with a closed volume, handed over and on a signed list; papers are not drawn here."""
    today, now = timezone.localdate(), timezone.now()
    name, sha256 = store.put(PDF, folder=store.DOSSIERS, suffix=".pdf")
    dossier = Dossier.objects.create(case=case, number="档1号", keeper=team.head, filed_on=today)
    entry = case.events.order_by("pk")[0]
    event = DossierEvent.objects.create(
        dossier=dossier, sequence=1, code="closed", on=today, at=now, by=team.head, event=entry
    )
    # The evidence of this world has no right hash, and what it filed is checked; it waits in the secondary volume.
    items = [item for item in items_of(case) if not item.piece.key.startswith("evidence:")]
    filed = [{"key": item.piece.key, "file": "x.pdf", "sha256": "", "sm3": ""} for item in items]
    blank = ("code", "title", "number", "on", "note", "first", "last", "how", "media_type", "size")
    frozen = json.dumps({"papers": {}, "items": [row | dict.fromkeys(blank, "") for row in filed]})
    volume = DossierVolume.objects.create(
        dossier=dossier,
        part="正卷",
        serial=1,
        closing=event,
        frozen=frozen,
        file=name,
        sha256=sha256,
        sm3="",
        size=len(PDF),
        pages=1,
        count=1,
    )
    handed = DossierHandOver.objects.create(
        dossier=dossier,
        serial=1,
        receiver="档案室",
        taker="",
        on=today,
        frozen="{}",
        file=name,
        sha256=sha256,
        by=team.head,
        at=now,
    )
    listed = DestructionList.objects.create(
        room=team.room, number="销1号", opinion="期满", made_on=today, made_by=team.head
    )
    DestructionItem.objects.create(list=listed, dossier=dossier, until=today)
    for place, user in enumerate((team.head, team.registrar), start=1):
        DestructionSignature.objects.create(
            list=listed, place=place, by=user, on=today, at=now, file=name, sha256=sha256
        )
    return {"volume": volume, "hand_over": handed, "listed": listed}


def _evidence(case: Case, visibility: str) -> Evidence:
    row = Evidence(
        case=case,
        party=case.applicants[0],
        side="applicant",
        serial=99,
        name="工资条",
        form="copy",
        media_type="application/pdf",
        size=len(PDF),
        sha256="0" * 64,
        visibility=visibility,
    )
    row.file.save("工资条.pdf", ContentFile(PDF))
    return row


def _visitors(team: Team, other: Team, case: Case) -> dict[str, Client]:
    people: dict[str, User | None] = {
        "registrar": team.registrar,
        "lawyer": team.lawyer,
        "coordinator": team.mediator,
        "health": team.health,
        "head": team.head,
        "supervisor": team.supervisor,
        "area": appointed(Role.SUPERVISOR, "36"),
        "auditor": team.auditor,
        "liaison": team.liaison,
        "stranger": other.head,
        "superuser": User.objects.create_superuser("root", PASSWORD, name="管理员"),
    }
    clients = {}
    for who in WHO:
        # A view that breaks answers 500 here and stands in the list of differences with its address.
        clients[who] = Client(raise_request_exception=False)
        user = people.get(who)
        if user is not None:
            clients[who].force_login(user)
    came = clients["worker"].post(reverse("portal:enter"), {"code": case.public_code, "pin": pin_of(case)})
    assert came.status_code == 302, "the worker's card is read"
    return clients


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all addresses, on a day of a year whose calendar is loaded; every request is undone (`undone`), and all of it at the end."""
    with (
        time_machine.travel(MOMENT, tick=False),
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        undone(),
    ):
        patch.setattr("documents.rendering.to_pdf", lambda html, style, assets: (PDF, {}, 1))
        yield build()


@contextmanager
def undone() -> Iterator[None]:
    """Nothing that happens inside stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# ---- walking -----------------------------------------------------------------------------------------------------


def routes() -> dict[str, set[str]]:
    """Every route of the service by its full name, with its parameters; one without a name would be seen as such."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            name = pattern.name or f"UNNAMED {pattern.pattern}"
            yield f"{namespace}{name}", set(pattern.pattern.converters)


def table(rows: list[tuple[Answers, str]]) -> dict[str, dict[str, int]]:
    """A table by address and visitor. Each address stands once, and its row says one answer for every visitor."""
    found: dict[str, dict[str, int]] = {}
    for row, names in rows:
        codes = [(who, code) for code, whose in row.items() for who in whose]
        assert sorted(who for who, _ in codes) == sorted(WHO), f"{names.split()[0]} does not say one answer for each"
        for name in names.split():
            assert name not in found, f"{name} stands twice"
            found[name] = dict(codes)
    return found


def ask(world: World, who: str, method: str, name: str, parameters: set[str]) -> tuple[int, str]:
    """The code a visitor gets, and where it sends; no trace is left in the database or in the visitor's cookies."""
    client = world.visitors[who]
    with undone():
        response = getattr(client, method)(world.address(name, parameters))
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, a file is closed
    client.cookies = deepcopy(world.cookies[who])
    return response.status_code, response.headers.get("Location", "")


def differences(world: World, method: str, wanted: Mapping[str, Mapping[str, int]], namespace: str) -> list[str]:
    """Every cell that is not as the table says, as one readable line each."""
    found = []
    for name, parameters in sorted(routes().items()):
        if namespace_of(name) != namespace:
            continue
        for who, should in wanted.get(name, {}).items():
            is_, _ = ask(world, who, method, name, parameters)
            if is_ != should:
                found.append(f"{method.upper()} {name} as {who}: {is_} instead of {should}")
    return found


def namespace_of(name: str) -> str:
    return name.rpartition(":")[0]


# ---- the tests ---------------------------------------------------------------------------------------------------

NAMESPACES = ("", "accounts", "components", "desk", "court", "portal", "oversight", "documents")


def test_every_route_stands_in_the_table() -> None:
    known, listed = set(routes()), set(table(GETS))
    assert {"not in the table": known - listed, "no longer a route": listed - known} == {
        "not in the table": set(),
        "no longer a route": set(),
    }
    assert {namespace_of(name) for name in known} == set(NAMESPACES)


def test_posts_are_to_routes_that_exist() -> None:
    assert set(table(POSTS)) <= set(routes())


def test_what_takes_no_get_takes_a_post() -> None:
    """An address that takes neither would be dead."""
    dead = {name for name, codes in table(GETS).items() if 405 in codes.values()} - set(table(POSTS))
    assert dead == set()


@pytest.mark.slow
@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda name: name or "service")
def test_get(world: World, namespace: str) -> None:
    assert differences(world, "get", table(GETS), namespace) == []


@pytest.mark.slow
@pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda name: name or "service")
def test_post(world: World, namespace: str) -> None:
    """Empty, so that what is refused is refused for its sender and not for its content; the rest takes no POST at all."""
    taken = table(POSTS)
    wanted = {name: taken.get(name) or no_post(name) for name in table(GETS)}
    assert differences(world, "post", wanted, namespace) == []


def no_post(name: str) -> dict[str, int]:
    """An address that takes no POST says so before it looks who comes; only the sign-in stands before it. Three ask."""
    open_to_all = name in OPEN or namespace_of(name) == "portal"
    return {"head": 405, "anonymous": 405 if open_to_all else 302, "worker": 405 if open_to_all else 302}


OPEN = {
    "home",
    "calendar-feed",
    "components:gallery",
    "documents:party_papers",
    "documents:party_download",
    "documents:party_sign",
    "documents:verify",
    "documents:party_original",
}
"""Besides the portal, what is open without an account and takes no POST."""


@pytest.mark.slow
def test_who_is_not_signed_in_comes_to_the_right_door(world: World) -> None:
    """The sign-in page; for the pages behind the card, where its code and PIN are asked."""
    wrong = []
    for name, parameters in sorted(routes().items()):
        if table(GETS)[name]["anonymous"] != 302:
            continue
        card = namespace_of(name) == "portal" or name in OPEN
        door = reverse("portal:enter" if card else "accounts:sign-in")
        _, sent = ask(world, "anonymous", "get", name, parameters)
        if sent.partition("?")[0] != door:
            wrong.append(f"{name}: {sent}")
    assert wrong == []


def test_a_superuser_without_appointment_has_what_everybody_has() -> None:
    """A flag in the database opens no case: an own password, and a desk on which nothing lies."""
    got = {name for name, codes in table(GETS).items() if codes["superuser"] == 200}
    assert {name for name in got if namespace_of(name) != "portal" and name not in OPEN} == {
        "accounts:password",
        "desk:worklist",
        "desk:cases",
        "documents:unserved",
        "documents:numbers",
        "documents:blanks",
        "documents:blank",
        "documents:dossiers",
        "documents:destruction",
    }


def test_a_stranger_meets_no_403_on_things_of_another_park() -> None:
    """403 would tell that the thing exists. Lists and forms of one's own have no parameters of a thing."""
    things = {"case", "pk", "park", "room", "basis", "appointment", "person", "document", "scan", "listed"}
    parameters = routes()
    told = {
        name
        for each in (table(GETS), table(POSTS))
        for name, codes in each.items()
        if parameters[name] & things and codes["stranger"] not in {404, 405}
    }
    assert told == STRANGERS_MAY


STRANGERS_MAY = {"court:delegate", "documents:party_download", "documents:party_sign"}
"""A court sends its cases to any room of the province; the door of the portal stands before any number."""
