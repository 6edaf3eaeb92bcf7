"""Performance: payments reported and confirmed, deeds done, waivers by the payee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from cases.models import Case, ClaimItem, Instalment, Payment
from cases.services.parties import sum_of
from cases.services.perform import enter, locked
from cases.services.refusal import Refused, require
from cases.states import State
from cases.workflow.moves import Actor
from mediation.parks.roles import Right

PAYABLE = (
    State.EFFECTIVE,
    State.ARBITRATION_REVIEW,
    State.COURT_CONFIRMATION,
    State.CONFIRMED,
    State.PERFORMING,
    State.DEFAULTED,
    State.COURT_EFFECTIVE,
    State.COURT_FILED,
    State.COURT_CONFIRMING,
    State.COURT_CONFIRMED,
    State.COURT_MEDIATION_DOCUMENT,
    State.COURT_PERFORMING,
    State.COURT_DEFAULTED,
)
STAFF = (Right.RECORD_PERFORMANCE,)


@transaction.atomic
def report_payment(
    instalment: Instalment,
    *,
    amount: Decimal,
    paid_on: date,
    channel: str,
    by: Actor,
    proof: str = "",
    confirm: bool = False,
) -> Payment:
    """Enter a (part) payment in yuan. A party reports; only the payee or staff with proof confirms, and only then it counts.

    Raises Refused for more than is owed, a day in the future or before the agreement took effect.
    """
    require(by, *STAFF, Right.PARTY_PERFORMANCE)
    case, instalment = _held(instalment)
    if by.party is not None and by.party.pk not in (instalment.payer_id, instalment.payee_id):
        raise Refused("只有这一期的付款人和收款人可以报告付款", denied=True)
    if instalment.deed:
        raise Refused("这一项不是付款，请登记“已办理”")
    amount = sum_of(amount, field="amount")
    if not amount:
        raise Refused("付款金额须大于零", field="amount")
    if paid_on > timezone.localdate():
        raise Refused("付款日期不能晚于今天", field="paid_on")
    if case.effective_on and paid_on < case.effective_on:
        raise Refused(f"付款日期不能早于协议生效之日（{case.effective_on:%Y-%m-%d}）", field="paid_on")
    if amount > instalment.outstanding:
        raise Refused(f"这一期还欠{instalment.outstanding:,.2f}元，不能登记{amount:,.2f}元", field="amount")
    same = instalment.payments.filter(amount=amount, paid_on=paid_on, channel=channel, proof=proof.strip())
    if same.exists():
        raise Refused("这笔付款已经登记过；确有同样的另一笔，请写明各自的凭证", field="amount")
    if confirm and (by.party is None or by.party.pk != instalment.payee_id):
        # The payer's own word does not confirm his payment.
        require(by, *STAFF)
        if not proof.strip():
            raise Refused("由工作人员确认付款须写明凭证（例如银行回单号）", field="proof")
    row = Payment.objects.create(
        instalment=instalment,
        amount=amount,
        paid_on=paid_on,
        channel=channel,
        proof=proof.strip(),
        reported_by=by.name[:100],
        confirmed_on=timezone.localdate() if confirm else None,
        confirmed_by=by.name[:100] if confirm else "",
    )
    code = "payment_confirmed" if confirm else "payment_reported"
    rights = (*STAFF, Right.PARTY_PERFORMANCE)
    enter(case, code, by=by, rights=rights, on=paid_on, instalment=instalment.number, amount=str(amount))
    if confirm:
        spread_performed(case)
    return row


@transaction.atomic
def report_together(
    instalments: Sequence[Instalment], *, paid_on: date, channel: str, proof: str, by: Actor
) -> list[Payment]:
    """The employer paid a whole list at once (one list of its bank for many workers): what each line still owed, one entry.

    Staff with the list in hand confirm it. Raises Refused as `report_payment`.
    """
    require(by, *STAFF)
    if not instalments:
        raise Refused("请选择已付的各期", field="instalments")
    case, _ = _held(instalments[0])
    found = Instalment.objects.filter(pk__in=[item.pk for item in instalments]).prefetch_related("payments")
    instalments = list(found)
    if any(item.agreement_id != instalments[0].agreement_id or item.deed or item.settled for item in instalments):
        raise Refused("只能一并登记本案还没有付清的各期款项", field="instalments")
    if not proof.strip():
        raise Refused("由工作人员确认付款须写明凭证（例如银行回单号）", field="proof")
    if paid_on > timezone.localdate():
        raise Refused("付款日期不能晚于今天", field="paid_on")
    if case.effective_on and paid_on < case.effective_on:
        raise Refused(f"付款日期不能早于协议生效之日（{case.effective_on:%Y-%m-%d}）", field="paid_on")
    rows = Payment.objects.bulk_create(
        Payment(
            instalment=item,
            amount=item.outstanding,
            paid_on=paid_on,
            channel=channel,
            proof=proof.strip(),
            reported_by=by.name[:100],
            confirmed_on=timezone.localdate(),
            confirmed_by=by.name[:100],
        )
        for item in instalments
    )
    total = sum((row.amount for row in rows), Decimal(0))
    enter(case, "payments_confirmed", by=by, rights=STAFF, on=paid_on, instalments=len(rows), amount=str(total))
    spread_performed(case)
    return rows


@transaction.atomic
def confirm_payment(payment: Payment, *, by: Actor) -> Payment:
    """The payee, or staff with the proof in hand, confirms that the money came."""
    case = locked(payment.instalment.agreement.case)
    is_payee = by.party is not None and by.party.pk == payment.instalment.payee_id
    if not is_payee:
        require(by, *STAFF)
    payment = Payment.objects.get(pk=payment.pk)
    if payment.confirmed_on:
        raise Refused("这笔付款已经确认过")
    instalment = Instalment.objects.get(pk=payment.instalment_id)
    if payment.amount > instalment.outstanding:
        raise Refused(f"这一期还欠{instalment.outstanding:,.2f}元，确认后会超过应付金额，请先核对")
    payment.confirmed_on = timezone.localdate()
    payment.confirmed_by = by.name[:100]
    payment.save(update_fields=["confirmed_on", "confirmed_by"])
    rights = (*STAFF, Right.PARTY_PERFORMANCE)
    enter(case, "payment_confirmed", by=by, rights=rights, instalment=instalment.number, amount=str(payment.amount))
    spread_performed(case)
    return payment


@transaction.atomic
def mark_done(instalment: Instalment, *, on: date, by: Actor) -> Instalment:
    """A duty that is no payment (a certificate, a transfer of files) has been done."""
    case, instalment = _held(instalment)
    if not instalment.deed:
        raise Refused("这一期是付款，请登记付款")
    if instalment.settled:
        raise Refused("这一项已经登记为办理完毕")
    _refuse_day(case, on)
    instalment.done_on = on
    instalment.save(update_fields=["done_on"])
    enter(case, "deed_done", by=by, rights=STAFF, on=on, instalment=instalment.number)
    return instalment


@transaction.atomic
def waive(instalment: Instalment, *, on: date, note: str, by: Actor) -> Instalment:
    """The payee gives up what is still owed on this instalment; needs a written word of the payee."""
    case, instalment = _held(instalment)
    if not note.strip():
        raise Refused("请写明接受人书面免除的情况", field="note")
    if instalment.settled:
        raise Refused("这一期已经履行完毕")
    _refuse_day(case, on)
    instalment.waived_on = on
    instalment.waiver_note = note.strip()[:200]
    instalment.save(update_fields=["waived_on", "waiver_note"])
    enter(case, "instalment_waived", by=by, rights=STAFF, on=on, instalment=instalment.number)
    return instalment


def _held(instalment: Instalment) -> tuple[Case, Instalment]:
    """The locked case, and the instalment as it stands now: what a page had loaded may have been paid meanwhile."""
    case = locked(instalment.agreement.case)
    if case.state not in PAYABLE:
        raise Refused("协议生效以后、结案以前才能登记履行")
    return case, Instalment.objects.get(pk=instalment.pk)


def _refuse_day(case: Case, on: date) -> None:
    if on > timezone.localdate():
        raise Refused("日期不能晚于今天", field="on")
    if case.effective_on and on < case.effective_on:
        raise Refused(f"日期不能早于协议生效之日（{case.effective_on:%Y-%m-%d}）", field="on")


def spread_performed(case: Case) -> None:
    """Write to each claim what has been performed of it: confirmed money of its worker, claim by claim in order, in yuan."""
    paid: dict[int, Decimal] = {}
    for item in case.agreement.instalments.prefetch_related("payments"):
        paid[item.payee_id] = paid.get(item.payee_id, Decimal(0)) + item.paid
    for claim in ClaimItem.objects.filter(case=case).order_by("pk"):
        left = paid.get(claim.party_id, Decimal(0))
        share = min(left, claim.agreed or Decimal(0))
        paid[claim.party_id] = left - share
        if claim.performed != share:
            claim.performed = share
            claim.save(update_fields=["performed"])
