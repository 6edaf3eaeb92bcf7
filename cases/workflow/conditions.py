"""Guards of the moves. Each has its reason in Chinese; they read prefetched relations, so a list costs no query per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from cases.law.bases import Acts, ConfirmationRoute, effective_date
from cases.law.causes import CLAIM_TYPES
from cases.law.house_rules import HouseRule, house_rule
from cases.models import Assignment, Case, Confirmation, Consent, ContactAttempt, Meeting, Side, Signature
from cases.states import UNDER_MEDIATION, Mode, State, Track
from cases.workflow.moves import condition

if TYPE_CHECKING:
    from cases.models import Agreement, AgreementVersion, Instalment, Party

# What parties have said


def latest(case: Case, subject: str) -> dict[int, Consent]:
    """The newest word of each party on a subject, by party id."""
    return {c.party_id: c for c in case.rows("consents") if c.subject == subject}


def agreed_by_all(case: Case, subject: str) -> bool:
    """Every applicant and respondent said yes; a group may speak through its representatives (R33 63 by analogy)."""
    return _all_said_yes(latest(case, subject), spokespeople(case))


def _all_said_yes(words: Mapping[int, Consent], people: Sequence[Party]) -> bool:
    return bool(people) and all(p.pk in words and words[p.pk].given for p in people)


def spokespeople(case: Case) -> list[Party]:
    """Who answers for each side: the representatives that a group has elected, else every party of the two sides.

    Fewer than ten workers, or workers without a common request, have no representatives (TZF 7): each answers himself.
    """
    return [*_speakers(case, case.applicants), *_speakers(case, case.respondents)]


def _speakers(case: Case, side: Sequence[Party]) -> list[Party]:
    elected = [p for p in side if p.representative] if case.is_group else []
    return elected or list(side)


@condition("还没有登记申请人和被申请人", mend="parties")
def has_both_sides(case: Case) -> bool:
    return bool(case.applicants) and bool(case.respondents)


@condition("申请内容不全：请填写调解请求和事实与理由", mend="overview")
def application_complete(case: Case) -> bool:
    return bool(case.request.strip()) and bool(case.facts.strip())


@condition("还没有填写请求事项", mend="claims")
def has_claims(case: Case) -> bool:
    return bool(case.rows("claims"))


@condition("须双方都同意调解才能受理，请先登记双方的同意", mend="parties")
def both_consent_to_mediate(case: Case) -> bool:
    return agreed_by_all(case, Consent.Subject.MEDIATE)


def agreed_to_mediate_on(case: Case) -> date | None:
    """The day from which both sides agreed to mediate, or None while somebody's yes is missing."""
    words = latest(case, Consent.Subject.MEDIATE)
    people = spokespeople(case)
    return max(words[p.pk].on for p in people) if _all_said_yes(words, people) else None


def respondent_refused(case: Case) -> bool:
    words = latest(case, Consent.Subject.MEDIATE)
    return any(p.pk in words and not words[p.pk].given for p in case.respondents)


def respondent_agreed(case: Case) -> bool:
    words = latest(case, Consent.Subject.MEDIATE)
    respondents = case.respondents
    return bool(respondents) and all(p.pk in words and words[p.pk].given for p in respondents)


def unreachable(case: Case) -> bool:
    """A respondent for whom at least three attempts are logged on at least two days, none of which reached him."""
    return any(_tried_in_vain(case, p) for p in case.respondents)


def _tried_in_vain(case: Case, party: Party) -> bool:
    attempts = [c for c in case.rows("contacts") if c.party_id == party.pk]
    if any(c.result == ContactAttempt.Result.REACHED for c in attempts):
        return False
    enough, days = attempts_needed(case)
    return len(attempts) >= enough and len({c.on for c in attempts}) >= days


def attempts_needed(case: Case) -> tuple[int, int]:
    """How many attempts on how many days, before a party counts as unreachable (domain 2.1 A-7)."""
    day = case.as_of
    return house_rule(HouseRule.CONTACT_ATTEMPTS, day), house_rule(HouseRule.CONTACT_DAYS, day)


@condition("请求事项都不属于劳动争议调解的范围，请改正请求事项，或者办理不予受理", mend="claims")
def within_scope(case: Case) -> bool:
    """At least one claim is a labour dispute that can be mediated (TZF 2; R17 22); the others are referred elsewhere."""
    return any(claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].mediable for claim in case.rows("claims"))


@condition("对方已表示同意调解，不能按不同意终结", mend="parties")
def respondent_has_not_agreed(case: Case) -> bool:
    return not respondent_agreed(case)


@condition("请先登记双方已收到权利义务告知书", mend="parties")
def rights_told_to_both(case: Case) -> bool:
    return agreed_by_all(case, Consent.Subject.RIGHTS_TOLD)


def words_to_extend(case: Case) -> dict[int, Consent]:
    """The newest word of each party on a longer period, by party id. A word is used up by the extension that rests on it."""
    used = max((e.rests_on_id or 0 for e in case.rows("extensions")), default=0)
    return {party: word for party, word in latest(case, Consent.Subject.EXTEND).items() if word.pk > used}


@condition("延长期限须双方都同意，请先登记双方的延期同意", mend="parties")
def both_consent_to_extend(case: Case) -> bool:
    return _all_said_yes(words_to_extend(case), spokespeople(case))


def agreed_to_extend_on(case: Case) -> date | None:
    """The day on which the last of them agreed to a longer period that has not been granted yet."""
    words = words_to_extend(case)
    return max((words[p.pk].on for p in spokespeople(case) if p.pk in words), default=None)


# Team


def team(case: Case) -> list[Assignment]:
    return [a for a in case.rows("assignments") if a.until is None and a.answer != Assignment.Answer.REFUSED]


@condition("还没有主持调解员，请先指派", mend="team")
def has_lead_mediator(case: Case) -> bool:
    return any(a.lead for a in team(case))


# Meetings


@condition("请先安排调解会的时间和地点", mend="meetings")
def meeting_arranged(case: Case) -> bool:
    return any(m.status != Meeting.Status.CANCELLED for m in case.rows("meetings"))


@condition("没有待开的调解会，请先安排", mend="meetings")
def meeting_waiting(case: Case) -> bool:
    return any(m.status == Meeting.Status.PLANNED for m in case.rows("meetings"))


# Agreement


def version_of(case: Case) -> AgreementVersion | None:
    agreement = getattr(case, "agreement", None)
    return agreement.current if agreement else None


@condition("还没有协议文本，请先起草", mend="agreement")
def agreement_drafted(case: Case) -> bool:
    agreement = getattr(case, "agreement", None)
    return agreement is not None and bool(agreement.terms.strip())


@condition("协议没有履行计划：请写明谁、在什么时间、向谁履行什么", mend="agreement")
def agreement_has_plan(case: Case) -> bool:
    agreement = getattr(case, "agreement", None)
    return agreement is not None and bool(agreement.instalments.all())


def agreed_sums(case: Case) -> dict[int, Decimal]:
    """What was agreed for each claimant in yuan, by party id, without the workers of a group who do not settle."""
    words = latest(case, Consent.Subject.SETTLE)
    sums: dict[int, Decimal] = {}
    for claim in case.rows("claims"):
        word = words.get(claim.party_id)
        if claim.agreed and (word is None or word.given):
            sums[claim.party_id] = sums.get(claim.party_id, Decimal(0)) + claim.agreed
    return sums


def wrong_sum(case: Case, items: Iterable[Instalment]) -> str:
    """Why a plan does not add up, in Chinese: in all, and for each claimant by himself (办案规则 63: a sum per worker)."""
    agreed = agreed_sums(case)
    planned: dict[int, Decimal] = {}
    for item in items:
        if item.amount:
            planned[item.payee_id] = planned.get(item.payee_id, Decimal(0)) + item.amount
    names = {p.pk: p.name for p in case.rows("parties")}
    total, wanted = sum(planned.values(), Decimal(0)), sum(agreed.values(), Decimal(0))
    if total != wanted:
        gap = abs(total - wanted)
        return f"各期合计{total:,.2f}元，与请求事项的协议金额合计{wanted:,.2f}元相差{gap:,.2f}元，请核对"
    for party in sorted({*planned, *agreed}):
        has, wants = planned.get(party, Decimal(0)), agreed.get(party, Decimal(0))
        if has != wants:
            who = names.get(party, "")
            return f"{who}的各期合计{has:,.2f}元，与其请求事项的协议金额{wants:,.2f}元不一致，请核对"
    return ""


@condition("各期金额之和与请求事项的协议金额不一致", mend="agreement")
def plan_adds_up(case: Case) -> bool:
    agreement: Agreement | None = getattr(case, "agreement", None)
    return agreement is not None and not wrong_sum(case, agreement.instalments.all())


@condition("履行计划中有早于协议生效之日的履行期限，请退回修改", mend="agreement")
def plan_after_effect(case: Case) -> bool:
    """A duty cannot have fallen due before there was an agreement (domain 7)."""
    effect = effect_of(case)
    return effect is None or all(item.due_on >= effect for item in plan(case))


@condition("须经每一名劳动者对本次协议表示意见：还有人没有表示同意或者不同意，请先登记", mend="parties")
def group_agrees(case: Case) -> bool:
    """Representatives may not settle for the others (R33 63): each worker says yes, or is marked as not settling."""
    workers = case.workers
    if len(workers) < 2:
        return True
    words = words_on_settling(case)
    return all(p.pk in words for p in workers) and any(words[p.pk].given for p in workers)


def words_on_settling(case: Case) -> dict[int, Consent]:
    """What each worker said to the text now on the table: a yes to an earlier version does not bind him to another one."""
    version = version_of(case)
    words = latest(case, Consent.Subject.SETTLE)
    if version is None or case.state in (State.SIGNING, State.COURT_SIGNING) or case.effective_on:
        return words
    return {party: word for party, word in words.items() if word.at >= version.made_at}


def settling_workers(case: Case) -> list[Party]:
    """Workers bound by the agreement: all, or of several those who said yes. Once the text is fixed, those it names."""
    workers = case.workers
    if len(workers) < 2:
        return workers
    version = version_of(case)
    if version is not None and (case.state in (State.SIGNING, State.COURT_SIGNING) or case.effective_on):
        named = set(version.content["settling"])
        return [p for p in workers if p.pk in named]
    words = words_on_settling(case)
    return [p for p in workers if p.pk in words and words[p.pk].given]


def signatories(case: Case) -> list[Party]:
    """Whose signatures the paper needs: the settling workers, the employers, and a third party that owes under it."""
    owing = {item.payer_id for item in plan(case)}
    employers = [p for p in case.rows("parties") if not p.is_worker and (p.side != Side.THIRD or p.pk in owing)]
    return [*settling_workers(case), *employers]


def acts_of(case: Case) -> Acts:
    """Dates of the acts on the current version, as the law of the room asks for them."""
    version = version_of(case)
    signatures: list[Signature] = list(version.signatures.all()) if version else []
    by_party = {s.party_id: s.on for s in signatures if s.kind == Signature.Kind.PARTY}
    office = {s.kind: s.on for s in signatures}
    return Acts(
        parties={str(p.pk): by_party.get(p.pk) for p in signatories(case)},
        mediator=office.get(Signature.Kind.MEDIATOR),
        seal=office.get(Signature.Kind.SEAL),
        oral=_reached_orally(case),
    )


def _reached_orally(case: Case) -> date | None:
    """The day an oral agreement was reached and recorded (RMTJ 28, 30): the last move while it waits is that recording."""
    agreement = getattr(case, "agreement", None)
    return case.moved_on if agreement is not None and agreement.oral and case.state == State.SIGNING else None


def effect_of(case: Case) -> date | None:
    """Day on which the agreement takes effect by the case's legal basis (1.15), or None while acts are missing."""
    return effective_date(case.basis, acts_of(case))


@condition("签字盖章还不齐全，协议尚未生效", mend="agreement")
def acts_complete(case: Case) -> bool:
    return effect_of(case) is not None


@condition("双方还没有都在协议上签字盖章", mend="agreement")
def both_sides_signed(case: Case) -> bool:
    dates = acts_of(case).parties.values()
    return bool(dates) and all(dates)


@condition("协议已确认劳动关系或不含给付内容，不能申请仲裁审查", mend="agreement")
def reviewable(case: Case) -> bool:
    """Not for 确认劳动关系 (R33 75(4))."""
    return any(c.code != "13" for c in case.rows("claims"))


@condition("协议没有金钱给付内容，法院不受理这类司法确认", mend="agreement")
def payment_content(case: Case) -> bool:
    agreement = getattr(case, "agreement", None)
    return agreement is not None and any(i.amount > 0 for i in agreement.instalments.all())


@condition("已有正在进行的审查或确认，不能再申请另一种", mend="agreement")
def nothing_pending(case: Case) -> bool:
    return all(c.result != Confirmation.Result.PENDING for c in case.rows("confirmations"))


@condition("已经得到确认，不必再申请", mend="agreement")
def not_confirmed_yet(case: Case) -> bool:
    return all(c.result != Confirmation.Result.GRANTED for c in case.rows("confirmations"))


@condition("申请须双方共同提出，请先登记双方同意申请", mend="parties")
def both_apply(case: Case) -> bool:
    """Those bound by the agreement apply; a worker of a group who did not settle has nothing to apply for."""
    return _all_said_yes(latest(case, Consent.Subject.CONFIRMATION), bound_speakers(case))


def bound_speakers(case: Case) -> list[Party]:
    """Who answers for those whom the agreement binds."""
    bound = {p.pk for p in settling_workers(case)}
    sides = [[p for p in side if not p.is_worker or p.pk in bound] for side in (case.applicants, case.respondents)]
    return [speaker for side in sides for speaker in _speakers(case, side)]


def route_open(case: Case, route: ConfirmationRoute) -> bool:
    return route in case.basis.rule.confirmation


# Performance


def plan(case: Case) -> list[Instalment]:
    """The lines of the plan with their payments, read once per loaded case: a hundred workers paid in three parts have 300."""
    agreement = getattr(case, "agreement", None)
    if agreement is None:
        return []
    prefetch_related_objects([agreement], "instalments__payments")
    return list(agreement.instalments.all())


@condition("还有没履行的项目", mend="performance")
def everything_performed(case: Case) -> bool:
    return bool(plan(case)) and all(i.settled for i in plan(case))


def overdue(case: Case, today: date) -> list[Instalment]:
    return [i for i in plan(case) if not i.settled and i.due_on < today]


@condition("没有逾期未履行的项目", mend="performance")
def something_overdue(case: Case) -> bool:
    return bool(overdue(case, case.as_of))


@condition("还有逾期未付的款项", mend="performance")
def nothing_overdue(case: Case) -> bool:
    return not overdue(case, case.as_of)


# Both tracks at once


@condition("本纠纷在园区已有正在进行的调解，须先办理移送法院调解，再签收", mend="overview")
def no_open_park_case(case: Case) -> bool:
    """One dispute, one open procedure (domain 2.2, trap 7). To assist a judge is no procedure of the union's own."""
    return case.mode == Mode.ASSIST or not any(
        other.track == Track.PARK and other.state in UNDER_MEDIATION for other in case.dispute.cases.all()
    )


def waiting_court_cases(case: Case) -> list[Case]:
    """Court cases of the same dispute whose mediation lies before the union: pushed or going on, not only to assist."""
    return [
        other
        for other in case.dispute.cases.all()
        if other.track == Track.COURT and other.mode != Mode.ASSIST and not other.ended_on and not other.closed_on
    ]


@condition("本纠纷没有法院委派或委托的案件", mend="overview")
def court_case_waits(case: Case) -> bool:
    return bool(waiting_court_cases(case))


@condition("本纠纷已有法院委派或委托的调解正在进行，不能另立新案", mend="overview")
def no_court_case_waits(case: Case) -> bool:
    return not waiting_court_cases(case)


@condition("本纠纷已有另一件正在进行的调解，不能另立新案", mend="overview")
def no_other_park_case(case: Case) -> bool:
    return not any(
        other.pk != case.pk and other.track == Track.PARK and other.state in UNDER_MEDIATION
        for other in case.dispute.cases.all()
    )


# Time


@condition("调解期限还没有届满", mend="clocks")
def period_over(case: Case) -> bool:
    from cases.workflow.clocks import mediation_end

    end = mediation_end(case)
    return end is not None and end < case.as_of


def supplement_until(case: Case) -> date | None:
    """The last day on which a supplement is awaited; None when none was asked for."""
    asked = case.supplement_asked_on
    return asked + timedelta(days=house_rule(HouseRule.SUPPLEMENT_DAYS, asked)) if asked else None


@condition("等待补正的期限还没有满", mend="clocks")
def supplement_overdue(case: Case) -> bool:
    until = supplement_until(case)
    return until is not None and case.as_of > until


# Mode


@condition("只有委派调解才有这一步；委托案件的协议应提交法院审查")
def is_delegated(case: Case) -> bool:
    return case.mode == Mode.DELEGATED


@condition("只有法院立案后委托或邀请调解的案件才有这一步")
def is_in_suit(case: Case) -> bool:
    return case.mode in (Mode.ENTRUSTED, Mode.ASSIST)


@condition("邀请调解由法官主持，不计算委派委托期限，没有这一步")
def is_not_assist(case: Case) -> bool:
    return case.mode != Mode.ASSIST


@condition("只有经法院平台委派、且还没有更换过调解员时，才能更换一次")
def may_replace_once(case: Case) -> bool:
    """ZX21 14: after one replacement a further refusal is a refusal of mediation."""
    return case.referral.via_platform and not case.referral.replaced_mediator


@condition("还没有向法院移送或登记执行申请", mend="performance")
def handed_over(case: Case) -> bool:
    return bool(case.rows("hand_overs"))


@condition("还没有人申请重启", mend="history")
def reopening_asked(case: Case) -> bool:
    return case.reopen_asked_on is not None


@condition("集体争议须推举3至5名代表人", mend="parties")
def representatives_elected(case: Case) -> bool:
    """R33 62–63: three to five for ten or more workers with a common request."""
    return not case.is_group or 3 <= sum(p.representative for p in case.workers) <= 5
