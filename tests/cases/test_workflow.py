"""The procedure as the law has it: every state × move × role of both tracks, through the one door.

EDGES is written from domain 2.1 and 2.2, not from the code: move, from, to, and who may make it.
"""

from datetime import date
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from cases.law.bases import LegalBasis
from cases.models import Case, CourtReferral, Party, PartyKind, Side, Suspension
from cases.models.case import CLOSED_STATES
from cases.services import actors
from cases.services.intake import open_case
from cases.services.perform import perform
from cases.services.refusal import Refused
from cases.states import Mode, State, Track
from cases.workflow.describe import workflow_text
from cases.workflow.moves import Actor, moves_for, transitions_of
from mediation.accounts.models import User
from mediation.parks.models import Court, Room
from mediation.parks.roles import ROLE_RIGHTS, Right, Role
from tests.mediation.factories import CourtFactory, RoomFactory, appointed

R, LAW, COO, HEA, HEAD = "registrar", "lawyer", "coordinator", "health_engineer", "room_head"
SUP, AUD, COURT, WORKER, EMPLOYER = "supervisor", "auditor", "court_liaison", "worker", "employer"
EVERYBODY = {R, LAW, COO, HEA, HEAD, SUP, AUD, COURT, WORKER, EMPLOYER}
MEDIATORS = {LAW, COO, HEA, HEAD}
DESK = MEDIATORS | {R}


class Place(NamedTuple):
    room: Room
    court: Court
    people: dict[Role, User]


PARK_EDGES: dict[str, tuple[str, str, set[str]]] = {
    # move: (from states, to state, who)
    "receive": ("A00 A10", "A20", DESK | {WORKER, EMPLOYER}),
    "ask_supplement": ("A20", "A21", DESK),
    "supplement": ("A21", "A20", DESK | {WORKER, EMPLOYER}),
    "deem_withdrawn": ("A21", "A72", DESK),
    "seek_consent": ("A20", "A22", DESK),
    "accept": ("A22", "A40", {R, HEAD}),
    "reject": ("A20 A22", "A30", {HEAD}),
    "end_without_consent": ("A22", "A31", DESK),
    "assign": ("A40", "A50", {HEAD}),
    "start": ("A50", "A60", MEDIATORS),
    "hold_session": ("A60", "A60", MEDIATORS),
    "suspend": ("A60", "A61", {HEAD}),
    "resume": ("A61", "A60", MEDIATORS),
    "extend": ("A60", "A60", MEDIATORS),
    "reach_agreement": ("A60", "A70", MEDIATORS),
    "change_text": ("A70", "A60", MEDIATORS),
    "take_effect": ("A70", "A71", MEDIATORS),
    "refuse_to_sign": ("A70", "A74", MEDIATORS),
    "withdraw": ("A20 A21 A22 A40 A50 A60 A61", "A72", DESK | {WORKER}),
    "settle": ("A60", "A72", MEDIATORS),
    "propose_ending": ("A60", "A60", MEDIATORS),
    "fail": ("A60", "A74", {HEAD}),
    "expire": ("A40 A50 A60 A61 A70", "A74", MEDIATORS),
    "apply_arbitration_review": ("A71 A90 A92", "A80", MEDIATORS),
    "apply_court_confirmation": ("A71 A90 A92", "A81", MEDIATORS),
    "confirm": ("A80 A81", "A82", MEDIATORS),
    "refuse_confirmation": ("A80 A81", "A83", MEDIATORS),
    "take_back_returned": ("A80 A81", "A71", MEDIATORS),
    "withdraw_application": ("A80 A81", "A71", MEDIATORS),
    "mediate_again": ("A83", "A97", MEDIATORS),
    "begin_performance": ("A71 A82 A83", "A90", DESK),
    "complete": ("A90", "A91", DESK),
    "mark_default": ("A90", "A92", DESK),
    "cure": ("A92", "A90", DESK),
    "hand_over": ("A83 A92", "A93", MEDIATORS),
    "transfer_to_court": ("A20 A21 A22 A40 A50 A60 A61 A70", "A93", MEDIATORS),
    "close": ("A30 A31 A72 A74 A91 A93", "A95", {HEAD}),
    "follow_up": ("A95", "A95", DESK),
    "archive": ("A95", "A96", {R, HEAD}),
    "reopen": ("A95 A96", "A97", {SUP}),
}
COURT_EDGES: dict[str, tuple[str, str, set[str]]] = {
    "sign_for": ("B10", "B20", MEDIATORS),
    "decline": ("B10", "B11", {HEAD}),
    "push_again": ("B11", "B10", {COURT}),
    "seek_will": ("B20", "B21", DESK),
    "return_refused": ("B21", "B22", DESK),
    "choose_mediator": ("B21", "B30", MEDIATORS),
    "replace_once": ("B30", "B30", {HEAD}),
    "reject_mediator": ("B30", "B70", MEDIATORS),
    "start": ("B30", "B40", MEDIATORS),
    "extend": ("B40 B43", "B43", MEDIATORS),
    "suspend_sham": ("B40 B43", "B41", MEDIATORS),
    "resume_after_sham": ("B41", "B40", {COURT}),
    "end_sham": ("B41", "B70", {COURT}),
    "appraise": ("B40 B43", "B42", MEDIATORS | {COURT}),
    "appraisal_done": ("B42", "B40", MEDIATORS | {COURT}),
    "reach_agreement": ("B40 B43", "B50", MEDIATORS),
    "change_text": ("B50", "B40", MEDIATORS),
    "take_effect": ("B50", "B51", MEDIATORS),
    "refuse_to_sign": ("B50", "B70", MEDIATORS),
    "file_with_court": ("B51", "B52", MEDIATORS),
    "apply_court_confirmation": ("B51 B52 B80 B82", "B60", MEDIATORS),
    "confirm": ("B60", "B61", {COURT}),
    "return_for_supplement": ("B60", "B52", {COURT}),
    "dismiss": ("B60", "B62", {COURT}),
    "issue_mediation_document": ("B40 B43 B50", "B63", {COURT}),
    "allow_withdrawal": ("B40 B43 B50", "B64", {COURT}),
    "fail": ("B40 B43", "B70", MEDIATORS),
    "expire": ("B20 B21 B30 B40 B43 B50", "B70", MEDIATORS),
    "withdraw": ("B20 B21 B30 B40 B43", "B70", MEDIATORS | {WORKER}),
    "resume_suit": ("B22 B70", "B75", {COURT}),
    "begin_performance": ("B52 B61 B62 B63", "B80", DESK),
    "complete": ("B80", "B81", DESK),
    "mark_default": ("B80", "B82", DESK),
    "cure": ("B82", "B80", DESK),
    "hand_over": ("B82", "B82", MEDIATORS),
    "close": ("B11 B22 B62 B63 B64 B70 B75 B81 B82", "B90", {HEAD}),
    "archive": ("B90", "B91", {R, HEAD}),
}
STAYING: dict[Track, dict[str, tuple[set[str], set[str]]]] = {
    # Moves that leave each of several states as it is.
    Track.PARK: {"request_reopening": ({"A95", "A96"}, {HEAD})},
    Track.COURT: {"hold_session": ({"B40", "B43"}, MEDIATORS)},
}


def edges_of(track: Track) -> dict[tuple[str, str], tuple[str, set[str]]]:
    """(state, move) → (target, who), as the law has it."""
    table = PARK_EDGES if track is Track.PARK else COURT_EDGES
    edges = {
        (source, move): (target, who) for move, (sources, target, who) in table.items() for source in sources.split()
    }
    for move, (states, who) in STAYING[track].items():
        edges |= {(state, move): (state, who) for state in states}
    return edges


EDGES = {track: edges_of(track) for track in Track}


@pytest.mark.parametrize("track", Track)
def test_the_code_has_exactly_the_moves_of_the_law(track: Track) -> None:
    coded = {
        (source, transition.name): str(transition.target)
        for source, transitions in transitions_of(Case.track_classes[track.value]).items()
        for transition in transitions
    }
    assert coded == {pair: target for pair, (target, _) in EDGES[track].items()}


@pytest.fixture
def place(db: None) -> Place:
    """One room, one court and one person per role."""
    room = RoomFactory(park__name="矩阵园")
    court = CourtFactory()
    people = {role: appointed(role, court if role is Role.COURT_LIAISON else room.park) for role in Role}
    return Place(room, court, people)


def case_in(state: State, place: Place) -> Case:
    """A bare case in a state: enough for the door to decide whether there is such a move and who may make it."""
    more = {"court": place.court, "mode": Mode.DELEGATED} if state.track is Track.COURT else {}
    basis = LegalBasis.COURT_DELEGATED if state.track is Track.COURT else LegalBasis.LOCAL_BODY
    closed = date(2026, 9, 30) if state in CLOSED_STATES else None
    case = open_case(room=place.room, basis=basis, state=state, closed_on=closed, **more)
    Party.objects.create(case=case, side=Side.APPLICANT, kind=PartyKind.WORKER, name="刘某")
    Party.objects.create(case=case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER, name="某电子公司")
    if state.track is Track.COURT:
        CourtReferral.objects.create(case=case, court_number="（2026）赣0121诉前调1号", sent_on=date(2026, 9, 1))
    if state in (State.SUSPENDED, State.COURT_SHAM_SUSPENDED, State.COURT_APPRAISAL):
        ground = {State.COURT_SHAM_SUSPENDED: "sham", State.COURT_APPRAISAL: "appraisal"}.get(state, "death")
        Suspension.objects.create(case=case, since=date(2026, 9, 2), ground=ground)
    return Case.objects.get(pk=case.pk)


def actor(role: str, case: Case, place: Place) -> Actor:
    if role == WORKER:
        return actors.party(case.applicants[0])
    if role == EMPLOYER:
        return actors.party(case.respondents[0])
    return actors.staff(case, place.people[Role(role)])


@pytest.mark.parametrize("state", State)
def test_every_move_from_every_state_for_every_role(place: Place, state: State) -> None:
    """No such move from here: refused for everybody. Otherwise: denied to exactly those whom the law does not name."""
    case = case_in(state, place)
    by = {role: actor(role, case, place) for role in EVERYBODY}
    almighty = Actor(rights=frozenset(Right), role="全部权限", name="全部权限", user=place.people[Role.ROOM_HEAD])
    for move in sorted({move for _, move in EDGES[state.track]}):
        edge = EDGES[state.track].get((state.value, move))
        if edge is None:
            with pytest.raises(Refused, match="不能办理这一步") as refusal:
                perform(case, move, by=almighty)
            assert not refusal.value.denied, move
            assert Case.objects.get(pk=case.pk).state == state
        else:
            assert {role for role in EVERYBODY if not is_denied(case, move, by[role])} == edge[1], move


def is_denied(case: Case, move: str, by: Actor) -> bool:
    """Whether the door refuses for want of a right; success and every other refusal are rolled back."""
    try:
        with transaction.atomic():
            perform(case, move, by=by)
            transaction.set_rollback(True)
    except Refused as refusal:
        return refusal.denied
    return False


@pytest.mark.parametrize("track", Track)
def test_every_guard_gives_its_reason_in_chinese(track: Track) -> None:
    for transitions in transitions_of(Case.track_classes[track.value]).values():
        for transition in transitions:
            for guard in transition.conditions:
                assert any("一" <= sign <= "龥" for sign in guard.why().text), transition.name


@pytest.mark.parametrize("state", State)
def test_every_state_has_words_for_staff_and_for_the_public(state: State) -> None:
    assert state.label != state.value
    assert state.public_label
    assert state.value not in state.public_label
    assert state.info.turn.label


def test_roles_outside_the_park_see_no_move(place: Place) -> None:
    stranger = appointed(Role.ROOM_HEAD, RoomFactory().park)
    case = case_in(State.ACCEPTED, place)
    assert all(offer.denied for offer in moves_for(case, actors.staff(case, stranger)))


def test_court_rights_open_nothing_of_the_park_track(place: Place) -> None:
    case = case_in(State.MEDIATING, place)
    liaison = place.people[Role.COURT_LIAISON]
    assert actors.staff(case, liaison).rights == frozenset()
    assert not Case.objects.visible_to(liaison).filter(pk=case.pk).exists()


def test_no_role_holds_a_right_of_a_party() -> None:
    for rights in ROLE_RIGHTS.values():
        assert not any(right.value.startswith("party_") for right in rights)


def test_workflow_document_is_fresh(settings: Any) -> None:
    """docs/workflow.md is generated; change the moves and run `manage.py write_workflow`."""
    assert (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8") == workflow_text()
