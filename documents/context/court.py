"""Contexts of the letters to the court: signed for or not, and what came of it. They know no field for an offer."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.law.periods import TY16, ZX21
from cases.models import Case, CaseEvent, Consent, Signature
from cases.services.court import joint_facts
from cases.states import Outcome, State
from cases.workflow.conditions import latest, version_of
from documents import context_types as contexts
from documents.context import common
from documents.context.common import Fields, Occasion, day, head, sides
from documents.context.notices import court_period, ground_label

LETTER = "委派（委托）调解函"
AGREED = (Outcome.AGREED, Outcome.COURT_MEDIATED)


def referral_reply(occasion: Occasion) -> contexts.ReferralReply:
    """D-23b: signed for, from which day the period runs; or declined, with the reason (ZX21 12)."""
    case = occasion.case
    event = common.last_event(case, "sign_for", "decline")
    accepted = event is not None and event.code == "sign_for"
    reasons: tuple[contexts.Reason, ...] = ()
    if event is not None and not accepted:
        label = ground_label(case, "decline", str(event.data.get("ground", "")))
        reasons = (contexts.Reason(text=f"{label}。{event.data.get('reason', '')}", article=f"{ZX21}第十二条"),)
    return contexts.ReferralReply(
        **head(occasion),
        **sides(case),
        **_letter(case),
        **common.contact(occasion),
        letter_on=day(case.referral.sent_on),
        received_on=day(case.referral.sent_on),
        decision="accept" if accepted else "decline",
        signed_on=day(case.signed_for_on) if accepted else "",
        period=court_period(case) if accepted else "",
        period_end=common.mediation_last_day(case) if accepted else "",
        reasons=reasons,
        materials=papers_of_court(case),
    )


def _letter(case: Case) -> Fields:
    return {
        "court": common.court_name(case),
        "court_case_number": case.referral.court_number,
        "referral": str(case.get_mode_display()),
        "cause": common.cause_of(case),
    }


def papers_of_court(case: Case) -> tuple[contexts.Material, ...]:
    """What the court sent along; at least its letter."""
    names = list(case.referral.papers) or [LETTER]
    return tuple(contexts.Material(name=name, copies="1") for name in names)


def report(occasion: Occasion) -> contexts.CourtReport:
    """D-24: result, reasons, undisputed facts that both sides signed, acts that raised costs, papers back."""
    case = occasion.case
    agreed = case.outcome in AGREED or _submitted(case)
    extensions = list(case.extensions.order_by("pk"))
    end = common.mediation_last_day(case)
    shared: Fields = {
        **head(occasion),
        **sides(case),
        **_letter(case),
        **common.contact(occasion),
        "signed_on": day(case.signed_for_on),
        "period_end": day(extensions[0].old_end) if extensions else end,
        "extended_to": end if extensions else "",
        "mediators": common.mediators(case),
        "course": _course(case),
        "ended_on": day(case.ended_on or _signed_on(case)),
        "undisputed": tuple(line for fact in joint_facts(case) for line in common.lines_of(fact.text)),
    }
    return contexts.CourtReport(**shared, **(_agreement(case) if agreed else _failure(case)))


def _submitted(case: Case) -> bool:
    """委托: the text that both sides signed goes to the court, which alone gives it effect (TY16 20)."""
    return case.status is State.COURT_SIGNING


def _signed_on(case: Case) -> date | None:
    version = version_of(case)
    days = [row.on for row in version.signatures.all() if row.kind == Signature.Kind.PARTY] if version else []
    return max(days, default=None)


def _agreement(case: Case) -> Fields:
    version = version_of(case)
    total = case.agreement.total if version else None
    follow_up = {
        "judicial_confirmation": "双方当事人拟共同向贵院申请司法确认",
        "arbitration_review": "双方当事人拟共同申请仲裁审查",
        "none": "双方当事人暂不申请确认，按协议自行履行",
    }
    choice = version.content["confirmation"] if version else "none"
    if case.state == State.COURT_SIGNING:
        follow = "双方当事人请贵院审查后制作调解书，或者准许撤诉"
    else:
        last = common.last_day(case, "CLK-07") if choice == "judicial_confirmation" else ""
        follow = follow_up[choice] + (f"，最后一日为{last}" if last else "")
    return {
        "result": "agreed",
        "agreement_number": common.agreement_number(case),
        "effective_on": day(case.effective_on),
        "agreed_sum": common.sum_of(total) if total else "",
        "agreed_sum_words": common.words_of(total) if total else "",
        "follow_up": follow,
        "materials": (contexts.Material(name="调解协议书", copies="1", form="原件"), *papers_of_court(case)),
    }


TERMINATIONS = {
    "withdrawn": ("当事人撤回调解请求或者明确拒绝继续调解", f"{TY16}第二十六条第二项"),
    "apart": ("双方当事人分歧较大且难以达成调解协议", f"{TY16}第二十六条第三项"),
    "no_contact": ("无法联系当事人", f"{TY16}第二十六条第四项"),
    "sham": ("属于虚假调解", f"{TY16}第十八条、第二十六条第四项"),
    "settled": ("双方当事人自行和解", f"{TY16}第二十六条第四项"),
    "other": ("其他导致调解难以进行的情形", f"{TY16}第二十六条第四项"),
}
"""Grounds of B70. The mediator's own words follow them: the form asks for no offers and no concessions."""


def _failure(case: Case) -> Fields:
    event = common.last_event(
        case, "fail", "expire", "withdraw", "refuse_to_sign", "end_sham", "reject_mediator", "return_refused"
    )
    text, article = _reason(case, event)
    acts = str(event.data.get("cost_acts", "")) if event else ""
    return {
        "result": "failed",
        "reasons": (contexts.Reason(text=text, article=article),) if text else (),
        "cost_raising": common.lines_of(acts),
        "materials": papers_of_court(case),
    }


def _reason(case: Case, event: CaseEvent | None) -> tuple[str, str]:
    if event is None:
        return "", ""
    said = str(event.data.get("reason", "") or "").strip().rstrip("。")
    ground = str(event.data.get("ground", ""))
    match event.code:
        case "fail":
            text, article = TERMINATIONS.get(ground, TERMINATIONS["other"])
            return f"{text}：{said}" if said else text, article
        case "expire":
            text = "调解期限届满，双方当事人没有达成调解协议，也没有同意延长"
            return text, f"{TY16}第二十七条；{ZX21}第二十五条"
        case "withdraw":
            text = "当事人撤回调解请求"
            return f"{text}：{said}" if said else text, f"{TY16}第二十六条第二项"
        case "refuse_to_sign":
            return f"一方当事人没有在调解协议书上签名或者盖章：{said}", f"{ZX21}第二十五条"
        case "end_sham":
            return f"经人民法院认定属于虚假调解：{said}", f"{TY16}第十八条"
        case "reject_mediator":
            return f"当事人不同意指定的调解员，视为不同意调解：{said}", f"{TY16}第十二条"
        case _:
            text = "无法联系对方当事人" if ground == "no_contact" else "对方当事人拒绝调解"
            return text, f"{ZX21}第十五条"


def _course(case: Case) -> tuple[str, ...]:
    """Days and steps only, in the order in which they happened."""
    parts = []
    others = {party.pk for party in case.respondents}
    tries = [row for row in case.contacts.all() if row.party_id in others]
    if tries:
        days = "、".join(dict.fromkeys(day(timezone.localdate(row.at)) for row in tries))
        parts.append(
            f"我组织于{days}联系被申请人，结果为{'、'.join(dict.fromkeys(str(r.get_result_display()) for r in tries))}。"
        )
    words = latest(case, Consent.Subject.MEDIATE)
    willing = [words[p.pk] for p in case.parties.all() if p.pk in words and words[p.pk].given]
    if willing and len(willing) >= len({p.side for p in case.parties.all()}):
        parts.append(f"双方当事人于{day(max(row.on for row in willing))}前表示同意调解。")
    told = [row.on for row in case.consents.all() if row.subject == Consent.Subject.RIGHTS_TOLD and row.given]
    if told:
        parts.append(f"调解前已向双方当事人告知权利义务（{day(max(told))}）。")
    if case.assigned_on:
        parts.append(common.course_of_meetings(case))
    for extension in case.extensions.order_by("pk"):
        parts.append(f"{day(extension.agreed_on)}，双方当事人同意将调解期限延长至{day(extension.new_end)}。")
    return ("".join(parts) or "我组织签收后尚未组织调解，程序即告终止。",)
