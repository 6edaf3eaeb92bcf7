"""The agreement: clauses that cannot stand, plans that do not add up, signatures that do not count."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.law.bases import LegalBasis
from cases.models import Agent, Agreement, Case, Signature
from cases.practice import journeys as j
from cases.services import agreements, parties
from cases.services.actors import staff
from cases.services.perform import perform
from cases.states import State
from tests.cases.refused import A_WORKING_DAY, on, refused
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import along, at

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)
DRAFT = {"facts": "拖欠三个月工资", "terms": "分三期支付30,000.00元", "confirmation": "none"}


@pytest.fixture(autouse=True)
def on_a_working_day() -> Iterator[None]:
    with on(A_WORKING_DAY[:10]):
        yield


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


@pytest.fixture
def case(team: Team) -> Case:
    """In mediation, with 30,000.00 agreed and no text yet."""
    return along((*j.HELD, j.step("sums", j.Part.MEDIATOR)), team=team).case


def line(case: Case, **changes: Any) -> dict[str, Any]:
    """One payment of everything that was agreed."""
    said = {
        "payer_id": case.respondents[0].pk,
        "payee_id": case.applicants[0].pk,
        "amount": Decimal("30000.00"),
        "due_on": TODAY + timedelta(days=30),
    }
    return said | changes


class TestDraft:
    @pytest.mark.parametrize(
        ("field", "text", "words"),
        [
            ("terms", "劳动者自愿放弃缴纳社会保险", "第十九条"),
            ("settled_claims", "双方约定不 缴 纳 社 会 保 险", "第十九条"),
            ("default_clause", "逾期的，申请人可以直接申请强制执行", "须先经仲裁审查或者司法确认"),
            ("terms", "被申请人尽快支付", "“尽快”不明确"),
            ("default_clause", "酌情补偿", "“酌情”不明确"),
        ],
    )
    def test_clauses_that_cannot_stand(self, case: Case, team: Team, field: str, text: str, words: str) -> None:
        """Domain 6.5; JS2 19; an agreement alone is not enforceable."""
        with refused(words, field=field):
            agreements.save_draft(case, DRAFT | {field: text}, by=staff(case, team.mediator))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"facts": ""}, "facts"), ({"terms": ""}, "terms"), ({"confirmation": "both"}, "confirmation")],
    )
    def test_what_must_be_said(self, case: Case, team: Team, changes: dict[str, str], field: str) -> None:
        with refused("", field=field):
            agreements.save_draft(case, DRAFT | changes, by=staff(case, team.mediator))

    def test_orally_only_where_the_law_of_the_room_allows_it(self, case: Case, team: Team) -> None:
        """TZF 14 asks for writing; RMTJ 28 does not."""
        with refused("第十四条", field="oral"):
            agreements.save_draft(case, DRAFT | {"oral": True}, by=staff(case, team.mediator))
        people = a_room_with_team(bases=(LegalBasis.PEOPLES_COMMITTEE,))
        other = along(j.HELD, team=people).case
        draft = agreements.save_draft(other, DRAFT | {"oral": True}, by=staff(other, people.mediator))
        assert draft.oral

    @pytest.mark.parametrize("state", [State.ASSIGNED, State.SIGNING, State.EFFECTIVE, State.CLOSED])
    def test_only_while_there_are_talks(self, team: Team, state: State) -> None:
        case = at(state, team=team)
        with refused("只有在调解中"):
            agreements.save_draft(case, DRAFT, by=staff(case, team.mediator))

    @pytest.mark.parametrize("who", ["registrar", "supervisor", "liaison"])
    def test_only_who_mediates(self, case: Case, team: Team, who: str) -> None:
        with refused("主持调解", denied=True):
            agreements.save_draft(case, DRAFT, by=staff(case, getattr(team, who)))


class TestPlan:
    @pytest.fixture
    def drafted(self, case: Case, team: Team) -> Case:
        agreements.save_draft(case, DRAFT, by=staff(case, team.mediator))
        return Case.objects.get(pk=case.pk)

    def test_a_new_plan_takes_the_place_of_the_old_one(self, drafted: Case, team: Team) -> None:
        by = staff(drafted, team.mediator)
        agreements.save_plan(drafted, [line(drafted)], by=by)
        halves = [line(drafted, amount=Decimal("15000.00"), due_on=TODAY + timedelta(days=n)) for n in (10, 40)]
        certificate = line(drafted, amount=Decimal(0), deed="出具离职证明", due_on=TODAY)
        agreements.save_plan(drafted, [*halves, certificate], by=by)
        kept = Agreement.objects.get(case=drafted).instalments.values_list("number", "amount", "deed")
        assert list(kept) == [
            (1, Decimal("15000.00"), ""),
            (2, Decimal("15000.00"), ""),
            (3, Decimal("0.00"), "出具离职证明"),
        ]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"amount": Decimal("29999.99")}, "相差0.01元"),
            ({"amount": Decimal("30000.01")}, "相差0.01元"),
            ({"amount": Decimal("-30000.00")}, "要么写金额"),
            ({"amount": Decimal(0)}, "要么写金额"),
            ({"deed": "并且道歉"}, "要么写金额"),
            ({"amount": Decimal(0), "deed": "尽快出具离职证明"}, "“尽快”不明确"),
            ({"due_on": date(2025, 12, 31)}, "不能早于"),
            ({"due_on": None}, "第1期"),
            ({"payer_id": 0}, "不在本案中"),
            ({"method": "长" * 101}, "第1期"),
        ],
    )
    def test_bad_rows(self, drafted: Case, team: Team, changes: dict[str, Any], words: str) -> None:
        with refused(words, field="plan"):
            agreements.save_plan(drafted, [line(drafted, **changes)], by=staff(drafted, team.mediator))

    def test_who_owes_himself_owes_nobody(self, drafted: Case, team: Team) -> None:
        row = line(drafted, payer_id=drafted.applicants[0].pk)
        with refused("不能是同一方", field="plan"):
            agreements.save_plan(drafted, [row], by=staff(drafted, team.mediator))

    def test_parties_of_another_case(self, drafted: Case, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("不在本案中", field="plan"):
            agreements.save_plan(drafted, [line(drafted, payee_id=stranger.pk)], by=staff(drafted, team.mediator))

    def test_a_plan_needs_a_row_and_a_text(self, case: Case, team: Team) -> None:
        by = staff(case, team.mediator)
        with refused("请先填写协议内容"):
            agreements.save_plan(case, [line(case)], by=by)
        agreements.save_draft(case, DRAFT, by=by)
        with refused("至少填写一期", field="plan"):
            agreements.save_plan(case, [], by=by)

    def test_of_a_group_each_gets_his_own_sum(self, team: Team) -> None:
        """办案规则 63: the whole may add up, and one worker still be given another's money."""
        case = along((*j.HELD, j.step("sums", j.Part.MEDIATOR)), team=team, story=a_group_story(workers=10)).case
        by = staff(case, team.mediator)
        agreements.save_draft(case, DRAFT, by=by)
        rows = agreements.even_plan(Case.objects.get(pk=case.pk), count=1, first_due=TODAY + timedelta(days=5))
        rows[0]["amount"] += Decimal(100)
        rows[1]["amount"] -= Decimal(100)
        with refused("不一致", field="plan"):
            agreements.save_plan(case, rows, by=by)

    @pytest.mark.parametrize("count", [0, -1, 61])
    def test_an_even_plan_of_no_or_too_many_parts(self, case: Case, count: int) -> None:
        with refused("1到60", field="count"):
            agreements.even_plan(case, count=count, first_due=TODAY)

    def test_parts_smaller_than_a_cent(self, case: Case, team: Team) -> None:
        claim = case.claims.get()
        parties.agree_sums(case, {claim.pk: Decimal("0.30")}, by=staff(case, team.mediator))
        with refused("不足1分", field="count"):
            agreements.even_plan(Case.objects.get(pk=case.pk), count=60, first_due=TODAY)

    def test_nothing_agreed_is_nothing_to_divide(self, team: Team) -> None:
        case = along(j.HELD, team=team).case
        with refused("请先在“请求”中填写协议金额"):
            agreements.even_plan(case, count=3, first_due=TODAY)

    def test_the_last_day_of_a_short_month(self, case: Case) -> None:
        """MSF 85; 民法典 202: without the corresponding day the month's last day counts."""
        rows = agreements.even_plan(case, count=3, first_due=date(2026, 8, 31))
        assert [row["due_on"] for row in rows] == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]


Act = Callable[..., Signature]


class TestSign:
    @pytest.fixture
    def signing(self, team: Team) -> Case:
        """The text was fixed today."""
        return at(State.SIGNING, team=team)

    @pytest.fixture
    def act(self, signing: Case, team: Team) -> Act:
        def act(**changes: Any) -> Signature:
            said: dict[str, Any] = {"kind": "party", "party": signing.applicants[0], "on": TODAY, "method": "signed"}
            return agreements.sign(signing, by=staff(signing, team.mediator), **said | changes)

        return act

    def test_each_act_once(self, signing: Case, act: Act) -> None:
        version = signing.agreement.current
        assert version is not None
        worker, firm = signing.applicants[0], signing.respondents[0]
        assert agreements.missing_signatures(version, signing) == [worker.name, firm.name, "调解员签名", "调解组织印章"]
        act()
        with refused(f"{worker.name}已经签过", field="party"):
            act()
        act(party=firm, method="sealed")
        act(kind="mediator", party=None)
        with refused("已经签过", field="kind"):
            act(kind="mediator", party=None)
        seal = act(kind="seal", party=None, method="sealed")
        assert seal.signer_name == (signing.room.seal_name or signing.room.name)
        assert agreements.missing_signatures(version, signing) == []

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"on": TODAY + timedelta(days=1)}, "on", "不能晚于今天"),
            ({"on": TODAY - timedelta(days=1)}, "on", "不能早于协议定稿之日"),
            ({"party": None}, "party", "请选择须在协议上签名盖章的当事人"),
            ({"method": "telepathy"}, "method", "telepathy"),
            ({"kind": "witness"}, "kind", "witness"),
        ],
    )
    def test_bad_answers(self, act: Act, changes: dict[str, Any], field: str, words: str) -> None:
        with refused(words, field=field):
            act(**changes)

    def test_a_party_of_another_case(self, act: Act, team: Team) -> None:
        stranger = at(State.RECEIVED, team=team).applicants[0]
        with refused("请选择须在协议上签名盖章", field="party"):
            act(party=stranger)

    def test_only_the_mediators_of_the_case_sign_as_such(self, act: Act, team: Team) -> None:
        with refused("只有本案的调解员", field="user"):
            act(kind="mediator", party=None, user=team.lawyer)

    def test_an_agent_signs_with_special_authority_from_its_day_on(self, signing: Case, act: Act, team: Team) -> None:
        """MSF 62; MSFJ 89: 全权代理 alone gives no power to settle."""
        worker, firm = signing.applicants[0], signing.respondents[0]
        fields = {"kind": "relative", "name": "刘父", "authority": "general", "since": TODAY}
        agent = parties.save_agent(Agent(party=worker), fields, by=staff(signing, team.mediator))
        with refused("没有“和解（调解）”的特别授权", field="agent"):
            act(agent=agent)
        with refused("不是该当事人委托的", field="agent"):
            act(party=firm, agent=agent)
        agent.authority, agent.powers = "special", ["代收款项"]
        agent.save()
        with refused("没有“和解（调解）”的特别授权", field="agent"):
            act(agent=agent)
        agent.powers = ["和解（调解）"]
        agent.since = TODAY + timedelta(days=1)
        agent.save()
        with refused("的授权自2026-06-11起", field="agent"):
            act(agent=agent)
        agent.since = TODAY
        agent.save()
        assert act(agent=agent).signer_name == f"{worker.name}（刘父代）"

    @pytest.mark.parametrize("state", [State.MEDIATING, State.EFFECTIVE, State.CLOSED], ids=lambda s: s.value)
    def test_only_a_fixed_text_is_signed(self, team: Team, state: State) -> None:
        case = at(state, team=team)
        with refused("协议定稿后才能登记签署"):
            agreements.sign(case, kind="seal", on=TODAY, method="sealed", by=staff(case, team.mediator))

    def test_only_who_mediates_records_it(self, signing: Case, team: Team) -> None:
        for who in (team.registrar, team.supervisor):
            with refused("主持调解", denied=True):
                agreements.sign(signing, kind="seal", on=TODAY, method="sealed", by=staff(signing, who))

    def test_signatures_belong_to_one_version(self, signing: Case, act: Act, team: Team) -> None:
        act()
        by = staff(signing, team.mediator)
        case = perform(Case.objects.get(pk=signing.pk), "change_text", by=by, reason="更正账号")
        assert case.state == State.MEDIATING
        case = perform(case, "reach_agreement", by=by)
        version = case.agreement.current
        assert version is not None
        assert (version.number, version.signatures.count()) == (2, 0)


class TestSignTogether:
    @pytest.fixture
    def signing(self, team: Team) -> Case:
        return along(j.SIGNING, team=team, story=a_group_story(workers=10, unwilling=(9,))).case

    def test_an_act_for_each_and_one_entry(self, signing: Case, team: Team) -> None:
        by, before = staff(signing, team.mediator), signing.events.count()
        rows = agreements.sign_together(signing, signing.workers[:9], on=TODAY, method="fingerprint", by=by)
        assert {row.party for row in rows} == set(signing.workers[:9])
        assert signing.events.count() == before + 1

    def test_refusals(self, signing: Case, team: Team) -> None:
        by = staff(signing, team.mediator)
        said: dict[str, Any] = {"on": TODAY, "method": "signed", "by": by}
        first, unwilling = signing.workers[0], signing.workers[9]
        with refused("请选择谁签了名", field="parties"):
            agreements.sign_together(signing, [], **said)
        with refused(f"{unwilling.name}不是须在协议上签名", field="party"):
            agreements.sign_together(signing, [first, unwilling], **said)
        with refused("telepathy", field="method"):
            agreements.sign_together(signing, [first], **said | {"method": "telepathy"})
        with refused("已经签过", field="party"):
            agreements.sign_together(signing, [first, first], **said)
        agreements.sign_together(signing, [first], **said)
        with refused(f"{first.name}已经签过", field="party"):
            agreements.sign_together(signing, signing.workers[:2], **said)
        with refused("主持调解", denied=True):
            agreements.sign_together(signing, signing.workers[1:3], **said | {"by": staff(signing, team.registrar)})
