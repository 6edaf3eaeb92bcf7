"""What both tracks share besides guards: questions of the moves' forms, checks of the answers, what is missing before closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.models import Case
from cases.states import Outcome
from cases.workflow import conditions as c
from cases.workflow.moves import Ask, condition

# Questions

NOTE = Ask("note", "说明", "long_text", required=False)
STAYS_HERE = "只留本室，不给对方，不交法院、仲裁。"
CAME = Ask("came", "到场的当事人", "parties", help="只勾选实际到场的人；没有到场的人不在笔录上签名。")
"""Who was there is asked, not taken from who was called: a party that stayed away has agreed to no fact."""
HAND_OVER_TARGETS = (
    ("arbitration", "申请仲裁（调解仲裁法第十五条）"),
    ("payment_order", "申请支付令（调解仲裁法第十六条）"),
    ("suit", "直接起诉（司法解释（一）第十三条、第五十一条）"),
    ("enforcement", "申请强制执行（已经审查确认）"),
    ("inspection", "劳动保障监察"),
    ("legal_aid", "法律援助"),
)


# Before closing


@condition("结案前还有事项没有办完", mend="closing")
def closing_complete(case: Case) -> bool:
    return not closing_gaps(case)


def closing_gaps(case: Case) -> list[tuple[str, str]]:
    """What is missing before the file can be closed: (words, tab where it is mended)."""
    gaps: list[tuple[str, str]] = []
    if not case.outcome:
        gaps.append(("没有登记结果", "overview"))
    if case.outcome == Outcome.AGREED and not case.effective_on:
        gaps.append(("协议还没有生效日期", "agreement"))
    if not case.rows("claims") and case.accepted_on:
        gaps.append(("没有填写请求事项", "claims"))
    if any(m.status == "planned" and m.on < case.as_of for m in case.rows("meetings")):
        gaps.append(("有已过时间的调解会没有登记结果", "meetings"))
    if any(meeting.unsigned for meeting in case.rows("meetings")):
        gaps.append(("有调解笔录还没有签名，也没有记明拒绝签名", "meetings"))
    if any(
        payment.confirmed_on is None for item in c.plan(case) for payment in item.payments.all() if not item.settled
    ):
        gaps.append(("有报告过的付款还没有核实", "performance"))
    return gaps


# Answers


def answered_in_time(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Silence counts only once the day that was set for the answer has come."""
    if data["ground"] == "silent" and (case.reply_due_on is None or data["on"] < case.reply_due_on):
        return "ground", "请对方答复的期限还没有到，不能按没有答复办理"
    if data["ground"] == "no_contact" and not c.unreachable(case):
        attempts, days = c.attempts_needed(case)
        return "ground", f"须有至少{attempts}次、分在{days}天以上的联系记录，且都没有联系上"
    if data["ground"] == "refused" and not c.respondent_refused(case):
        return "ground", "请先登记对方不同意调解的答复"
    return None


def extension(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """A later end, agreed before the period ran out, on the day on which the last of both sides agreed.

    For the one-stop mediation of new employment forms at most 15 days in all, once (人社厅发〔2024〕4号).
    """
    from cases.workflow.clocks import refusal_of_extension

    agreed_on = c.agreed_to_extend_on(case)
    if agreed_on is not None and data["on"] < agreed_on:
        return "on", f"日期不能早于双方都同意延期之日（{agreed_on:%Y-%m-%d}）"
    problem = refusal_of_extension(case, data["new_end"], agreed_on=data["on"])
    return ("new_end", problem) if problem else None


def pause(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Days that shall not count come back as an extension, so they need what an extension needs (R17 29)."""
    from cases.workflow.clocks import refusal_of_extension

    if not data["pauses"]:
        return None
    agreed_on = c.agreed_to_extend_on(case)
    if not c.both_consent_to_extend(case) or agreed_on is None:
        return "pauses", "中止期间不计入期限等于延长期限，请先登记双方的延期同意"
    if data["on"] < agreed_on:
        return "on", f"日期不能早于双方都同意之日（{agreed_on:%Y-%m-%d}）"
    problem = refusal_of_extension(case, agreed_on=data["on"])
    return ("pauses", problem) if problem else None


def plan_not_past(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Nothing falls due before the text was fixed; what has been done already belongs to the facts."""
    early = [item for item in c.plan(case) if item.due_on < data["on"]]
    return ("on", f"第{early[0].number}期的履行期限早于定稿日期，请先修改履行计划") if early else None


def supplement_days(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    until = c.supplement_until(case)
    if until is None or data["on"] > until:
        return None
    return "on", f"等待补正到{until:%Y-%m-%d}，次日起才能按撤回处理"


def received_after(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    return ("received_on", "收到日期不能早于文书作出日期") if data["received_on"] < data["on"] else None


def done_by(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Everything is performed only on the day the last part was."""
    days = [p.paid_on for item in c.plan(case) for p in item.payments.all() if p.confirmed_on]
    days += [day for item in c.plan(case) for day in (item.done_on, item.waived_on) if day]
    last = max(days, default=None)
    return ("on", f"履行完毕日期不能早于最后一次履行（{last:%Y-%m-%d}）") if last and data["on"] < last else None


def meeting_day(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Minutes belong to the earliest meeting that waits; it cannot have been held before its day."""
    waiting = [m for m in case.rows("meetings") if m.status == "planned"]
    if waiting and waiting[0].on > data["on"]:
        return "on", f"待开的调解会安排在{waiting[0].on:%Y-%m-%d}，还没有到；提前举行的，请先取消并重新安排"
    return None


def satisfaction(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    said = data["satisfaction"]
    return ("satisfaction", "满意度请填1到5") if said is not None and not 1 <= said <= 5 else None


def way_after_default(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Only a way that the law opens to this agreement: 支付令 for four heads, a direct suit for wages, execution with a title."""
    from cases.workflow.ways import why_not

    problem = why_not(case, data["target"])
    return ("target", problem) if problem else None


def within_review_window(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    return _outside_window(case, data["on"], "CLK-05", "arbitration_review", "仲裁审查须在协议生效后15日内共同申请")


def within_confirmation_window(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    return _outside_window(case, data["on"], "CLK-07", "judicial_confirmation", "司法确认须在协议生效后30日内共同申请")


def _outside_window(case: Case, on: date, clock: str, route: str, rule: str) -> tuple[str, str] | None:
    """An application that was returned for papers and comes again keeps the day of its first filing."""
    from cases.workflow.clocks import window_end

    standing = [r for r in case.rows("confirmations") if r.route == route and r.result != "withdrawn"]
    first = min((row.applied_on for row in standing), default=on)
    end = window_end(case, clock)
    return ("on", f"{rule}，最迟{end:%Y-%m-%d}") if end and min(first, on) > end else None


def reply_due(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """The day set for the answer is not before the day of asking."""
    if data["reply_due_on"] < data["on"]:
        return "reply_due_on", "答复期限不能早于征询日期"
    return None


def after_consents(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """What rests on the consent of both sides cannot have happened before the last of them gave it."""
    last = c.agreed_to_mediate_on(case)
    if last is not None and data["on"] < last:
        return "on", f"日期不能早于双方都同意调解之日（{last:%Y-%m-%d}）"
    return None
