"""Guards of the moves. Each has its reason in Chinese; they read prefetched relations, so a list costs no query per row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cases.law.bases import Acts, ConfirmationRoute, effective_date
from cases.models import Assignment, Case, Confirmation, Consent, ContactAttempt, Meeting, Signature
from cases.states import FINISHED_STATES, UNDER_MEDIATION, Mode, Track
from cases.workflow.moves import condition

if TYPE_CHECKING:
    from cases.models import Agreement, AgreementVersion, Instalment, Party

MINIMUM_ATTEMPTS = 3
MINIMUM_ATTEMPT_DAYS = 2
"""Before a party counts as unreachable (domain 2.1 A-7; a house rule, not a statute)."""


# What parties have said


def latest(case: Case, subject: str) -> dict[int, Consent]:
    """The newest word of each party on a subject, by party id."""
    return {c.party_id: c for c in case.rows("consents") if c.subject == subject}


def agreed_by_all(case: Case, subject: str) -> bool:
    """Every applicant and respondent said yes; a group may speak through its representatives (R33 63 by analogy)."""
    words = latest(case, subject)
    speakers = spokespeople(case)
    return bool(speakers) and all(p.pk in words and words[p.pk].given for p in speakers)


def spokespeople(case: Case) -> list[Party]:
    """Who answers for each side: the representatives where a group has elected some, else every party of the two sides."""
    speakers: list[Party] = []
    for side in (case.applicants, case.respondents):
        elected = [p for p in side if p.representative]
        speakers += elected or side
    return speakers


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


def respondent_refused(case: Case) -> bool:
    words = latest(case, Consent.Subject.MEDIATE)
    return any(p.pk in words and not words[p.pk].given for p in case.respondents)


def respondent_agreed(case: Case) -> bool:
    words = latest(case, Consent.Subject.MEDIATE)
    respondents = case.respondents
    return bool(respondents) and all(p.pk in words and words[p.pk].given for p in respondents)


def unreachable(case: Case) -> bool:
    """At least three logged attempts on at least two days, none of which reached the respondent."""
    ids = {p.pk for p in case.respondents}
    attempts = [c for c in case.rows("contacts") if c.party_id in ids]
    if any(c.result == ContactAttempt.Result.REACHED for c in attempts):
        return False
    days = {c.at.date() for c in attempts}
    return len(attempts) >= MINIMUM_ATTEMPTS and len(days) >= MINIMUM_ATTEMPT_DAYS


@condition("对方已表示同意调解，不能按不同意终结", mend="parties")
def respondent_has_not_agreed(case: Case) -> bool:
    return not respondent_agreed(case)


@condition("请先登记双方已收到权利义务告知书", mend="parties")
def rights_told_to_both(case: Case) -> bool:
    return agreed_by_all(case, Consent.Subject.RIGHTS_TOLD)


@condition("延长期限须双方都同意，请先登记双方的延期同意", mend="parties")
def both_consent_to_extend(case: Case) -> bool:
    """A consent to extend is used up by the extension it allowed: it must be newer than the last one."""
    last = max((e.agreed_on for e in case.rows("extensions")), default=None)
    used = len(case.rows("extensions"))
    words = [c for c in case.rows("consents") if c.subject == Consent.Subject.EXTEND]
    for party in spokespeople(case):
        mine = [c for c in words if c.party_id == party.pk]
        if len(mine) <= used or not mine[-1].given or (last and mine[-1].on < last):
            return False
    return bool(spokespeople(case))


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


def agreed_total(case: Case) -> Decimal:
    """What the claims agreed come to in yuan, without the workers of a group who do not settle."""
    words = latest(case, Consent.Subject.SETTLE)
    refusing = {party for party, word in words.items() if not word.given}
    return sum((c.agreed or Decimal(0) for c in case.rows("claims") if c.party_id not in refusing), Decimal(0))


@condition("各期金额之和与请求事项的协议金额不一致", mend="agreement")
def plan_adds_up(case: Case) -> bool:
    agreement: Agreement | None = getattr(case, "agreement", None)
    return agreement is not None and agreement.total == agreed_total(case)


@condition("每一期的履行期限不能早于今天以前的受理日期", mend="agreement")
def plan_after_acceptance(case: Case) -> bool:
    start = case.accepted_on or case.signed_for_on or case.received_on
    agreement = getattr(case, "agreement", None)
    return agreement is not None and all(start is None or i.due_on >= start for i in agreement.instalments.all())


@condition("集体争议须经每一名劳动者同意：还有人没有表示同意，请先登记或另行分案", mend="parties")
def group_agrees(case: Case) -> bool:
    """Representatives may not settle for the others (R33 63): each worker says yes, or is marked as not settling."""
    workers = case.workers
    if len(workers) < 2:
        return True
    words = latest(case, Consent.Subject.SETTLE)
    return all(p.pk in words for p in workers) and any(words[p.pk].given for p in workers)


def settling_workers(case: Case) -> list[Party]:
    """Workers bound by the agreement: all, or in a group those who said yes."""
    workers = case.workers
    if len(workers) < 2:
        return workers
    words = latest(case, Consent.Subject.SETTLE)
    return [p for p in workers if p.pk in words and words[p.pk].given]


def signatories(case: Case) -> list[Party]:
    """Whose signatures the paper needs: the settling workers and every employer who owes under it."""
    return [*settling_workers(case), *[p for p in case.rows("parties") if not p.is_worker]]


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
    )


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
    return agreed_by_all(case, Consent.Subject.CONFIRMATION)


def route_open(case: Case, route: ConfirmationRoute) -> bool:
    return route in case.basis.rule.confirmation


# Performance


def plan(case: Case) -> list[Instalment]:
    agreement = getattr(case, "agreement", None)
    return list(agreement.instalments.all()) if agreement else []


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
    """One dispute, one open procedure (domain 2.2, trap 7)."""
    return all(
        other.pk == case.pk or other.track != Track.PARK or other.state not in UNDER_MEDIATION
        for other in case.dispute.cases.all()
    )


@condition("本纠纷没有法院委派或委托的案件", mend="overview")
def court_case_waits(case: Case) -> bool:
    return any(
        other.track == Track.COURT and other.state not in FINISHED_STATES and other.mode != Mode.ASSIST
        for other in case.dispute.cases.all()
    )


# Time


@condition("调解期限还没有届满", mend="clocks")
def period_over(case: Case) -> bool:
    from cases.workflow.clocks import mediation_end

    end = mediation_end(case)
    return end is not None and end < case.as_of


@condition("告知补正还不满10日", mend="clocks")
def supplement_overdue(case: Case) -> bool:
    """Ten days without the missing papers (a house rule; R17 is silent)."""
    asked = case.supplement_asked_on
    return asked is not None and case.as_of > asked + timedelta(days=10)


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


@condition("协议逾期未履行，须先办理移交或申请执行", mend="performance")
def default_dealt_with(case: Case) -> bool:
    return handed_over(case)


@condition("还没有人申请重启", mend="history")
def reopening_asked(case: Case) -> bool:
    return case.reopen_asked_on is not None


@condition("集体争议须推举3至5名代表人", mend="parties")
def representatives_elected(case: Case) -> bool:
    """R33 62–63: three to five for ten or more workers with a common request."""
    return not case.is_group or 3 <= sum(p.representative for p in case.workers) <= 5


# Checks of the answers


def check_reply_due(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """The day set for the answer lies after the day of asking."""
    if data["reply_due_on"] < data["on"]:
        return "reply_due_on", "答复期限不能早于征询日期"
    return None
