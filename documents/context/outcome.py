"""Contexts of the papers of the outcome: confirmation, performance, payment order, sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.law.bases import ConfirmationRoute
from cases.law.causes import CLAIM_TYPES, PAYMENT_ORDER_HEADS, Content
from cases.law.house_rules import HouseRule, house_rule
from cases.law.identity import DocumentType
from cases.law.limitation import Interruption
from cases.law.periods import MSF, TZF, chinese_date
from cases.law.routes import JS1, EnforcementRoute, InstalmentFact, amount_due
from cases.models import Calculation, Case, ClaimItem, Instalment, Meeting, Party, Payment
from cases.services.refusal import Refused
from cases.workflow.conditions import overdue, plan, settling_workers
from cases.workflow.ways import BASIC, courts_of_confirmation, ways_after_default
from documents.context import common
from documents.context.common import Fields, Occasion, day, head, sides, sum_of, words_of
from documents.context_types import Claim, Material, Paper, Reason
from documents.context_types import outcome as contexts
from documents.context_types.first import Obligation
from documents.subjects.outcome import confirmation_option
from mediation.parks.models import Court

# Confirmation


def review(occasion: Occasion) -> contexts.ReviewApplication:
    """D-20 (R17 27; R33 74). Raises Refused when the fifteen days are over."""
    case = occasion.case
    contents = {CLAIM_TYPES[claim.code].content for claim in _bound_claims(case) if claim.code in CLAIM_TYPES}
    own = (Material(name="仲裁审查申请书", copies="1", form="原件", note="本申请书"),)
    return contexts.ReviewApplication(
        **head(occasion),
        **_joint(case, ConfirmationRoute.ARBITRATION_REVIEW),
        materials=own + _attachments(case),
        relation="yes" if Content.LABOUR_RELATION in contents else "",
    )


def confirmation(occasion: Occasion) -> contexts.ConfirmationApplication:
    """D-21 (MSF 205; MSFJ 353–354). Raises Refused when the thirty days are over."""
    case = occasion.case
    proof = (Material(name="调解组织主持调解的证明", copies="1", form="原件"),)
    places = courts_of_confirmation(case)
    return contexts.ConfirmationApplication(
        **head(occasion),
        **_joint(case, ConfirmationRoute.JUDICIAL_CONFIRMATION),
        materials=proof + _attachments(case) + (Material(name="与调解协议相关的财产权利证明等材料", note="有的提交"),),
        court=common.court_name(case),
        courts=()
        if case.is_court
        else tuple(
            contexts.CompetentCourt(
                ground=place.ground, names="、".join(court.name for court in place.courts), note=place.note
            )
            for place in places
        ),
    )


def _joint(case: Case, route: ConfirmationRoute) -> Fields:
    option = confirmation_option(case, route)
    if option is None or not option.allowed:
        raise Refused(f"不能再共同申请{route.label}：{option.reason if option else '协议不适用这种方式'}")
    workers = settling_workers(case)
    bound = _bound(case)
    own = [party for party in bound if party.side == "applicant"]
    others = [party for party in bound if party.side != "applicant"]
    total = case.agreement.total
    return {
        "applicants": common.blocks(common.speaking_for(own)),
        "others": common.blocks(common.speaking_for(others)),
        "people": str(len(workers)) if len(workers) > common.MANY else "",
        "cause": common.cause_of(case),
        "begun": _begun(case),
        "mediators": common.mediators(case),
        "agreement_number": common.agreement_number(case),
        "effective_on": day(case.effective_on),
        "total": sum_of(total) if total else "",
        "total_words": words_of(total) if total else "",
        "settled": _settled(case),
        "last_day": day(option.last_day) or f"{option.reason.partition('最后一日')[2].partition('。')[0]}",
    }


def _bound(case: Case) -> list[Party]:
    workers = {party.pk for party in settling_workers(case)}
    return [party for party in case.rows("parties") if not party.is_worker or party.pk in workers]


def _bound_claims(case: Case) -> list[ClaimItem]:
    bound = {party.pk for party in _bound(case)}
    return [claim for claim in case.rows("claims") if claim.party_id in bound]


def _settled(case: Case) -> tuple[str, ...]:
    claims = _bound_claims(case)
    several = len({claim.party_id for claim in claims}) > 1
    names = [
        common.type_name(claim.code) if several else claim.detail or common.type_name(claim.code) for claim in claims
    ]
    return tuple(dict.fromkeys(names))


def _begun(case: Case) -> str:
    body = common.body(case)
    if case.is_court:
        how = f"{common.court_name(case)}以{case.referral.court_number}{case.get_mode_display()}{body.name}调解"
        return f"{how}，{day(case.signed_for_on)}签收" if case.signed_for_on else how
    accepted = f"，{day(case.accepted_on)}受理" if case.accepted_on else ""
    return f"{day(case.received_on)}向{body.name}申请调解{accepted}"


def _attachments(case: Case) -> tuple[Material, ...]:
    """The agreement, and who the applicants are (R33 74; MSFJ 354)."""
    people = _bound(case)
    found = [Material(name="调解协议书", copies="1", form="原件", note=common.agreement_number(case))]
    if any(party.is_worker for party in people):
        found.append(Material(name="劳动者的身份证件", form="复印件", note="每人一份"))
    if any(not party.is_worker for party in people):
        found.append(Material(name="营业执照副本、法定代表人身份证明", form="复印件", note="用人单位提交"))
    if any(party.agents.all() for party in people):
        found.append(Material(name="授权委托书、代理人身份证件", note="由代理人申请的提交"))
    return (*found, Material(name="送达地址和联系方式", note="见本申请书"))


def mediation_proof(occasion: Occasion) -> contexts.MediationProof:
    """D-22: that this body conducted the mediation (MSFJ 354)."""
    case = occasion.case
    held = [m for m in case.meetings.order_by("starts_at", "pk") if m.status == Meeting.Status.HELD]
    basis = case.room.bases.filter(basis=case.legal_basis).order_by("valid_from").last()
    return contexts.MediationProof(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        court=common.court_name(case),
        nature=f"列入{common.court_name(case)}特邀调解组织名册的调解组织" if case.is_court else case.basis.label,
        founding=basis.proof if basis else "",
        cause=common.cause_of(case),
        begun=_begun(case),
        sessions="、".join(dict.fromkeys(chinese_date(timezone.localdate(meeting.starts_at)) for meeting in held)),
        mediators=common.mediators(case),
        agreement_number=common.agreement_number(case),
        effective_on=day(case.effective_on),
    )


# Performance


def record(occasion: Occasion) -> contexts.PerformanceRecord:
    """D-25: every line of the plan with what has come of it, and every payment that was entered."""
    case = occasion.case
    names = {party.pk: party.name for party in case.rows("parties")}
    items = plan(case)
    open_sum = sum((item.outstanding for item in items), Decimal(0))
    late = sum((item.outstanding for item in overdue(case, occasion.on)), Decimal(0))
    payments = sorted(
        ((item, row) for item in items for row in item.payments.all()), key=lambda pair: (pair[1].paid_on, pair[1].pk)
    )
    return contexts.PerformanceRecord(
        **head(occasion),
        **sides(case),
        agreement_number=common.agreement_number(case),
        effective_on=day(case.effective_on),
        duties=tuple(_duty(item, names, occasion) for item in items),
        payments=tuple(_payment(item, row, names) for item, row in payments),
        total=sum_of(case.agreement.total),
        paid=sum_of(sum((item.paid for item in items), Decimal(0))),
        outstanding=sum_of(open_sum),
        outstanding_words=words_of(open_sum),
        overdue=sum_of(late),
    )


def _duty(item: Instalment, names: Mapping[int, str], occasion: Occasion) -> contexts.PlannedDuty:
    return contexts.PlannedDuty(
        number=str(item.number),
        payer=names[item.payer_id],
        payee=names[item.payee_id],
        due_on=chinese_date(item.due_on),
        what=item.deed or sum_of(item.amount),
        paid="" if item.deed else sum_of(item.paid),
        outstanding="" if item.deed else sum_of(item.outstanding),
        state=_state(item, occasion),
    )


def _state(item: Instalment, occasion: Occasion) -> str:
    if item.waived_on:
        note = f"（{item.waiver_note}）" if item.waiver_note else ""
        return f"{chinese_date(item.waived_on)}收款人免除未付部分{note}"
    if item.settled:
        return f"{chinese_date(item.done_on)}已办理" if item.done_on else "已履行"
    if item.due_on < occasion.on:
        return f"逾期{(occasion.on - item.due_on).days}日"
    return "未到期"


def _payment(item: Instalment, row: Payment, names: Mapping[int, str]) -> contexts.PaymentMade:
    return contexts.PaymentMade(
        number=str(item.number),
        payer=names[item.payer_id],
        payee=names[item.payee_id],
        paid_on=chinese_date(row.paid_on),
        amount=sum_of(row.amount),
        channel=row.channel,
        voucher=row.proof,
        confirmed=f"{chinese_date(row.confirmed_on)}{row.confirmed_by}" if row.confirmed_on else "未确认",
    )


def receipt(occasion: Occasion) -> contexts.MoneyReceipt:
    """D-25b: for the payment that waits for the payee's word, else for the next one due, else for the last one made."""
    case, payee = occasion.case, occasion.party
    assert payee is not None
    items = [item for item in plan(case) if item.payee_id == payee.pk and item.amount]
    rows = sorted(((item, row) for item in items for row in item.payments.all()), key=lambda pair: pair[1].pk)
    waiting = [pair for pair in rows if not pair[1].confirmed_on]
    unpaid = sorted((item for item in items if not item.settled), key=lambda item: (item.due_on, item.number))
    paid: Fields = {}
    if waiting or not unpaid:
        if not rows:
            raise Refused("没有需要出具收条的款项")
        item, row = (waiting or rows)[-1]
        amount = row.amount
        paid = {"paid_on": chinese_date(row.paid_on), "channel": row.channel, "voucher": row.proof}
    else:
        item, amount = unpaid[0], unpaid[0].outstanding
    return contexts.MoneyReceipt(
        **head(occasion),
        payer=next(party.name for party in case.rows("parties") if party.pk == item.payer_id),
        payee=payee.name,
        id_type=DocumentType(payee.document_type or DocumentType.RESIDENT_ID).label
        if payee.is_worker
        else "统一社会信用代码",
        id_number=payee.id_number if payee.is_worker else payee.credit_code,
        agreement_number=common.agreement_number(case),
        instalment=str(item.number),
        due_on=chinese_date(item.due_on),
        amount=sum_of(amount),
        amount_words=words_of(amount),
        **paid,
    )


def reminder(occasion: Occasion) -> contexts.Reminder:
    """D-26 to one debtor: what is overdue, until when it is to be made good, and what the law opens to the other side."""
    case, debtor = occasion.case, occasion.party
    assert debtor is not None
    names = {party.pk: party.name for party in case.rows("parties")}
    late = [item for item in overdue(case, occasion.on) if item.payer_id == debtor.pk]
    money = [item for item in late if item.amount]
    total = sum((item.outstanding for item in money), Decimal(0))
    own = [item for item in plan(case) if item.payer_id == debtor.pk]
    whole = sum((item.outstanding for item in own), Decimal(0)) if money and case.agreement.accelerates else total
    open_ways = {way.route for way in ways_after_default(case) if way.allowed}
    return contexts.Reminder(
        **head(occasion),
        **sides(case),
        **common.contact(occasion),
        addressee=debtor.name,
        cause=common.cause_of(case),
        agreement_number=common.agreement_number(case),
        effective_on=day(case.effective_on),
        overdue=tuple(_overdue(item, names) for item in money),
        deeds=tuple(
            Obligation(text=item.deed, due_on=chinese_date(item.due_on), manner=item.method)
            for item in late
            if item.deed
        ),
        total=sum_of(total) if money else "",
        total_words=words_of(total) if money else "",
        whole=sum_of(whole) if whole > total else "",
        whole_words=words_of(whole) if whole > total else "",
        deadline=chinese_date(occasion.on + timedelta(days=house_rule(HouseRule.REMINDER_DAYS, occasion.on))),
        ways=_consequences(case, debtor),
        titled="yes" if EnforcementRoute.COMPULSORY in open_ways else "",
        interrupted_on=_interrupted_on(case) if EnforcementRoute.ARBITRATION in open_ways else "",
    )


def _overdue(item: Instalment, names: Mapping[int, str]) -> contexts.Overdue:
    return contexts.Overdue(
        number=str(item.number),
        payee=names[item.payee_id],
        due_on=chinese_date(item.due_on),
        amount=sum_of(item.amount),
        paid=sum_of(item.paid),
        outstanding=sum_of(item.outstanding),
    )


CONSEQUENCES: Mapping[EnforcementRoute, tuple[str, str]] = {
    EnforcementRoute.COMPULSORY: (
        "权利人可以持生效的法律文书申请人民法院强制执行；未按指定的期间履行给付金钱义务的，应当加倍支付迟延履行期间的债务利息",
        f"{MSF}第二百六十四条",
    ),
    EnforcementRoute.PAYMENT_ORDER: ("劳动者可以持调解协议书依法向人民法院申请支付令", f"{TZF}第十六条"),
    EnforcementRoute.DIRECT_SUIT: (
        "劳动者可以依据调解协议直接向人民法院提起诉讼",
        f"{JS1}第十三条、第五十一条第二款",
    ),
    EnforcementRoute.ARBITRATION: ("另一方当事人可以依法申请仲裁", f"{TZF}第十五条"),
    EnforcementRoute.INSPECTION: (
        "拖欠劳动报酬的，劳动者可以向劳动保障监察机构反映；已经进入调解、仲裁或者诉讼程序的，按照相应程序办理",
        "《劳动保障监察条例》第二十条",
    ),
}
"""What the other side may do, in the words of the law; which of them, the engine decides for this agreement."""
AGAINST_WORKERS = (EnforcementRoute.COMPULSORY, EnforcementRoute.ARBITRATION)


def _consequences(case: Case, debtor: Party) -> tuple[Reason, ...]:
    found = [
        CONSEQUENCES[way.route]
        for way in ways_after_default(case)
        if way.allowed
        and (not debtor.is_worker or way.route in AGAINST_WORKERS)
        and (way.route is not EnforcementRoute.INSPECTION or _wages_agreed(case))
    ]
    return tuple(Reason(text=text, article=article) for text, article in found) or (
        Reason(text="另一方当事人可以依法通过仲裁、诉讼等途径主张权利", article=f"{TZF}第五条"),
    )


def _wages_agreed(case: Case) -> bool:
    """The inspectors go after unpaid wages, not after every sum an agreement names."""
    return any(
        claim.agreed and claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].content is Content.WAGES
        for claim in _bound_claims(case)
    )


def _interrupted_on(case: Case) -> str:
    days = [row.on for row in case.limitation_events.all() if row.code == Interruption.AGREEMENT_NOT_PERFORMED]
    return day(max(days, default=None))


# Payment order

COMPETENT_COURT = "有管辖权的基层人民法院"
"""In the words of 民事诉讼法 225 where the file does not tell which one it is."""


def payment_order(occasion: Occasion) -> contexts.PaymentOrderApplication:
    """D-27 of one worker (TZF 16; MSF 225). Where his agreement has other sums too, the sum asked for stays open."""
    case, worker = occasion.case, occasion.party
    assert worker is not None
    names = {party.pk: party.name for party in case.rows("parties")}
    own = [item for item in plan(case) if item.payee_id == worker.pk and item.amount]
    late = [item for item in overdue(case, occasion.on) if item in own]
    payers = {item.payer_id for item in late}
    debtors = [party for party in case.rows("parties") if party.pk in payers]
    agreed = [claim for claim in case.rows("claims") if claim.party_id == worker.pk and claim.agreed]
    others = [claim for claim in agreed if not _four_heads(claim)]
    accelerates = case.agreement.accelerates
    facts = [InstalmentFact(item.due_on, item.amount, item.amount - item.outstanding) for item in own]
    amount = amount_due(facts, occasion.on, acceleration=accelerates)
    return contexts.PaymentOrderApplication(
        **head(occasion),
        creditor=(common.block(worker),),
        debtors=common.blocks(debtors),
        court=_court_of(debtors) or COMPETENT_COURT,
        cause=common.cause_of(case),
        agreement_number=common.agreement_number(case),
        effective_on=day(case.effective_on),
        heads=tuple(
            Claim(item=claim.detail or common.type_name(claim.code), amount=sum_of(claim.agreed))
            for claim in agreed
            if _four_heads(claim)
        ),
        mixed="、".join(f"{claim.detail or common.type_name(claim.code)}{sum_of(claim.agreed)}元" for claim in others),
        overdue=tuple(_overdue(item, names) for item in late),
        accelerated="yes" if accelerates else "",
        amount="" if others else sum_of(amount),
        amount_words="" if others else words_of(amount),
        materials=(
            Material(name="调解协议书", copies="1", note=common.agreement_number(case)),
            Material(name="申请人的身份证件", copies="1", form="复印件"),
            Material(name="履行情况记录、银行流水等未按期付款的证据", note="有的提交"),
        ),
    )


def _four_heads(claim: ClaimItem) -> bool:
    return claim.code in CLAIM_TYPES and CLAIM_TYPES[claim.code].content in PAYMENT_ORDER_HEADS


def _court_of(debtors: Sequence[Party]) -> str:
    """The basic court of the debtor's place, where his division is on file and one court alone sits there."""
    divisions = {party.division_code for party in debtors}
    if len(divisions) != 1 or not (division := divisions.pop()):
        return ""
    names = list(Court.objects.filter(division_code=division, level__in=BASIC).values_list("name", flat=True))
    return names[0] if len(names) == 1 else ""


# Sums


def sums(occasion: Occasion) -> contexts.SumSheets:
    """D-38: the sheets that count, as they were kept; nothing is reckoned anew."""
    case = occasion.case
    rows = list(
        Calculation.objects.filter(claim__case=case.pk, counts=True)
        .select_related("claim__party", "made_by")
        .order_by("claim_id", "pk")
    )
    total = sum((row.own for row in rows), Decimal(0))
    return contexts.SumSheets(
        **head(occasion),
        **sides(case),
        sheets=tuple(_sheet(row) for row in rows),
        total=sum_of(total),
        total_words=words_of(total),
    )


def _sheet(row: Calculation) -> contexts.KeptSheet:
    sheet: dict[str, Any] = row.sheet
    return contexts.KeptSheet(
        claim=row.claim.detail or common.type_name(row.claim.code),
        claimant=row.claim.party.name,
        title=sheet["title"],
        made_on=chinese_date(timezone.localdate(row.made_at)),
        made_by=row.made_by.name,
        inputs=tuple(contexts.Answer(label=label, text=text) for label, text in sheet["inputs"]),
        switches=tuple(contexts.Answer(label=label, text=text) for label, text in sheet["switches"]),
        steps=tuple(
            contexts.Reckoning(
                label=step["label"],
                formula=step["formula"],
                value=_value(step),
                article=step["article"],
            )
            for step in sheet["steps"]
        ),
        lines=_results(sheet["lines"]),
        total=sum_of(row.total),
        own=sum_of(row.own),
        parameters=tuple(f"{item['version']}（{item['source']}）" for item in sheet["parameters"]),
        alternatives=_results(sheet["alternatives"]),
        warnings=tuple(sheet["warnings"]),
    )


def _value(step: Mapping[str, Any]) -> str:
    if step["value"] is None:
        return ""
    value = Decimal(step["value"])
    return f"{sum_of(value)}元" if step["unit"] == "元" else f"{value.normalize():f}{step['unit']}"


def _results(lines: Sequence[Mapping[str, Any]]) -> tuple[contexts.Result, ...]:
    return tuple(
        contexts.Result(label=line["label"], amount=sum_of(Decimal(line["amount"])), note=line["note"])
        for line in lines
    )


BUILDERS: Mapping[str, Callable[[Occasion], Paper]] = {
    "D-20": review,
    "D-21": confirmation,
    "D-22": mediation_proof,
    "D-25": record,
    "D-25b": receipt,
    "D-26": reminder,
    "D-27": payment_order,
    "D-38": sums,
}
