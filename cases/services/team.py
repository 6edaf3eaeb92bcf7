"""Who may mediate a case: standing in the park, conflicts over the whole dispute chain, recusal, hand-over between colleagues."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from cases.models import Agent, Assignment, Case, Party, Recusal
from cases.services.perform import enter, locked
from cases.services.refusal import Refused
from cases.states import OPEN_STATES
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.crypto import keyed_hash
from mediation.parks.rights import mediators_of
from mediation.parks.roles import MEDIATOR_ROLES, Right, Role

LANES = (Role.COORDINATOR, Role.LAWYER, Role.HEALTH_ENGINEER)
"""In which lane somebody works who is appointed to several."""


def lane_of(case: Case, user: User) -> Role | None:
    """The lane in which this person may mediate here now; None without a mediator's appointment in the park."""
    return _lane(mediators_of(case.park).get(user, frozenset()))


def _lane(roles: frozenset[Role]) -> Role | None:
    return next((role for role in LANES if role in roles), None)


def conflicts(case: Case, user: User) -> list[str]:
    """Why this person may not mediate this case, over all procedures of the dispute; empty when nothing is known.

    TY16 15–16; 律师法 39: not an agent of either side in any procedure of the dispute, not recused, no party himself.
    """
    return conflicts_of(case, [user])[user.pk]


def conflicts_of(case: Case, users: Collection[User]) -> dict[int, list[str]]:
    """The conflicts of several people at once, by their ids: three queries, however many they are."""
    people = {user.pk: user for user in users}
    reasons: dict[int, list[str]] = {pk: [] for pk in people}
    agencies = Agent.objects.filter(party__case__dispute_id=case.dispute_id, user__in=people).select_related("party")
    for agent in agencies:
        assert agent.user_id is not None
        reasons[agent.user_id].append(
            f"{people[agent.user_id].name}在本纠纷中是{agent.party.name}的代理人，不能担任调解员（特邀调解规定第十五条、律师法第三十九条）"
        )
    granted = Recusal.objects.filter(
        case__dispute_id=case.dispute_id, user__in=people, decision=Recusal.Decision.GRANTED
    )
    for recusal in {row.user_id: row for row in granted.order_by("-pk")}.values():
        reasons[recusal.user_id].append(f"{people[recusal.user_id].name}在本纠纷中已经回避（{recusal.ground}）")
    hashes = {pk: keyed_hash(user.phone) for pk, user in people.items() if user.phone}
    shared = Party.objects.filter(case__dispute_id=case.dispute_id, phone_hash__in=hashes.values())
    taken = set(shared.order_by().values_list("phone_hash", flat=True)) if hashes else set()
    for pk, phone in hashes.items():
        if phone in taken:
            reasons[pk].append(f"{people[pk].name}的电话与本纠纷当事人的电话相同，请先核对是否存在利害关系")
    return reasons


def why_not_agent(case: Case, agent: Agent) -> str:
    """Why this person may not act as agent: who mediated the dispute may not (TY16 16), nor who acts for the other side.

    Both are looked for over all procedures of the dispute (律师法 39: not for both sides). People outside the system are
    known by name and telephone; the same name without a telephone has to be told apart first.
    """
    mediated = Assignment.objects.filter(case__dispute_id=case.dispute_id).exclude(answer=Assignment.Answer.REFUSED)
    for row in mediated.select_related("user").order_by("pk"):
        if _same_person(agent, row.user.name, row.user.phone, row.user):
            return f"{row.user.name}担任过本纠纷的调解员，不得再担任代理人（特邀调解规定第十六条），请另行指派律师"
    others = Agent.objects.filter(party__case__dispute_id=case.dispute_id).exclude(party__kind=agent.party.kind)
    for other in others.select_related("party", "user").order_by("pk"):
        if _same_person(agent, other.name, other.phone, other.user):
            return f"{other.name}在本纠纷中是{other.party.name}的代理人，不能同时为双方代理（律师法第三十九条）"
    return ""


def _same_person(agent: Agent, name: str, phone: str, user: User | None) -> bool:
    """The same account or telephone; or the same name, unless two telephones tell them apart."""
    if agent.user and user:
        return agent.user == user
    if agent.phone and phone:
        return keyed_hash(agent.phone) == keyed_hash(phone)
    return agent.name == name


def why_not_mediator(case: Case, user: User) -> list[str]:
    if lane_of(case, user) is None:
        return [f"{user.name}现在没有在{case.park.name}担任调解员的聘任"]
    return conflicts(case, user)


def candidates(case: Case) -> list[tuple[User, Role, int, list[str]]]:
    """Mediators of the park with lane, number of open cases, and what stands against them; the least loaded first."""
    people = mediators_of(case.park)
    loads = dict(
        Assignment.objects.current()
        .filter(user__in=people, case__state__in=OPEN_STATES)
        .order_by()
        .values_list("user")
        .annotate(n=Count("pk"))
    )
    against = conflicts_of(case, people)
    rows = [
        (user, lane, loads.get(user.pk, 0), against[user.pk])
        for user, roles in people.items()
        if (lane := _lane(roles))
    ]
    return sorted(rows, key=lambda row: (bool(row[3]), row[2], row[0].pk))


def write_assignment(
    case: Case,
    user: User,
    *,
    lane: Role,
    lead: bool,
    since: date,
    chosen: str,
    answer: str = Assignment.Answer.PROPOSED,
) -> Assignment:
    """Put somebody into a lane; who was there before ends. The caller holds the case."""
    current = Assignment.objects.current().filter(case=case)
    for row in current.filter(Q(lane=lane) | Q(lead=True) if lead else Q(lane=lane)):
        row.until = since
        row.end_reason = "更换调解员"
        row.save(update_fields=["until", "end_reason"])
    return Assignment.objects.create(
        case=case, user=user, lane=lane, lead=lead, since=since, chosen=chosen, answer=answer
    )


def _refuse_closed(case: Case) -> None:
    if case.state not in OPEN_STATES:
        raise Refused("案件已经结案，不能再变更调解员")


@transaction.atomic
def add_to_lane(case: Case, user: User, lane: Role, *, by: Actor) -> Assignment:
    """Bring in a second or third discipline. Raises Refused on conflict or without an appointment for that lane."""
    _refuse_closed(locked(case))
    roles = mediators_of(case.park).get(user, frozenset())
    if lane not in MEDIATOR_ROLES or lane not in roles:
        raise Refused(f"{user.name}在{case.park.name}没有“{lane.label}”的聘任", field="user")
    reasons = conflicts(case, user)
    if reasons:
        raise Refused("；".join(reasons), field="user")
    if Assignment.objects.current().filter(case=case, lane=lane, lead=True).exists():
        raise Refused(f"“{lane.label}”由主持调解员担任，要换人请用“更换主持调解员”", field="user")
    row = write_assignment(case, user, lane=lane, lead=False, since=timezone.localdate(), chosen="head")
    enter(case, "lane_filled", by=by, rights=(Right.ASSIGN,), user=user, name=user.name, lane=str(lane.label))
    return row


@transaction.atomic
def replace_lead(case: Case, user: User, *, by: Actor, reason: str) -> Assignment:
    """Another lead mediator, with the reason kept. Raises Refused on conflict."""
    _refuse_closed(locked(case))
    if not reason.strip():
        raise Refused("请写明更换调解员的理由", field="reason")
    reasons = why_not_mediator(case, user)
    if reasons:
        raise Refused("；".join(reasons), field="user")
    lane = lane_of(case, user)
    assert lane is not None
    row = write_assignment(case, user, lane=lane, lead=True, since=timezone.localdate(), chosen="head")
    enter(case, "lead_replaced", by=by, rights=(Right.ASSIGN,), user=user, name=user.name, reason=reason.strip())
    return row


@transaction.atomic
def answer_assignment(assignment: Assignment, *, take: bool, by: Actor, reason: str = "") -> Assignment:
    """The assigned mediator takes the case or gives it back with a reason."""
    locked(assignment.case)
    assignment.refresh_from_db()
    if by.user != assignment.user:
        raise Refused("只有被指派的调解员本人可以接手或退回", denied=True)
    if assignment.answer != Assignment.Answer.PROPOSED or assignment.until:
        raise Refused("这项指派已经答复过")
    if not take and not reason.strip():
        raise Refused("请写明不接手的理由", field="reason")
    assignment.answer = Assignment.Answer.TAKEN if take else Assignment.Answer.REFUSED
    assignment.end_reason = "" if take else reason.strip()
    assignment.save(update_fields=["answer", "end_reason"])
    code = "assignment_taken" if take else "assignment_refused"
    enter(assignment.case, code, by=by, rights=(Right.MEDIATE,), name=by.name, reason=reason.strip())
    return assignment


@transaction.atomic
def ask_recusal(case: Case, user: User, *, ground: str, by: Actor, asked_by: Party | None = None) -> Recusal:
    """A party (or the mediator) asks that somebody withdraw (TY16 15)."""
    if not ground.strip():
        raise Refused("请写明回避的理由", field="ground")
    if asked_by is not None and asked_by.case_id != case.pk:
        raise Refused("申请人不是本案当事人", field="asked_by")
    row = Recusal.objects.create(
        case=case, user=user, asked_by=asked_by, ground=ground.strip(), asked_on=timezone.localdate()
    )
    enter(case, "recusal_asked", by=by, rights=(Right.MEDIATE, Right.REGISTER, Right.ASSIGN), name=user.name)
    return row


@transaction.atomic
def decide_recusal(recusal: Recusal, *, grant: bool, by: Actor, reason: str = "") -> Recusal:
    """The head decides; a granted recusal ends the person's assignments in the case. Nobody decides on himself.

    The reason is for the written decision; it is kept with the entry.
    """
    locked(recusal.case)
    recusal.refresh_from_db()
    if by.user == recusal.user:
        raise Refused("不能决定自己的回避，请由其他负责人决定", denied=True)
    if recusal.decision != Recusal.Decision.PENDING:
        raise Refused("这项回避申请已经决定")
    recusal.decision = Recusal.Decision.GRANTED if grant else Recusal.Decision.DENIED
    recusal.decided_on = timezone.localdate()
    recusal.decided_by = by.user
    recusal.save(update_fields=["decision", "decided_on", "decided_by"])
    if grant:
        for row in Assignment.objects.current().filter(case=recusal.case, user=recusal.user):
            row.until, row.end_reason = recusal.decided_on, "准予回避"
            row.save(update_fields=["until", "end_reason"])
    code = "recusal_granted" if grant else "recusal_denied"
    enter(
        recusal.case,
        code,
        by=by,
        rights=(Right.ASSIGN,),
        name=recusal.user.name,
        recusal_id=recusal.pk,
        reason=reason.strip()[:200],
    )
    return recusal
