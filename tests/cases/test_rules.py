"""The rules most often got wrong by naive software (domain 11), each through the public doors, under its number.

A rule whose part of the system does not exist yet has no test here; the calculators (15–19, 21) bring theirs.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import LegalBasis
from cases.law.calculators import CALCULATORS
from cases.law.calculators.overtime import holiday_class
from cases.law.calendar import default_calendar
from cases.law.errors import CalendarYearMissing
from cases.law.limitation import Interruption, LimitationLevel
from cases.law.periods import chinese_date
from cases.law.routes import EnforcementRoute
from cases.law.sheet import Sheet
from cases.models import Agent, Case, ClaimItem, HealthNote, LimitationEvent, NumberSeries
from cases.practice import journeys as j
from cases.practice.journeys import Journey
from cases.practice.stories import Claimed, Due, Referral
from cases.services import agreements, court, health, intake, parties
from cases.services.actors import liaison, staff
from cases.services.intake import QuickIntake
from cases.services.limitation import limitation_of
from cases.services.perform import offers, perform
from cases.services.refusal import Refused
from cases.services.team import why_not_mediator
from cases.states import Mode, Outcome, State
from cases.statistics.balance import Balance, Unbalanced, balance_of, require_balance
from cases.statistics.rates import Denominator, success_rate
from cases.workflow.clocks import ClockFace, Phase, mediation_end, wall
from cases.workflow.ways import ways_after_default
from documents.models import Document
from documents.store import get
from tests.cases.law.calculators.published import HERE
from tests.cases.refused import everything, on, refused
from tests.cases.screens.secrets import SECRETS, plant
from tests.factories import ON_ROSTER, Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

M, D = j.Part.MEDIATOR, j.Part.HEAD


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on("2026-06-10"):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def today_of(case: Case) -> Case:
    """The case as it stands on the clock's day."""
    return Case.objects.get(pk=case.pk)


def clocks(case: Case) -> dict[str, ClockFace]:
    return {face.rule.id: face for face in wall(today_of(case))}


def apply(team: Team, *claim_codes: str) -> Case:
    """An oral application at the desk."""
    told = QuickIntake(
        applicant="刘某",
        phone="19900000001",
        employer="某电子有限公司",
        claim_codes=claim_codes or ("01",),
        request="支付工资",
        facts="三个月没有发工资",
        oral=True,
    )
    return intake.register(told, room=team.room, user=team.registrar)


def say(case: Case, team: Team, subject: str, side: str = "both", *, given: bool = True) -> None:
    """What a side, or both, said today."""
    for party in today_of(case).parties.all():
        if side in (party.side, "both"):
            by = staff(case, team.registrar)
            day = today_of(case).as_of
            parties.record_consent(party, subject, given=given, on=day, channel="written", by=by)


def do(case: Case, team: Team, move: str, who: str = "mediator", **answers: Any) -> Case:
    return perform(today_of(case), move, by=staff(case, getattr(team, who)), **answers)


def accepted(team: Team) -> Case:
    """Applied for, consented to by both, accepted: all today."""
    case = apply(team)
    do(case, team, "seek_consent", "registrar", reply_due_on=case.as_of)
    say(case, team, "mediate")
    return do(case, team, "accept", "registrar")


def text_of(case: Case, kind: str) -> str:
    """What a paper of the case says, without its tags."""
    paper = Document.objects.get(case=case, kind=kind, variant="")
    return re.sub(r"<[^>]+>|\s", "", get(str(paper.file), paper.sha256).decode())


def test_rule_01_two_fifteen_day_clocks(team: Team) -> None:
    """From receipt the parties may go to arbitration after 15 days; from acceptance the body must end in 15 days.

    Expiry creates a right or a duty to end; a person still confirms and a notice is issued (TZF 14(3); R17 29).
    """
    with on("2026-06-01"):
        case = apply(team)
        do(case, team, "seek_consent", "registrar", reply_due_on=date(2026, 6, 3))
    with on("2026-06-03"):
        say(case, team, "mediate")
        case = do(case, team, "accept", "registrar")
        faces = clocks(case)
        assert (faces["CLK-02"].started_on, faces["CLK-02"].due) == (date(2026, 6, 1), date(2026, 6, 16))
        assert (faces["CLK-03"].started_on, faces["CLK-03"].due) == (date(2026, 6, 3), date(2026, 6, 18))
    with on("2026-06-17"):
        assert today_of(case).state == State.ACCEPTED, "the right to leave closes nothing"
    with on("2026-06-18"), refused("调解期限还没有届满"):
        do(case, team, "expire")
    with on("2026-06-22"):
        assert today_of(case).state == State.ACCEPTED, "nor does the end of the period, until a person says so"
        case = do(case, team, "expire")
        assert (case.state, case.outcome, case.closed_on) == (State.FAILED, Outcome.EXPIRED, None)
        assert "仲裁" in text_of(case, "D-13")


def test_rule_02_three_working_days_and_the_other_sides_consent(team: Team) -> None:
    """3 working days including make-up Saturdays; acceptance needs the other side's consent too (R17 22)."""
    with on("2026-02-13"):
        case = apply(team)
        do(case, team, "seek_consent", "registrar", reply_due_on=date(2026, 2, 25))
        # Saturday the 14th is worked, the 15th to the 23rd is 春节.
        assert clocks(case)["CLK-01"].due == date(2026, 2, 25)
    with on("2026-02-25"):
        say(case, team, "mediate", "applicant")
        with refused("须双方都同意调解才能受理"):
            do(case, team, "accept", "head")
        say(case, team, "mediate", "respondent")
        assert do(case, team, "accept", "head").accepted_on == date(2026, 2, 25)


@pytest.mark.parametrize(
    ("journey", "paper", "outcome"),
    [(j.NOT_ACCEPTED, "D-05", Outcome.NOT_ACCEPTED), (j.CONSENT_REFUSED, "D-05b", Outcome.REFUSED)],
    ids=["out of scope", "refused by the other side"],
)
def test_rule_03_a_refused_application_is_answered_and_kept(
    team: Team, journey: Journey, paper: str, outcome: Outcome
) -> None:
    """Written notice with reasons and the right to arbitrate; the record stays and is counted separately (R17 22, 30)."""
    case = along(journey, team=team).case
    notice = text_of(case, paper)
    assert case.applicants[0].name in notice
    assert "仲裁" in notice
    assert (case.outcome, case.number, case.accepted_on) == (outcome, None, None)
    assert not NumberSeries.objects.filter(kind="accepted").exists()
    assert balance_of(Case.objects.all(), date(2026, 1, 1), date(2026, 12, 31)) == Balance(0, 0, 0, 0)
    case = do(case, team, "close", "head")
    assert Case.objects.filter(pk=case.pk, outcome=outcome).exists()


@pytest.mark.parametrize(
    ("basis", "state", "effective"),
    [
        (LegalBasis.LOCAL_BODY, State.SIGNING, date(2026, 6, 12)),
        (LegalBasis.PEOPLES_COMMITTEE, State.SIGNING, date(2026, 6, 12)),
        (None, State.COURT_SIGNING, date(2026, 6, 11)),
    ],
    ids=["local body", "people's committee", "delegated"],
)
def test_rule_04_effect_by_the_latest_act_that_the_law_asks_for(
    basis: LegalBasis | None, state: State, effective: date
) -> None:
    """TZF 14: both parties, mediator, seal; 委派: both parties' signatures. Not the day of upload (TY16 24; RMTJ 29)."""
    team = a_room_with_team(bases=(basis or LegalBasis.LOCAL_BODY, *ON_ROSTER))
    case = at(state, team=team, basis=basis)

    def sign(kind: str, day: int, **who: Any) -> None:
        agreements.sign(case, kind=kind, on=date(2026, 6, day), method="signed", by=staff(case, team.mediator), **who)

    with on("2026-06-15"):
        sign("party", 10, party=case.applicants[0])
        with refused("签字盖章还不齐全"):
            do(case, team, "take_effect")
        sign("party", 11, party=case.respondents[0])
        if state is State.SIGNING:
            sign("mediator", 10)
            with refused("签字盖章还不齐全"):
                do(case, team, "take_effect")
        sign("seal", 12)
        assert do(case, team, "take_effect").effective_on == effective


def test_rule_05_review_and_confirmation_have_days_of_their_own_and_are_joint(team: Team) -> None:
    """仲裁审查 15 days, 司法确认 30 days, both joint, both from effect; a court's confirmation closes the other route."""
    case = at(State.EFFECTIVE, team=team)
    assert case.effective_on == date(2026, 6, 10)
    assert clocks(case)["CLK-05"].due == date(2026, 6, 25)
    assert clocks(case)["CLK-07"].due == date(2026, 7, 10)
    say(case, team, "confirmation", "applicant")
    for move in ("apply_arbitration_review", "apply_court_confirmation"):
        with refused("双方共同提出"):
            do(case, team, move, body="某机构")
    say(case, team, "confirmation", "respondent")
    with on("2026-06-26"):
        with refused("15日内共同申请", field="on"):
            do(case, team, "apply_arbitration_review", body="南昌县劳动人事争议仲裁委员会")
        with on("2026-07-11"), refused("30日内共同申请", field="on"):
            do(case, team, "apply_court_confirmation", body="南昌县人民法院")
        do(case, team, "apply_court_confirmation", body="南昌县人民法院")
    with on("2026-06-29"):
        do(case, team, "confirm", document_number="（2026）赣0121诉前调确1号", received_on=date(2026, 6, 29))
        do(case, team, "begin_performance")
        with refused("已经得到确认"):
            do(case, team, "apply_arbitration_review", body="南昌县劳动人事争议仲裁委员会")


def test_rule_06_not_every_agreement_can_be_confirmed(team: Team) -> None:
    """确认劳动关系 cannot get 仲裁审查; judicial confirmation is for payment content (R33 75(4); MSFJ 355; JS1 52)."""
    story = a_story(claims=(Claimed(code="13"),), plan=(Due(after=7, deed="书面确认自2024年3月1日起存在劳动关系"),))
    case = along((*j.EFFECTIVE, j.BOTH_APPLY), team=team, story=story).case
    with refused("不能申请仲裁审查"):
        do(case, team, "apply_arbitration_review", body="南昌县劳动人事争议仲裁委员会")
    with refused("没有金钱给付内容"):
        do(case, team, "apply_court_confirmation", body="南昌县人民法院")


def test_rule_07_the_courts_period_runs_from_signing_for_the_papers(team: Team) -> None:
    """30 calendar days from the day the body signs for papers; extension needs both parties; appraisal is not counted."""
    story = a_story(mode=Mode.DELEGATED)
    case = along(j.COURT_HELD, team=team, story=story, start=date(2026, 6, 1)).case
    assert (case.referral.sent_on, case.signed_for_on) == (date(2026, 6, 1), date(2026, 6, 2))
    assert clocks(case)["CLK-10"].started_on == date(2026, 6, 2)
    assert mediation_end(case) == date(2026, 7, 2)
    answers: dict[str, Any] = {"new_end": date(2026, 7, 20), "reason": "等待付款"}
    with refused("权限", denied=True):
        perform(today_of(case), "extend", by=liaison(case, team.liaison), **answers)
    say(case, team, "extend", "applicant")
    with refused("双方都同意"):
        do(case, team, "extend", **answers)
    do(case, team, "appraise", reason="笔迹")
    with on("2026-06-22"):
        assert clocks(case)["CLK-10"].phase is Phase.PAUSED
        case = do(case, team, "appraisal_done")
        # The twelve days from 10 to 22 June come back: 2 July becomes Tuesday the 14th.
        assert mediation_end(today_of(case)) == date(2026, 7, 14)


@pytest.mark.parametrize(("trial", "days"), [("ordinary", 15), ("simplified", 7)])
def test_rule_07_in_a_suit_fifteen_or_seven_days(team: Team, trial: str, days: int) -> None:
    """TY16 27."""
    referral = Referral(mode=Mode.ENTRUSTED, number="（2026）赣0121民初7号", trial=trial)
    case = along(j.COURT_SIGNED_FOR, team=team, story=a_story(referral=referral), start=date(2026, 5, 11)).case
    assert case.signed_for_on == date(2026, 5, 12)
    assert mediation_end(case) == date(2026, 5, 12) + timedelta(days=days)


def test_rule_08_a_delegation_is_answered_and_an_unreachable_party_returned_at_once(team: Team) -> None:
    """3 working days to confirm or decline with reasons, 3 to contact the other side; no contact: end at once (ZX21 12, 15)."""
    pushed = at(State.COURT_PUSHED, team=team)
    assert clocks(pushed)["CLK-13"].due == date(2026, 6, 15)
    with refused("请填写", field="reason"):
        do(pushed, team, "decline", "head", ground="overload")
    case = do(pushed, team, "sign_for")
    assert clocks(case)["CLK-13b"].due == date(2026, 6, 15)
    do(case, team, "seek_will", reply_due_on=date(2026, 6, 30))
    with refused("没有联系对方的记录"):
        do(case, team, "return_refused", ground="no_contact")
    parties.record_contact(
        case.respondents[0],
        at=today_of(case).created_at,
        channel="电话",
        result="wrong_number",
        by=staff(case, team.mediator),
    )
    ended = do(case, team, "return_refused", ground="no_contact")
    assert (ended.state, ended.ended_on) == (State.COURT_CONSENT_REFUSED, date(2026, 6, 10))
    assert Document.objects.filter(case=case, kind="D-24").exists()


def test_rule_09_refusing_the_mediator_ends_it(team: Team) -> None:
    """On the court track it equals refusing mediation: terminate, online after one replacement (TY16 12; ZX21 14)."""
    replaced = along(j.COURT_REPLACED, team=team, story=a_story(mode=Mode.DELEGATED)).case
    with refused("只有经法院平台委派、且还没有更换过"):
        do(replaced, team, "replace_once", "head", mediator=team.mediator, reason="又不同意")
    ended = do(replaced, team, "reject_mediator", reason="申请人又不同意")
    assert (ended.state, ended.outcome) == (State.COURT_FAILED, Outcome.REFUSED)
    by_post = Referral(mode=Mode.DELEGATED, number="（2026）赣0121诉前调9号", via_platform=False)
    case = along(j.COURT_MEDIATOR_CHOSEN, team=team, story=a_story(referral=by_post)).case
    with refused("只有经法院平台委派"):
        do(case, team, "replace_once", "head", mediator=team.lawyer, reason="不同意")


def test_rule_10_offers_and_private_talks_never_leave(team: Team) -> None:
    """Concessions and caucus notes never leave; only the jointly signed 无争议事实 may (MSFJ 107; TY16 22, 28; ZX21 18)."""
    case = along(j.COURT_HELD, team=team, story=a_story(mode=Mode.DELEGATED, offers="让到八折")).case
    plant(case, team)
    case = do(case, team, "fail", ground="apart", reason="金额差距较大")
    seen = repr(court.file_of(today_of(case)))
    letter = text_of(case, "D-24")
    for kept in (*SECRETS, "让到八折"):
        assert kept not in seen
        assert kept not in letter
    (facts,) = court.joint_facts(today_of(case))
    assert facts.text in seen


def test_rule_11_who_mediated_is_no_agent_and_nobody_acts_for_both(team: Team) -> None:
    """A mediator may not later be agent; a lawyer not for both sides, over the whole dispute chain (TY16 15–16; LSF 39)."""
    old = along(j.CONFIRMATION_REFUSED, team=team).case
    fields = {"kind": "lawyer", "authority": "general", "since": date(2026, 6, 10)}

    def agent(case: Case, side: str, user: Any) -> Agent:
        party = case.applicants[0] if side == "worker" else case.respondents[0]
        by = staff(case, team.mediator)
        return parties.save_agent(Agent(party=party), fields | {"name": user.name, "user": user}, by=by)

    agent(old, "worker", team.lawyer)
    do(old, team, "mediate_again", reason="写明日期")
    new = Case.objects.get(previous=old)
    with refused("特邀调解规定第十六条", field="user"):
        agent(new, "worker", team.mediator)
    with refused("律师法第三十九条", field="user"):
        agent(new, "employer", team.lawyer)
    assert "代理人" in why_not_mediator(new, team.lawyer)[0]


@pytest.mark.parametrize(
    ("journey", "paper", "code"),
    [
        (j.CONSENT_REFUSED, "D-05b", Interruption.REFUSED_MEDIATION),
        (j.FAILED, "D-13", Interruption.NO_AGREEMENT),
        (j.UNSIGNED, "D-13", Interruption.NO_AGREEMENT),
        (j.EXPIRED, "D-13", Interruption.PERIOD_EXPIRED),
    ],
    ids=["refused", "failed", "unsigned", "expired"],
)
def test_rule_12_each_interruption_is_recorded_and_printed(
    team: Team, journey: Journey, paper: str, code: Interruption
) -> None:
    """Record and print each interruption event (TZF 27; R17 31; R33 27: to apply for mediation interrupts already)."""
    case = along(journey, team=team).case
    events = LimitationEvent.objects.filter(case=case).order_by("on", "pk")
    assert [event.code for event in events] == [Interruption.APPLICATION, code]
    notice = text_of(case, paper)
    assert f"{chinese_date(events[1].on)}起中断" in notice
    assert code.article.split("、")[0] in notice


def test_rule_12_old_claims_are_taken_in_and_wages_in_employment_have_no_limit(team: Team) -> None:
    """Limitation is a defence the employer must raise in arbitration; wages during employment are not limited."""
    case = apply(team, "06", "01")
    worker, by = case.applicants[0], staff(case, team.registrar)
    parties.save_party(worker, {"hired_on": date(2020, 3, 1)}, by=by)
    LimitationEvent.objects.filter(case=case).delete()
    for claim in case.claims.all():
        parties.save_claim(claim, {"known_on": date(2023, 1, 5)}, by=by)
    levels = {claim.code: limitation_of(today_of(case))[claim.pk] for claim in case.claims.all()}
    assert levels["01"].level is LimitationLevel.UNLIMITED
    assert levels["06"].level is LimitationLevel.PASSED
    assert "抗辩" in levels["06"].text
    do(case, team, "seek_consent", "registrar", reply_due_on=date(2026, 6, 12))
    say(case, team, "mediate")
    assert do(case, team, "accept", "registrar").state == State.ACCEPTED
    assert ClaimItem.objects.filter(case=case).count() == 2
    parties.save_party(worker, {"left_on": date(2025, 4, 1)}, by=by)
    assert limitation_of(today_of(case))[case.claims.get(code="01").pk].level is LimitationLevel.PASSED, (
        "a year after it ended"
    )


@pytest.mark.parametrize(
    ("code", "allowed"),
    [("01", True), ("06", True), ("07", True), ("08", False), ("21", False)],
    ids=["wages", "compensation", "damages", "notice pay", "certificate"],
)
def test_rule_13_a_payment_order_for_four_heads_only(team: Team, code: str, allowed: bool) -> None:
    """Four heads only, worker only, sum due and certain (TZF 16; MSF 225; JS1 13)."""
    money = Claimed(code=code, claimed=Decimal(30000), agreed=Decimal(30000))
    ways = {
        way.route: way for way in ways_after_default(along(j.DEFAULTED, team=team, story=a_story(claims=(money,))).case)
    }
    assert ways[EnforcementRoute.PAYMENT_ORDER].allowed is allowed
    if allowed:
        assert ways[EnforcementRoute.PAYMENT_ORDER].amount == Decimal("10000.00"), "only what is due"
    assert ways[EnforcementRoute.DIRECT_SUIT].allowed is (code == "01"), "only when all of it is wages"
    assert ways[EnforcementRoute.ARBITRATION].allowed


@pytest.mark.parametrize(
    ("begun", "clock", "due"),
    [
        ("2026-04-24", "CLK-03", date(2026, 5, 9)),
        ("2026-06-05", "CLK-03", date(2026, 6, 22)),
        ("2026-06-03", "CLK-03", date(2026, 6, 18)),
        ("2026-09-14", "CLK-03", date(2026, 9, 29)),
        ("2026-12-16", "CLK-03", date(2026, 12, 31)),
    ],
    ids=["worked Saturday", "last day at 端午", "day before 端午", "中秋 inside only", "last day of the loaded years"],
)
def test_rule_14_only_the_last_day_of_a_calendar_period_rolls(team: Team, begun: str, clock: str, due: date) -> None:
    """Only when the last day is a rest day; a make-up Saturday is no rest day (MSF 85; 民法典 203; R33 80)."""
    with on(begun):
        assert clocks(accepted(team))[clock].due == due


def test_rule_14_working_days_skip_what_is_off_and_do_not_roll(team: Team) -> None:
    """R33 80: 三日 are working days; 端午 2026 is off from Friday to Sunday."""
    with on("2026-06-17"):
        assert clocks(apply(team))["CLK-01"].due == date(2026, 6, 23)
    with on("2026-05-07"):
        # Friday the 8th, the worked Saturday the 9th, Monday the 11th.
        assert clocks(apply(team))["CLK-01"].due == date(2026, 5, 11)


def test_rule_14_a_year_that_is_not_loaded_is_an_error(team: Team) -> None:
    """A missing next-year calendar is not 'no holidays': nothing is accepted, and no number is used up."""
    with on("2026-12-14"):
        case = apply(team)
        do(case, team, "seek_consent", "registrar", reply_due_on=date(2026, 12, 17))
        say(case, team, "mediate")
    with on("2026-12-17"):
        before = everything()
        with pytest.raises(CalendarYearMissing, match="2027年"):
            do(case, team, "accept", "registrar")
        assert everything() == before


@pytest.mark.parametrize("text", ["劳动者自愿放弃缴纳社会保险", "双方放弃社保及今后一切权利", "单位不缴纳社会保险"])
def test_rule_20_a_waiver_of_social_insurance_is_void(team: Team, text: str) -> None:
    """Social-insurance waiver is void: block (JS2 19)."""
    case = along(j.HELD, team=team).case
    draft = {"facts": "欠薪", "terms": text, "confirmation": "none"}
    with refused("第十九条", field="terms"):
        agreements.save_draft(case, draft, by=staff(case, team.mediator))


def test_rule_20_what_is_no_matter_of_the_parties_is_not_mediated(team: Team) -> None:
    """Paying up social insurance is for the authority to order (JS1 2); beside it a claim in scope is mediated."""
    alone = apply(team, "12")
    with refused("都不属于劳动争议调解的范围"):
        do(alone, team, "seek_consent", "registrar", reply_due_on=date(2026, 6, 12))
    beside = apply(team, "12", "01")
    assert do(beside, team, "seek_consent", "registrar", reply_due_on=date(2026, 6, 12)).state == State.SEEKING_CONSENT


def test_rule_20_what_is_settled_is_listed(team: Team) -> None:
    """Not 'all rights for ever': the fixed text lists the claims that it settles (domain 6.5)."""
    version = at(State.SIGNING, team=team).agreement.current
    assert version is not None
    assert "所列请求事项" in version.content["settled_claims"]
    assert [row[1] for row in version.content["claims"]] == ["01"]


def test_rule_22_ten_names_are_no_group_without_a_common_request(team: Team) -> None:
    """≥10 AND a common request; 3–5 representatives (TZF 7; R33 62–63)."""
    assert not along(j.RECEIVED, team=team, story=a_group_story(workers=10, common_request=False)).case.is_group
    assert not along(j.RECEIVED, team=team, story=a_group_story(workers=9)).case.is_group
    asked = (*j.SEEKING_CONSENT, *j.BOTH_AGREE)
    case = along(asked, team=team, story=a_group_story(workers=12)).case
    assert case.is_group
    by = staff(case, team.registrar)
    for elected, enough in ((2, False), (3, True), (5, True), (6, False)):
        for number, worker in enumerate(today_of(case).workers):
            if worker.representative != (number < elected):
                parties.save_party(worker, {"representative": number < elected}, by=by)
        (offer,) = [offer for offer in offers(today_of(case), by) if offer.name == "accept"]
        assert ("集体争议须推举3至5名代表人" in [why.text for why in offer.whys]) is not enough


def test_rule_22_each_worker_settles_for_himself(team: Team) -> None:
    """Settlement needs each worker's consent; outcome, sum and due date per worker (R33 63)."""
    story = a_group_story(workers=10, unwilling=(9,))
    drafted = along((*j.HELD, j.step("terms", M)), team=team, story=story).case
    with refused("须经每一名劳动者"):
        do(drafted, team, "reach_agreement")
    by, day = staff(drafted, team.mediator), date(2026, 6, 10)
    workers = drafted.workers
    parties.record_consents(workers[:3], "settle", given=True, on=day, channel="written", by=by)
    with refused("须经每一名劳动者"):
        do(drafted, team, "reach_agreement")
    case = along(j.EFFECTIVE, team=team, story=story).case
    outcomes = [worker.outcome for worker in case.workers]
    assert outcomes == [Outcome.AGREED] * 9 + [Outcome.FAILED]
    plan = case.agreement.instalments.all()
    assert {item.payee_id: item.amount for item in plan} == {w.pk: Decimal("5000.00") for w in case.workers[:9]}
    assert Document.objects.get(case=case, kind="D-13").party == case.workers[9]


def test_rule_24_counselling_has_its_own_consent_and_its_own_store(team: Team) -> None:
    """Separate consent, separate sealed store, status only to the mediator; in no paper, no log (PIPL 28–30; JSF 23)."""
    case, secret = along(j.HELD, team=team).case, "连续失眠，曾提到过激想法"
    by, worker = staff(case, team.health), case.applicants[0]
    said: dict[str, Any] = {"kind": "counselling", "on": date(2026, 6, 10), "risk": "watch", "note": secret}
    with refused("单独同意", field="party"):
        health.give_service(case, worker, supervisor=team.supervisor, by=by, **said)
    parties.record_consent(worker, "health", given=True, on=date(2026, 6, 10), channel="written", by=by)
    service = health.give_service(today_of(case), worker, supervisor=team.supervisor, by=by, **said)
    assert [str(row) for row in today_of(case).health_services.all()] == ["心理疏导 2026-06-10"]
    with refused("只有书写人和指定督导", denied=True):
        health.read_note(HealthNote.objects.get(service=service), by=staff(case, team.mediator))
    do(case, team, "propose_ending", ground="apart", reason="差距较大")
    do(case, team, "fail", "head")
    papers = Document.objects.filter(case=case)
    assert papers.exists()
    told = "".join(str(paper.context) for paper in papers)
    logged = "".join(str(event.data) for event in case.events.all())
    assert "失眠" not in told + logged


def test_rule_25_what_was_open_and_came_is_what_was_closed_and_is_open(team: Team) -> None:
    """Balance: 上期未结 + 受理 = 结案 + 未结; a report that does not balance is not locked (domain 9.2)."""
    along(j.MEDIATING, team=team, start=date(2026, 4, 20))
    along(j.CLOSED_FAILED, team=team, start=date(2026, 4, 22))
    along(j.CLOSED_FAILED, team=team, start=date(2026, 5, 12))
    along(j.NOT_ACCEPTED, team=team, start=date(2026, 5, 12))
    may = balance_of(Case.objects.all(), date(2026, 5, 1), date(2026, 5, 31))
    assert (may.open_before, may.accepted, may.closed, may.open_after) == (2, 1, 2, 1)
    assert require_balance(may).difference == 0
    with pytest.raises(Unbalanced, match="相差1件"):
        require_balance(Balance(open_before=2, accepted=1, closed=2, open_after=2))
    with pytest.raises(Refused):
        do(Case.objects.get(state=State.MEDIATING), team, "close", "head")


def test_rule_23_riders_are_mediated_with_one_extension_of_fifteen_days(team: Team) -> None:
    """Riders: one-stop mediation, extension capped at 15 days (人社厅发〔2024〕4号)."""
    with on("2026-06-01"):
        case = apply(team)
        parties.save_application(case, {"new_employment_form": True}, by=staff(case, team.registrar))
        do(case, team, "seek_consent", "registrar", reply_due_on=date(2026, 6, 1))
        say(case, team, "mediate")
        do(case, team, "accept", "registrar")
        do(case, team, "assign", "head", mediator=team.mediator, chosen="head")
        assert clocks(case)["CLK-04"].due == date(2026, 6, 16)
        assert "CLK-03" not in clocks(case)
    story = a_story(new_employment_form=True)
    going = along(j.HELD, team=team, story=story, start=date(2026, 6, 1)).case
    end = mediation_end(going)
    assert end is not None
    say(going, team, "extend")
    with refused("15", field="new_end"):
        do(going, team, "extend", new_end=end + timedelta(days=16), reason="平台调取数据")
    do(going, team, "extend", new_end=end + timedelta(days=15), reason="平台调取数据")
    say(going, team, "extend")
    with refused("", field="new_end"):
        do(going, team, "extend", new_end=end + timedelta(days=20), reason="再延长")


def test_rule_23_causes_are_those_of_the_edition_of_the_day(team: Team) -> None:
    """Cause tree 205–216 since 2026-01-01, versioned: over-age workers have cause 208 from then on (domain 4.1)."""
    with on("2025-12-10"):
        case = apply(team)
        with refused("没有编号为208的案由", field="cause"):
            parties.save_application(case, {"cause": "208"}, by=staff(case, team.registrar))
    with on("2026-01-05"):
        assert parties.save_application(case, {"cause": "208"}, by=staff(case, team.registrar)).cause == "208"


# ---- sums (rules 15 to 19, 21), through the calculators that the screens offer -------------------------------------


def reckon(calculator: str, **answers: Any) -> Sheet:
    return CALCULATORS[calculator].run(answers, HERE)


def test_rule_15_threefold_pay_is_for_statutory_days_only_and_the_divisor_stays() -> None:
    """13 statutory days since 2025 pay 300 %; 调休 days off are rest days (200 %); 21.75 (放假办法 2024; 人社部发〔2025〕2号)."""
    days = default_calendar()
    statutory = [day for day in days.days.values() if day.date.year == 2026 and day.is_statutory]
    assert len(statutory) == 13
    assert len([day for day in days.days.values() if day.date.year == 2024 and day.is_statutory]) == 11
    assert holiday_class(date(2026, 2, 17), days) == "300%"  # 初一
    assert holiday_class(date(2026, 2, 20), days) == "200%"  # off by 调休
    assert holiday_class(date(2026, 2, 14), days) == "150%"  # a make-up Saturday is a working day
    one_day = reckon("overtime", system="standard", wage=Decimal(6000), holiday_days=Decimal(1))
    assert one_day.total == (Decimal(6000) / Decimal("21.75") * 3).quantize(Decimal("0.01"))


def test_rule_16_leave_not_taken_pays_two_hundred_percent_more_and_drops_fractions() -> None:
    """Extra 200 %, base without overtime, a fraction of a day dropped (年休假实施办法 10–12): 4.96 days are 4."""
    sheet = reckon(
        "leave",
        year=2026,
        years=Decimal(12),
        continuous="yes",
        wage=Decimal(6000),
        left_on=date(2026, 6, 30),
    )
    assert sheet.total == Decimal("2206.90")


def test_rule_17_the_twelve_year_cap_goes_with_the_threefold_cap_alone() -> None:
    """LHF 47: without the threefold cap 15.5 months at 25,000; with it 12 months at 26,665.75, which is less, and right."""
    served = {"ground": "36", "hired_on": date(2008, 1, 1), "left_on": date(2023, 3, 31), "overtime_counts": "no"}
    below = reckon("severance", average=Decimal(25000), **served)
    above = reckon("severance", average=Decimal(30000), **served)
    assert (below.total, above.total) == (Decimal("387500.00"), Decimal("319989.00"))
    poor = reckon("severance", ground="36", hired_on=date(2025, 1, 1), left_on=date(2025, 3, 31), average=Decimal(1000))
    assert poor.total == Decimal("1000.00"), "half a month of the minimum wage of 2,000 (实施条例 27)"


def test_rule_18_twice_n_excludes_n_and_the_month_of_notice_is_the_last_wage() -> None:
    """2N counts from the first day without the cut of 2008; +1 only for LHF 40, the last month's wage (LHF 40, 87; LHT 20, 25)."""
    served = {"hired_on": date(2005, 7, 1), "left_on": date(2025, 6, 30), "average": Decimal(5000)}
    assert [line.label for line in reckon("unlawful", **served).lines] == ["违法解除或者终止赔偿金"]
    assert reckon("unlawful", **served).total == 20 * 5000 * 2
    notice = reckon("severance", ground="40", last_wage=Decimal(7300), **served | {"hired_on": date(2020, 7, 1)})
    assert [line.amount for line in notice.lines] == [Decimal("25000.00"), Decimal("7300.00")]
    agreed = reckon("severance", ground="36", last_wage=Decimal(7300), **served | {"hired_on": date(2020, 7, 1)})
    assert [line.label for line in agreed.lines] == ["经济补偿"]


def test_rule_19_the_second_wage_ends_before_a_full_year() -> None:
    """Only the second multiple, at most 11 months, none after the first year (LHF 82; LHT 6–7; JS2 6, 9)."""
    never = reckon("double_wage", hired_on=date(2024, 3, 10), left_on=date(2026, 3, 9), wage=Decimal(5000))
    assert never.total == 11 * 5000
    part = reckon("double_wage", hired_on=date(2025, 3, 10), signed_on=date(2025, 8, 20), wage=Decimal(5000))
    assert part.total == Decimal("21609.20"), "four months, and seven working days by 21.75 (domain 5.4)"


def test_rule_21_the_provinces_injury_sums_are_locked_and_a_death_goes_by_the_year_before() -> None:
    """National part by GS 37, 64 within 60 %–300 %; Jiangxi's grid is empty until two people have read it; GS 39."""
    hurt = reckon(
        "injury",
        injured_on=date(2023, 5, 10),
        grade="9",
        own_wage=Decimal(5000),
        insured="yes",
        pool="province",
        series="avg_wage_urban_nonprivate",
        ended_on=date(2025, 5, 10),
    )
    assert [line.label for line in hurt.lines] == ["一次性伤残补助金"]
    assert hurt.total == Decimal("45000.00")
    assert any("江西标准未录入" in warning for warning in hurt.warnings)
    died = reckon("death", died_on=date(2026, 3, 1), how="direct", insured="yes")
    assert Decimal("1130040.00") in [line.amount for line in died.lines], "20 × 56,502 of 2025"


def test_rule_25_a_rate_names_what_it_is_divided_by() -> None:
    """Denominators differ: 292/417 = 70.02 %, 150/237 = 63.29 %, 168/197 = 85.28 % (domain 9.1)."""
    said = [
        success_rate(292, 417, Denominator.ACCEPTED).formula,
        success_rate(150, 237, Denominator.REFERRED).formula,
        success_rate(168, 197, Denominator.CLOSED).formula,
    ]
    assert said == [
        "成功率 = 调解成功292件 ÷ 受理件数417件 = 70.02%",
        "成功率 = 调解成功150件 ÷ 委派委托件数237件 = 63.29%",
        "成功率 = 调解成功168件 ÷ 结案件数197件 = 85.28%",
    ]
