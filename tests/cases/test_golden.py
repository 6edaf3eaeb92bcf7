"""The golden scenarios of the domain (G1–G9, G12–G15), each through the public door with the clock of its days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from cases.law.bases import LegalBasis
from cases.law.limitation import Interruption
from cases.law.money import in_words
from cases.law.routes import EnforcementRoute
from cases.models import (
    AccessLog,
    Agent,
    Agreement,
    Case,
    Consent,
    HealthNote,
    HealthService,
    LimitationEvent,
    NumberSeries,
    Party,
)
from cases.practice import journeys as j
from cases.practice.journeys import start_for
from cases.practice.stories import Claimed
from cases.services import agreements, health, intake, meetings, parties, performance
from cases.services.actors import staff
from cases.services.intake import Delegation, QuickIntake
from cases.services.perform import offers, perform
from cases.services.refusal import Refused
from cases.services.team import candidates
from cases.states import Mode, Outcome, State
from cases.statistics.balance import Balance, Unbalanced, balance_of, require_balance
from cases.workflow.clocks import ClockFace, Phase, wall
from cases.workflow.ways import ways_after_default
from documents.models import Document
from tests.factories import Team, a_group_story, a_room_with_team, a_story, strangers
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

CHINA = ZoneInfo("Asia/Shanghai")


@contextmanager
def on(year: int, month: int, day: int, hour: int = 10) -> Iterator[None]:
    """The working morning of a day in China; the clock runs on, so that entries stay in order."""
    with time_machine.travel(datetime(year, month, day, hour, tzinfo=CHINA)):
        yield


def clocks(case: Case) -> dict[str, ClockFace]:
    """The clocks of a case as they stand now, by their id."""
    return {face.rule.id: face for face in wall(Case.objects.get(pk=case.pk))}


def agree(case: Case, team: Team, subject: str = "mediate") -> None:
    for party in case.parties.all():
        parties.record_consent(
            party, subject, given=True, on=timezone.localdate(), channel="call", by=staff(case, team.registrar)
        )


def an_oral_application(team: Team) -> Case:
    return intake.register(
        QuickIntake(
            applicant="刘某",
            phone="19900000001",
            employer="某电子有限公司",
            claim_codes=("01",),
            amount=Decimal("12600.00"),
            request="支付2026年6月至8月工资",
            facts="被申请人拖欠三个月工资。",
            oral=True,
        ),
        room=team.room,
        user=team.registrar,
    )


# G1, G2: the two clocks of intake


def test_g1_two_clocks_end_on_one_day_for_different_reasons() -> None:
    team = a_room_with_team()
    with on(2026, 9, 18):
        case = an_oral_application(team)
        assert case.oral
        faces = clocks(case)
        assert faces["CLK-01"].due == date(2026, 9, 22)
        assert faces["CLK-02"].due == date(2026, 10, 8)
        perform(case, "seek_consent", by=staff(case, team.registrar), reply_due_on=date(2026, 9, 22))
    with on(2026, 9, 22):
        agree(case, team)
        case = perform(case, "accept", by=staff(case, team.registrar))
        faces = clocks(case)
        assert (faces["CLK-01"].phase, faces["CLK-01"].ended_on) == (Phase.FINISHED, faces["CLK-01"].due)
        assert faces["CLK-02"].due == faces["CLK-03"].due == date(2026, 10, 8)
        assert faces["CLK-02"].explanation != faces["CLK-03"].explanation
        assert (faces["CLK-02"].started_on, faces["CLK-03"].started_on) == (date(2026, 9, 18), date(2026, 9, 22))
        assert case.number is not None
        assert Document.objects.filter(case=case, kind="D-04").exists()


def test_g2_a_silent_employer_ends_it_with_a_notice_and_without_a_number() -> None:
    team = a_room_with_team()
    with on(2026, 9, 18):
        case = an_oral_application(team)
        perform(case, "seek_consent", by=staff(case, team.registrar), reply_due_on=date(2026, 9, 22))
        offer = _offer(case, team, "end_without_consent")
        assert not offer.allowed
    with on(2026, 9, 22):
        offer = _offer(case, team, "end_without_consent")
        assert offer.allowed
        assert "D-05b" in offer.move.papers
        case = perform(case, "end_without_consent", by=staff(case, team.registrar), ground="silent")
    event = LimitationEvent.objects.get(case=case, code=Interruption.REFUSED_MEDIATION)
    assert event.on == date(2026, 9, 22)
    assert case.number is None
    assert not NumberSeries.objects.filter(room=team.room, kind="accepted").exists()
    assert Document.objects.filter(case=case, kind="D-05b").count() == 1
    not_accepted = Case.objects.filter(accepted_on=None, outcome=Outcome.REFUSED)
    assert not_accepted.count() == 1


def _offer(case: Case, team: Team, name: str):
    case = Case.objects.get(pk=case.pk)
    return next(o for o in offers(case, staff(case, team.mediator)) if o.name == name)


# G3, G4: when an agreement takes effect


def _sign_over_four_days(case: Case, team: Team) -> Case:
    """The worker on 2 March 2026, the employer and the mediator on the 5th, the room's seal on the 6th."""
    worker, firm = case.applicants[0], case.respondents[0]
    with on(2026, 3, 2, 15):
        by = staff(case, team.mediator)
        agreements.sign(case, kind="party", party=worker, on=date(2026, 3, 2), method="signed", by=by)
    with on(2026, 3, 5):
        by = staff(case, team.mediator)
        agreements.sign(case, kind="party", party=firm, on=date(2026, 3, 5), method="sealed", by=by)
        agreements.sign(case, kind="mediator", on=date(2026, 3, 5), method="signed", by=by)
    with on(2026, 3, 6):
        by = staff(case, team.mediator)
        agreements.sign(case, kind="seal", on=date(2026, 3, 6), method="sealed", by=by)
        return perform(case, "take_effect", by=by)


def test_g3_the_last_act_gives_effect_in_a_park_room() -> None:
    team = a_room_with_team()
    with on(2026, 3, 2):
        case = at(State.SIGNING, team=team)
    case = _sign_over_four_days(case, team)
    assert case.effective_on == date(2026, 3, 6)
    with on(2026, 3, 6, 16):
        faces = clocks(case)
    assert faces["CLK-05"].due == date(2026, 3, 23)
    assert faces["CLK-07"].due == date(2026, 4, 7)


def test_g4_both_parties_give_effect_to_a_delegated_agreement() -> None:
    team = a_room_with_team(bases=(LegalBasis.LOCAL_BODY, LegalBasis.COURT_DELEGATED))
    with on(2026, 3, 2):
        case = at(State.COURT_SIGNING, team=team)
    case = _sign_over_four_days(case, team)
    assert case.effective_on == date(2026, 3, 5)
    with on(2026, 3, 6, 16):
        assert clocks(case)["CLK-07"].due == date(2026, 4, 7)


# G5: the second instalment is not paid


def test_g5_the_day_after_a_missed_instalment_opens_the_ways_of_the_law() -> None:
    team = a_room_with_team()
    with on(2026, 3, 16):
        case = at(State.PERFORMING, team=team, story=a_story(amount=Decimal("30000.00")))
    first, second, third = case.agreement.instalments.order_by("number")
    with on(first.due_on.year, first.due_on.month, first.due_on.day):
        performance.report_payment(
            first,
            amount=first.amount,
            paid_on=first.due_on,
            channel="银行转账",
            proof="回单1",
            confirm=True,
            by=staff(case, team.mediator),
        )
    with on(second.due_on.year, second.due_on.month, second.due_on.day):
        assert not _offer(case, team, "mark_default").allowed
    missed = second.due_on + timedelta(days=1)
    with on(missed.year, missed.month, missed.day):
        offer = _offer(case, team, "mark_default")
        assert offer.allowed
        assert "D-26" in offer.move.papers
        case = perform(Case.objects.get(pk=case.pk), "mark_default", by=staff(case, team.mediator))
        ways = {way.route: way for way in ways_after_default(Case.objects.get(pk=case.pk))}
        assert ways[EnforcementRoute.PAYMENT_ORDER].amount == Decimal("10000.00")
        assert ways[EnforcementRoute.ARBITRATION].allowed
        assert ways[EnforcementRoute.DIRECT_SUIT].allowed, "all of it is wages"
        assert not ways[EnforcementRoute.COMPULSORY].allowed, "nobody has confirmed it"
        with pytest.raises(Refused, match="不能强制执行") as refusal:
            _hand_over(case, team, "enforcement")
        assert refusal.value.field == "target"
        assert _hand_over(case, team, "payment_order").state == State.HANDED_OVER
    event = LimitationEvent.objects.get(case=case, code=Interruption.AGREEMENT_NOT_PERFORMED)
    assert event.on == missed
    assert third.due_on > missed


def _hand_over(case: Case, team: Team, target: str) -> Case:
    case = Case.objects.get(pk=case.pk)
    by = staff(case, team.mediator)
    return perform(case, "hand_over", by=by, target=target, body="南昌县人民法院", reason="第二期没有支付")


def test_g5_a_clause_of_acceleration_makes_all_of_it_due() -> None:
    case = along(j.DEFAULTED, story=a_story(accelerates=True)).case
    ways = {way.route: way for way in ways_after_default(case)}
    assert ways[EnforcementRoute.PAYMENT_ORDER].amount == Decimal("30000.00")


def test_g5_with_compensation_beside_wages_there_is_no_direct_suit() -> None:
    claims = (
        Claimed(code="01", claimed=Decimal("20000.00"), agreed=Decimal("20000.00")),
        Claimed(code="06", claimed=Decimal("10000.00"), agreed=Decimal("10000.00")),
    )
    case = along(j.DEFAULTED, story=a_story(claims=claims)).case
    ways = {way.route: way for way in ways_after_default(case)}
    assert not ways[EnforcementRoute.DIRECT_SUIT].allowed
    assert ways[EnforcementRoute.PAYMENT_ORDER].allowed


def test_g5_two_years_to_enforce_run_from_the_last_instalment() -> None:
    case = along(j.PERFORMED_CONFIRMED[:-2]).case
    assert case.state == State.PERFORMING
    last = max(item.due_on for item in case.agreement.instalments.all())
    assert clocks(case)["CLK-14"].started_on == last
    assert {way.route for way in ways_after_default(case) if way.allowed} >= {EnforcementRoute.COMPULSORY}


# G6: a group


def test_g6_ten_of_twelve_settle() -> None:
    team = a_room_with_team()
    going = along(j.EFFECTIVE, team=team, story=a_group_story(workers=12, unwilling=(4, 9)))
    case = going.case
    outcomes = [party.outcome for party in case.workers]
    assert (outcomes.count(Outcome.AGREED), outcomes.count(Outcome.FAILED)) == (10, 2)
    assert case.is_group
    assert Case.objects.count() == 1
    assert Document.objects.filter(case=case, kind="D-13").count() == 2
    version = case.agreement.current
    assert version is not None
    signed = version.signatures.filter(kind="party", party__kind="worker")
    assert signed.count() == 10
    assert {s.party_id for s in signed}.isdisjoint({case.workers[4].pk, case.workers[9].pk})


# G7: both tracks at once


def test_g7_a_court_delegates_what_the_park_is_mediating() -> None:
    team = a_room_with_team()
    story = a_story()
    park = along((*j.HELD, j.step("caucus", j.Part.MEDIATOR)), team=team, story=story).case
    sent = intake.delegate(
        Delegation(
            mode=Mode.DELEGATED,
            court_number="（2026）赣0121诉前调77号",
            sent_on=timezone.localdate(),
            applicant=story.workers[0].name,
            employer=story.firms[0].name,
            claim_codes=("01",),
            arbitration="not_accepted",
        ),
        court=team.court,
        room=team.room,
        user=team.liaison,
    )
    assert sent.dispute_id == park.dispute_id
    with pytest.raises(Refused, match="已有正在进行的调解"):
        perform(sent, "sign_for", by=staff(sent, team.mediator))
    park = perform(park, "transfer_to_court", by=staff(park, team.mediator))
    assert (park.state, park.outcome) == (State.HANDED_OVER, Outcome.TRANSFERRED)
    sent = perform(sent, "sign_for", by=staff(sent, team.mediator))
    assert sent.state == State.COURT_SIGNED_FOR
    assert set(park.dispute.cases.values_list("track", flat=True)) == {"park", "court"}
    assert list(Case.objects.visible_to(team.liaison)) == [sent]
    assert not staff(park, team.liaison).rights


# G8: a mediator is no agent


def test_g8_who_mediated_is_no_agent_of_the_worker_afterwards() -> None:
    team = a_room_with_team()
    failed = along(j.FAILED, team=team).case
    other = strangers().lawyer
    with pytest.raises(Refused, match="特邀调解规定第十六条") as refusal:
        _make_agent(failed, team.mediator, team)
    assert "请另行指派律师" in str(refusal.value)
    assert _make_agent(failed, other, team).user == other
    # And the other way round: who acts for a side is not offered as a mediator without the reason against it.
    reasons = {user: against for user, _, _, against in candidates(failed)}
    assert team.lawyer in reasons
    assert other not in reasons


def _make_agent(case: Case, user: object, team: Team) -> Agent:
    return parties.save_agent(
        Agent(party=case.applicants[0]),
        {
            "kind": Agent.Kind.LAWYER,
            "name": user.name,  # type: ignore[attr-defined]
            "firm": "某律师事务所（法律援助）",
            "authority": Agent.Authority.GENERAL,
            "since": timezone.localdate(),
            "user": user,
        },
        by=staff(case, team.mediator),
    )


# G9: the sealed store


def test_g9_others_learn_only_that_a_service_was_given() -> None:
    team = a_room_with_team()
    secret = "申请人连续失眠，曾提到过激想法"
    whispered = "底线是分两期"
    case = along(j.MEDIATING, team=team).case
    worker = case.applicants[0]
    counsellor = staff(case, team.health)
    parties.record_consent(worker, "health", given=True, on=timezone.localdate(), channel="written", by=counsellor)
    service = health.give_service(
        Case.objects.get(pk=case.pk),
        worker,
        kind=HealthService.Kind.COUNSELLING,
        on=timezone.localdate(),
        risk=HealthService.Risk.WATCH,
        note=secret,
        supervisor=team.lawyer,
        by=counsellor,
    )
    meetings.write_caucus_note(case, side="applicant", text=whispered, by=staff(case, team.mediator))
    note = HealthNote.objects.get(service=service)

    assert list(case.health_services.all()) == [service]
    assert not HealthNote.objects.readable_by(team.mediator).exists()
    with pytest.raises(Refused):
        health.read_note(note, by=staff(case, team.mediator))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_healthnote")
        assert secret not in str(cursor.fetchall())

    held = perform(
        Case.objects.get(pk=case.pk),
        "hold_session",
        by=staff(case, team.mediator),
        came=case.applicants,
        result="约定再谈",
        offers="六折",
    )
    papers = "".join(str(paper.context) for paper in Document.objects.filter(case=held))
    events = "".join(str(event.data) for event in held.events.all())
    for kept in (secret, whispered, "六折"):
        assert kept not in events
    for kept in (secret, whispered):
        assert kept not in papers

    assert health.read_note(note, by=counsellor) == secret
    assert health.break_glass(note, reason="有自伤风险，须立即联系家属", by=staff(case, team.supervisor)) == secret
    assert AccessLog.objects.filter(case=case, kind=AccessLog.Kind.SEALED).count() == 2


# G12: the balance


def test_g10_a_waiver_of_social_insurance_is_blocked_with_its_reason() -> None:
    """The text contains 自愿放弃缴纳社会保险: blocked with reason 司法解释（二）19, on typing and before signing."""
    team = a_room_with_team()
    case = at(State.MEDIATING, team=team)
    by = staff(case, team.mediator)
    text = "双方解除劳动合同，刘某自愿放弃缴纳社会保险。"
    with pytest.raises(Refused, match="第十九条"):
        agreements.save_draft(case, {"facts": "欠薪", "terms": text, "confirmation": "none"}, by=by)
    signing = at(State.SIGNING, team=team)
    perform(signing, "change_text", by=by, reason="核对")
    Agreement.objects.filter(case=signing).update(terms=text)
    with pytest.raises(Refused, match="第十九条"):
        perform(Case.objects.get(pk=signing.pk), "reach_agreement", by=by)


def test_g12_a_report_that_does_not_balance_is_refused() -> None:
    assert require_balance(Balance(open_before=30, accepted=20, closed=25, open_after=25)).difference == 0
    with pytest.raises(Unbalanced, match="相差1件"):
        require_balance(Balance(open_before=30, accepted=20, closed=25, open_after=26))


def test_g12_counted_from_the_files() -> None:
    team = a_room_with_team()
    march = a_story()
    along(j.MEDIATING, team=team, story=march, start=date(2026, 2, 24))
    along(j.CLOSED_FAILED, team=team, start=date(2026, 2, 20))
    along(j.CLOSED_FAILED, team=team, start=date(2026, 3, 3))
    along(j.ACCEPTED, team=team, start=date(2026, 3, 25))
    along(j.NOT_ACCEPTED, team=team, start=date(2026, 3, 10))
    along(j.ACCEPTED, team=team, start=date(2026, 4, 10))
    balance = require_balance(balance_of(Case.objects.all(), date(2026, 3, 1), date(2026, 3, 31)))
    assert balance == Balance(open_before=2, accepted=2, closed=2, open_after=2)


# G13: rare characters


@pytest.mark.parametrize("name", ["王𠀀𡿺", "李\U0002ebf0", "赵\U0002ceb8兴"], ids=["Ext B", "Ext I", "Ext E"])
def test_g13_a_name_beyond_the_basic_plane_is_stored_and_found(name: str) -> None:
    team = a_room_with_team()
    case = intake.register(
        QuickIntake(applicant=name, phone="19900000002", employer="某鞋业有限公司", claim_codes=("01",)),
        room=team.room,
        user=team.registrar,
    )
    assert Party.objects.get(case=case, side="applicant").name == name
    assert list(Case.objects.filter(parties__name__contains=name[1:])) == [case]
    assert intake.duplicates(applicant=name, employer="某鞋业有限公司", parks=[team.park.pk]) == [case]


# G14: riders


def test_g14_a_riders_mediation_is_extended_once_and_no_further() -> None:
    team = a_room_with_team()
    story = a_story(new_employment_form=True)
    with on(2026, 4, 29):
        start = start_for(j.HELD, story, "accept", date(2026, 4, 24))
        case = along(j.HELD, team=team, story=story, start=start).case
        assert case.accepted_on == date(2026, 4, 24)
        assert clocks(case)["CLK-04"].due == date(2026, 5, 9)
        assert "CLK-03" not in clocks(case)
        case = _extend(case, team, date(2026, 5, 24))
        assert clocks(case)["CLK-04"].due == date(2026, 5, 25)
    with on(2026, 5, 20):
        with pytest.raises(Refused) as refusal:
            _extend(case, team, date(2026, 6, 5))
        assert refusal.value.field == "new_end"


def _extend(case: Case, team: Team, new_end: date) -> Case:
    case = Case.objects.get(pk=case.pk)
    agree(case, team, Consent.Subject.EXTEND)
    return perform(case, "extend", by=staff(case, team.mediator), new_end=new_end, reason="平台调取数据")


# G15: seven instalments


def test_g15_seven_equal_instalments_add_up_to_the_cent() -> None:
    team = a_room_with_team()
    total = Decimal("300000.00")
    case = along((*j.HELD, j.step("sums", j.Part.MEDIATOR)), team=team, story=a_story(amount=total)).case
    by = staff(case, team.mediator)
    agreements.save_draft(case, {"facts": "欠薪", "terms": "分七期支付", "confirmation": "none"}, by=by)
    plan = agreements.even_plan(Case.objects.get(pk=case.pk), count=7, first_due=timezone.localdate())
    agreements.save_plan(case, plan, by=by)
    amounts = list(case.agreement.instalments.order_by("number").values_list("amount", flat=True))
    assert amounts == [Decimal("42857.14")] * 6 + [Decimal("42857.16")]
    assert Case.objects.get(pk=case.pk).agreement.total == total
    assert in_words(total, prefix="") == "叁拾万元整"
    wrong = [row | {"amount": Decimal("42857.14")} for row in plan]
    with pytest.raises(Refused, match=r"相差0\.02元"):
        agreements.save_plan(case, wrong, by=by)
