"""Park track 三师一室: the procedure of 企业劳动争议协商调解规定 and 劳动争议调解仲裁法 as moves A-1 to A-31."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django_fsm import transition

from cases.law.bases import ConfirmationRoute
from cases.law.limitation import Interruption
from cases.models import Case
from cases.states import UNDER_MEDIATION, Outcome, State, Track
from cases.workflow import checks
from cases.workflow import conditions as c
from cases.workflow.moves import Ask, condition, move, on, right
from mediation.parks.roles import Right

REJECTION_GROUNDS = (
    ("not_labour", "不属于劳动争议（司法解释（一）第二条）"),
    ("no_jurisdiction", "不属于本调解室受理范围"),
    ("pending_elsewhere", "仲裁委员会或法院已经受理，且没有委派、委托"),
    ("already_settled", "已有生效的调解协议、裁决或判决"),
    ("false_matter", "反映的事项不实"),
)
REFUSAL_GROUNDS = (
    ("refused", "对方明确表示不同意调解"),
    ("silent", "对方在答复期限内没有答复"),
    ("no_contact", "无法联系对方"),
)
SUSPENSION_GROUNDS = (
    ("death", "当事人死亡或丧失行为能力"),
    ("employer_ended", "用人单位终止，承继者未确定"),
    ("force_majeure", "不可抗力"),
    ("injury_decision", "等待工伤认定或劳动能力鉴定"),
    ("other_case", "等待另案结果"),
    ("sham", "疑似虚假调解"),
)
FAILURE_GROUNDS = (
    ("unwilling", "一方不愿继续调解"),
    ("apart", "双方分歧过大"),
    ("no_contact", "无法联系当事人"),
    ("sham", "确认属于虚假调解"),
    ("death", "当事人死亡等，无法继续"),
)
OUTCOME_OF_FAILURE = {
    "unwilling": Outcome.FAILED,
    "apart": Outcome.FAILED,
    "no_contact": Outcome.NO_CONTACT,
    "sham": Outcome.SHAM,
    "death": Outcome.DEATH_END,
}
REOPEN_GROUNDS = (
    ("default", "结案后不履行协议"),
    ("void", "协议被撤销或确认无效"),
    ("joint", "双方共同要求再次调解"),
    ("wrong", "结案有误"),
)
REQUEST_REOPENING = move(
    "A-31a",
    "申请重启",
    basis="出现新的事实",
    who="调解室负责人",
    public="调解室申请重新办理",
    papers=("D-33",),
    asks=(
        on("申请日期"),
        Ask("ground", "情形", "choice", choices=REOPEN_GROUNDS),
        Ask("reason", "理由", "long_text", longest=300),
    ),
    main=False,
)
BODY = Ask("body", "受理机构名称", longest=100)


@condition("对方的答复期限还没有到，也没有登记拒绝或联系不上的记录", mend="parties")
def consent_is_missing(case: Case) -> bool:
    """Refusal, silence to the close of business of the day set (民法典 203), or three attempts in vain (A-7)."""
    silent = case.reply_due_on is not None and case.as_of >= case.reply_due_on
    return c.respondent_refused(case) or silent or c.unreachable(case)


@condition("本案适用的法律依据不能申请仲裁审查")
def review_route_open(case: Case) -> bool:
    return c.route_open(case, ConfirmationRoute.ARBITRATION_REVIEW)


@condition("本案适用的法律依据不能申请司法确认")
def confirmation_route_open(case: Case) -> bool:
    return c.route_open(case, ConfirmationRoute.JUDICIAL_CONFIRMATION)


@condition("还没有提出终结调解的意见，请调解员先提出", mend="history")
def ending_proposed(case: Case) -> bool:
    return bool(case.ending_proposed)


class ParkCase(Case, track=Track.PARK):
    """三师一室 mediation in a park, on application or on the room's own initiative."""

    class Meta:
        proxy = True
        verbose_name = "三师一室案件"
        verbose_name_plural = "三师一室案件"

    @transition(
        "state",
        source=[State.CONSULTED, State.DRAFT],
        target=State.RECEIVED,
        conditions=[c.has_both_sides, c.application_complete],
        permission=right(Right.REGISTER, Right.PARTY_SUPPLEMENT),
        custom=move(
            "A-1",
            "收到申请",
            basis="调解仲裁法第十二条；人社部令第17号第二十一条",
            who="申请人在线提交，登记员登记来访或口头申请",
            public="申请已收到",
            papers=("D-01", "D-02", "D-03"),
            starts=("CLK-01", "CLK-02"),
            limitation=Interruption.APPLICATION,
            asks=(on("收到日期"), Ask("oral", "口头申请，已当场记录并由申请人确认", "yes", required=False)),
        ),
    )
    def receive(self, *, on: date, received_at: datetime, oral: bool = False, **_: Any) -> None:
        self.received_at = received_at
        self.received_on = self.completed_on = on
        self.oral = oral

    @transition(
        "state",
        source=State.RECEIVED,
        target=State.SUPPLEMENTING,
        permission=right(Right.REGISTER),
        custom=move(
            "A-2",
            "告知补正",
            basis="参照办案规则第四十六条（一次性告知）",
            who="登记员",
            public="请补充材料",
            papers=("D-03b",),
            stops=("CLK-01",),
            asks=(on("告知日期"), Ask("missing", "需要补充的材料（一次列全）", "long_text")),
            main=False,
        ),
    )
    def ask_supplement(self, *, on: date, **_: Any) -> None:
        self.supplement_asked_on = on

    @transition(
        "state",
        source=State.SUPPLEMENTING,
        target=State.RECEIVED,
        permission=right(Right.REGISTER, Right.PARTY_SUPPLEMENT),
        custom=move(
            "A-3",
            "收到补正材料",
            basis="参照办案规则第四十六条",
            who="申请人补交，登记员登记",
            public="补充材料已收到",
            starts=("CLK-01",),
            asks=(on("收到补正日期"),),
        ),
    )
    def supplement(self, *, on: date, **_: Any) -> None:
        self.completed_on = on

    @transition(
        "state",
        source=State.SUPPLEMENTING,
        target=State.WITHDRAWN,
        conditions=[c.supplement_overdue],
        permission=right(Right.REGISTER),
        custom=move(
            "A-3b",
            "逾期未补正，按撤回处理",
            basis="本系统规则：在等待补正的期限内没有补正",
            who="登记员",
            public="没有在期限内补充材料，按撤回申请处理；您可以重新申请或申请仲裁",
            papers=("D-19b",),
            stops=("CLK-01", "CLK-02"),
            outcome=Outcome.WITHDRAWN,
            checks=(checks.supplement_days,),
            main=False,
        ),
    )
    def deem_withdrawn(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.RECEIVED,
        target=State.SEEKING_CONSENT,
        conditions=[c.has_both_sides, c.has_claims, c.within_scope],
        permission=right(Right.SEEK_CONSENT),
        custom=move(
            "A-4",
            "征询对方意见",
            basis="人社部令第17号第二十二条",
            who="登记员、调解员",
            public="正在询问对方是否同意调解",
            papers=("D-06",),
            asks=(on("征询日期"), Ask("reply_due_on", "请对方最迟答复日期", "date", past=False)),
            checks=(checks.reply_due,),
        ),
    )
    def seek_consent(self, *, reply_due_on: date, **_: Any) -> None:
        self.reply_due_on = reply_due_on

    @transition(
        "state",
        source=State.SEEKING_CONSENT,
        target=State.ACCEPTED,
        conditions=[c.both_consent_to_mediate, c.has_claims, c.within_scope, c.representatives_elected],
        permission=right(Right.ACCEPT),
        custom=move(
            "A-5",
            "受理",
            basis="人社部令第17号第二十二条",
            who="登记员、调解室负责人",
            public="双方同意调解，案件已受理",
            papers=("D-04", "D-07", "D-08"),
            starts=("CLK-03", "CLK-04"),
            stops=("CLK-01",),
            asks=(on("受理日期"),),
            checks=(checks.after_consents,),
        ),
    )
    def accept(self, *, on: date, number: str, cause: str, **_: Any) -> None:
        self.accepted_on = on
        self.number = number
        self.cause = cause

    @transition(
        "state",
        source=[State.RECEIVED, State.SEEKING_CONSENT],
        target=State.NOT_ACCEPTED,
        permission=right(Right.REJECT),
        custom=move(
            "A-6",
            "不予受理",
            basis="人社部令第17号第二十二条",
            who="调解室负责人",
            public="没有受理，通知书写明了原因和其他办法",
            papers=("D-05",),
            stops=("CLK-01",),
            outcome=Outcome.NOT_ACCEPTED,
            asks=(
                on("决定日期"),
                Ask("ground", "不予受理的原因", "choice", choices=REJECTION_GROUNDS),
                Ask("reason", "具体理由（写入通知书）", "long_text"),
            ),
            main=False,
        ),
    )
    def reject(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.SEEKING_CONSENT,
        target=State.CONSENT_REFUSED,
        conditions=[c.respondent_has_not_agreed, consent_is_missing],
        permission=right(Right.SEEK_CONSENT, Right.MEDIATE),
        custom=move(
            "A-7",
            "对方不同意，终结",
            basis="人社部令第17号第二十二条、第三十条、第三十一条第（五）项",
            who="登记员、调解员",
            public="对方不同意调解，您可以申请仲裁",
            papers=("D-05b",),
            stops=("CLK-01",),
            limitation=Interruption.REFUSED_MEDIATION,
            asks=(on("终结日期"), Ask("ground", "情形", "choice", choices=REFUSAL_GROUNDS), checks.NOTE),
            checks=(checks.answered_in_time,),
            main=False,
        ),
    )
    def end_without_consent(self, *, on: date, ground: str, **_: Any) -> None:
        self.ended_on = on
        self.outcome = Outcome.NO_CONTACT if ground == "no_contact" else Outcome.REFUSED

    @transition(
        "state",
        source=State.ACCEPTED,
        target=State.ASSIGNED,
        permission=right(Right.ASSIGN),
        custom=move(
            "A-8",
            "指派调解员",
            basis="人社部令第17号第二十五条",
            who="调解室负责人，或双方共同选定",
            public="调解员已经确定",
            papers=("D-09",),
            asks=(
                on("指派日期"),
                Ask("mediator", "主持调解员", "user"),
                Ask(
                    "chosen",
                    "产生方式",
                    "choice",
                    choices=(("head", "调解室指派"), ("parties", "双方共同选定")),
                ),
            ),
        ),
    )
    def assign(self, *, on: date, **_: Any) -> None:
        self.assigned_on = on

    @transition(
        "state",
        source=State.ASSIGNED,
        target=State.MEDIATING,
        conditions=[c.has_lead_mediator, c.rights_told_to_both, c.meeting_arranged],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-9",
            "开始调解",
            basis="人社部令第17号第二十五条、第二十九条",
            who="调解员",
            public="开始调解",
            papers=("D-10",),
        ),
    )
    def start(self, **_: Any) -> None:
        """Nothing but the state changes."""

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.MEDIATING,
        conditions=[c.meeting_waiting],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-10",
            "登记调解会",
            basis="人社部令第17号第二十五条、第三十二条",
            who="调解员",
            public="开了一次调解会",
            papers=("D-11", "D-12"),
            asks=(
                on("调解日期"),
                checks.CAME,
                Ask("identity_checked", "已核对到场人身份并告知权利", "yes", required=False),
                Ask(
                    "undisputed_facts",
                    "无争议事实",
                    "long_text",
                    required=False,
                    help="双方签名确认，可以提交法院、仲裁。",
                ),
                Ask("statements", "各方陈述", "long_text", required=False, help=checks.STAYS_HERE),
                Ask("offers", "方案与让步", "long_text", required=False, help=checks.STAYS_HERE),
                Ask("result", "本次结果"),
                Ask("next_step", "下次安排", required=False),
            ),
            checks=(checks.meeting_day,),
        ),
    )
    def hold_session(self, **_: Any) -> None:
        """The minutes are rows of their own."""

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.SUSPENDED,
        permission=right(Right.APPROVE),
        custom=move(
            "A-11",
            "中止调解",
            basis="参照办案规则第四十七条；特邀调解规定第十八条",
            who="调解员提出，调解室负责人批准",
            public="调解暂时停下",
            papers=("D-14",),
            asks=(
                on("中止日期"),
                Ask("ground", "原因", "choice", choices=SUSPENSION_GROUNDS),
                Ask(
                    "pauses",
                    "双方已书面同意中止期间不计入调解期限",
                    "yes",
                    required=False,
                    help="没有双方书面同意，15日调解期限照算；申请仲裁的15日任何时候都不停。",
                ),
                Ask(
                    "note",
                    "说明",
                    "long_text",
                    required=False,
                    longest=300,
                    help="写入中止调解通知书，双方都会看到；疑似虚假调解的，不写入通知书。",
                ),
            ),
            checks=(checks.pause,),
            main=False,
        ),
    )
    def suspend(self, **_: Any) -> None:
        """The interval is a row of its own; clocks are computed from it."""

    @transition(
        "state",
        source=State.SUSPENDED,
        target=State.MEDIATING,
        permission=right(Right.MEDIATE),
        custom=move(
            "A-12",
            "恢复调解",
            basis="参照办案规则第四十七条",
            who="调解员",
            public="恢复调解",
            papers=("D-15",),
            asks=(on("恢复日期"),),
        ),
    )
    def resume(self, **_: Any) -> None:
        """The interval ends in its own row."""

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.MEDIATING,
        conditions=[c.both_consent_to_extend],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-13",
            "延长调解期限",
            basis="人社部令第17号第二十九条；新就业形态：人社厅发〔2024〕4号（最多15日）",
            who="调解员",
            public="双方同意延长调解期限",
            papers=("D-16",),
            asks=(
                on("双方同意日期"),
                Ask("new_end", "新的截止日期", "date", past=False),
                Ask("reason", "延长理由"),
            ),
            checks=(checks.extension,),
            main=False,
        ),
    )
    def extend(self, **_: Any) -> None:
        """The extension is a row of its own; the end is computed from it."""

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.SIGNING,
        conditions=[
            c.agreement_drafted,
            c.agreement_has_plan,
            c.plan_adds_up,
            c.group_agrees,
        ],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-14",
            "协议定稿",
            basis="调解仲裁法第十四条；人社部令第17号第二十六条",
            who="调解员",
            public="协议内容已定，等待双方签字",
            papers=("D-17",),
            asks=(on("定稿日期"),),
            checks=(checks.plan_not_past,),
        ),
    )
    def reach_agreement(self, **_: Any) -> None:
        """The fixed text is a version of its own."""
        self.ending_proposed = ""

    @transition(
        "state",
        source=State.SIGNING,
        target=State.MEDIATING,
        permission=right(Right.MEDIATE),
        custom=move(
            "A-15",
            "退回修改",
            basis="当事人要求变更协议内容",
            who="调解员",
            public="协议内容需要修改",
            asks=(on(), Ask("reason", "谁要求修改什么")),
            main=False,
        ),
    )
    def change_text(self, **_: Any) -> None:
        """A new version follows when the text is fixed again."""

    @transition(
        "state",
        source=State.SIGNING,
        target=State.EFFECTIVE,
        conditions=[c.acts_complete, c.plan_after_effect],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-16",
            "协议生效",
            basis="调解仲裁法第十四条；人民调解法第二十九条；人社部令第17号第二十六条",
            who="系统按签署情况提示，调解员确认",
            public="协议已生效",
            papers=("D-17", "D-18"),
            starts=("CLK-05", "CLK-07", "CLK-28"),
            stops=("CLK-02", "CLK-03", "CLK-04"),
            limitation=Interruption.DEBTOR_CONSENT,
            outcome=Outcome.AGREED,
            asks=(),
        ),
    )
    def take_effect(self, *, on: date, **_: Any) -> None:
        self.effective_on = self.ended_on = on

    @transition(
        "state",
        source=State.SIGNING,
        target=State.FAILED,
        permission=right(Right.MEDIATE),
        custom=move(
            "A-17",
            "一方拒绝签署",
            basis="人社部令第17号第三十条；参照在线调解规则第二十五条第（七）项",
            who="调解员",
            public="一方没有签署协议，调解不成；您可以申请仲裁",
            papers=("D-13",),
            stops=("CLK-03", "CLK-04"),
            limitation=Interruption.NO_AGREEMENT,
            outcome=Outcome.FAILED,
            asks=(on("终结日期"), Ask("reason", "哪一方拒绝签署、理由")),
            main=False,
        ),
    )
    def refuse_to_sign(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=[
            State.RECEIVED,
            State.SUPPLEMENTING,
            State.SEEKING_CONSENT,
            State.ACCEPTED,
            State.ASSIGNED,
            State.MEDIATING,
            State.SUSPENDED,
        ],
        target=State.WITHDRAWN,
        permission=right(Right.PARTY_WITHDRAW, Right.REGISTER),
        custom=move(
            "A-18",
            "撤回申请",
            basis="自愿原则：调解仲裁法第三条、第五条；人民调解法第二十三条",
            who="申请人书面撤回，或由登记员、调解员记录",
            public="申请已撤回；您以后仍可申请仲裁",
            papers=("D-19",),
            stops=("CLK-01", "CLK-02", "CLK-03", "CLK-04"),
            limitation=Interruption.CONSENT_WITHDRAWN,
            outcome=Outcome.WITHDRAWN,
            asks=(on("撤回日期"), Ask("reason", "撤回原因", required=False)),
            main=False,
        ),
    )
    def withdraw(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.WITHDRAWN,
        permission=right(Right.MEDIATE),
        custom=move(
            "A-18b",
            "双方自行和解",
            basis="调解仲裁法第四条；人社部令第17号第十一条",
            who="调解员",
            public="双方已自行和解",
            papers=("D-19",),
            stops=("CLK-02", "CLK-03", "CLK-04"),
            outcome=Outcome.SETTLED,
            asks=(on("和解日期"), Ask("terms", "和解内容", "long_text")),
            main=False,
        ),
    )
    def settle(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.MEDIATING,
        permission=right(Right.MEDIATE),
        custom=move(
            "A-19a",
            "提出终结意见",
            basis="人社部令第17号第三十条",
            who="调解员",
            public="调解员认为难以达成一致",
            asks=(
                on(),
                Ask("ground", "原因", "choice", choices=FAILURE_GROUNDS),
                Ask("reason", "说明（不写方案和让步）", "long_text"),
            ),
            main=False,
        ),
    )
    def propose_ending(self, *, ground: str, **_: Any) -> None:
        self.ending_proposed = ground

    @transition(
        "state",
        source=State.MEDIATING,
        target=State.FAILED,
        conditions=[ending_proposed],
        permission=right(Right.APPROVE),
        custom=move(
            "A-19",
            "调解不成，终结",
            basis="人社部令第17号第三十条、第三十一条第（六）项",
            who="调解员提出，调解室负责人确认",
            public="没有调解成，您可以申请仲裁",
            papers=("D-13",),
            stops=("CLK-03", "CLK-04"),
            limitation=Interruption.NO_AGREEMENT,
            asks=(on("终结日期"), checks.NOTE),
            main=False,
        ),
    )
    def fail(self, *, on: date, **_: Any) -> None:
        self.ended_on = on
        self.outcome = OUTCOME_OF_FAILURE[self.ending_proposed]

    @transition(
        "state",
        source=[State.ACCEPTED, State.ASSIGNED, State.MEDIATING, State.SUSPENDED, State.SIGNING],
        target=State.FAILED,
        conditions=[c.period_over],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-20",
            "期限届满，视为调解不成",
            basis="人社部令第17号第二十九条、第三十一条第（七）项",
            who="系统提示，调解员确认",
            public="调解期限已满没有达成协议，您可以申请仲裁",
            papers=("D-13",),
            stops=("CLK-03", "CLK-04"),
            limitation=Interruption.PERIOD_EXPIRED,
            outcome=Outcome.EXPIRED,
            asks=(on("终结日期"), checks.NOTE),
            main=False,
        ),
    )
    def expire(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=[State.EFFECTIVE, State.PERFORMING, State.DEFAULTED],
        target=State.ARBITRATION_REVIEW,
        conditions=[review_route_open, c.reviewable, c.nothing_pending, c.not_confirmed_yet, c.both_apply],
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-21",
            "申请仲裁审查",
            basis="人社部令第17号第二十七条；办案规则第七十四条、第七十五条",
            who="双方共同申请，调解员登记",
            public="双方已共同申请仲裁审查",
            papers=("D-20",),
            starts=("CLK-06",),
            asks=(on("申请日期"), BODY),
            checks=(checks.within_review_window,),
        ),
    )
    def apply_arbitration_review(self, **_: Any) -> None:
        """The application is a row of its own."""

    @transition(
        "state",
        source=[State.EFFECTIVE, State.PERFORMING, State.DEFAULTED],
        target=State.COURT_CONFIRMATION,
        conditions=[confirmation_route_open, c.payment_content, c.nothing_pending, c.not_confirmed_yet, c.both_apply],
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-22",
            "申请司法确认",
            basis="民事诉讼法第二百零五条；人民调解法第三十三条；司法解释（一）第五十二条",
            who="双方共同申请，调解员登记",
            public="双方已共同申请司法确认",
            papers=("D-21", "D-22"),
            starts=("CLK-08",),
            asks=(on("申请日期"), BODY),
            checks=(checks.within_confirmation_window,),
        ),
    )
    def apply_court_confirmation(self, **_: Any) -> None:
        """The application is a row of its own."""

    @transition(
        "state",
        source=[State.ARBITRATION_REVIEW, State.COURT_CONFIRMATION],
        target=State.CONFIRMED,
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-23",
            "登记确认结果：已确认",
            basis="办案规则第七十七条；民事诉讼法第二百零六条",
            who="仲裁委员会或法院作出，调解员登记",
            public="协议已得到确认",
            papers=("D-34",),
            starts=("CLK-14",),
            stops=("CLK-06", "CLK-08"),
            asks=(
                on("文书作出日期"),
                Ask("document_number", "文书号", longest=80),
                Ask("received_on", "收到日期", "date"),
            ),
            checks=(checks.received_after,),
        ),
    )
    def confirm(self, **_: Any) -> None:
        """The result is a row of its own."""

    @transition(
        "state",
        source=[State.ARBITRATION_REVIEW, State.COURT_CONFIRMATION],
        target=State.CONFIRMATION_REFUSED,
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-23b",
            "登记确认结果：不予确认",
            basis="办案规则第七十五条、第七十八条；民诉法解释第三百五十八条",
            who="仲裁委员会或法院作出，调解员登记",
            public="协议没有得到确认",
            papers=("D-34",),
            stops=("CLK-06", "CLK-08"),
            asks=(
                on("文书作出日期"),
                Ask("document_number", "文书号", required=False, longest=80),
                Ask("received_on", "收到日期", "date"),
                Ask("reason", "理由"),
            ),
            checks=(checks.received_after,),
            main=False,
        ),
    )
    def refuse_confirmation(self, **_: Any) -> None:
        """The result is a row of its own."""

    @transition(
        "state",
        source=[State.ARBITRATION_REVIEW, State.COURT_CONFIRMATION],
        target=State.EFFECTIVE,
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-23c",
            "申请退回补正",
            basis="办案规则第七十四条；民诉法解释第三百五十七条",
            who="仲裁委员会或法院退回，调解员登记",
            public="申请因材料不齐退回，补齐后可以再次申请",
            stops=("CLK-06", "CLK-08"),
            asks=(on("退回日期"), Ask("reason", "需要补充什么")),
            main=False,
        ),
    )
    def take_back_returned(self, **_: Any) -> None:
        """The return is a row of its own; who applies again keeps the day of the first application."""

    @transition(
        "state",
        source=[State.ARBITRATION_REVIEW, State.COURT_CONFIRMATION],
        target=State.EFFECTIVE,
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "A-23d",
            "撤回申请审查确认",
            basis="办案规则第七十六条；民诉法解释第三百五十九条",
            who="双方当事人，调解员登记",
            public="双方撤回了审查确认的申请，协议仍然有效",
            stops=("CLK-06", "CLK-08"),
            asks=(on("撤回日期"), Ask("reason", "撤回的原因")),
            main=False,
        ),
    )
    def withdraw_application(self, **_: Any) -> None:
        """The withdrawal is a row of its own; a new application has to keep within the days from effect."""

    @transition(
        "state",
        source=State.CONFIRMATION_REFUSED,
        target=State.REOPENED,
        conditions=[c.no_court_case_waits, c.no_other_park_case],
        permission=right(Right.MEDIATE),
        custom=move(
            "A-24",
            "再次调解（另立新案）",
            basis="民事诉讼法第二百零六条",
            who="双方同意变更或重新达成协议，调解员办理",
            public="双方同意重新调解，已另立新案",
            asks=(on("日期"), Ask("reason", "说明")),
        ),
    )
    def mediate_again(self, *, on: date, **_: Any) -> None:
        self.closed_on = on

    @transition(
        "state",
        source=[State.EFFECTIVE, State.CONFIRMED, State.CONFIRMATION_REFUSED],
        target=State.PERFORMING,
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "A-25",
            "开始履行",
            basis="人社部令第17号第三十二条（督促履行）",
            who="调解员",
            public="开始按协议履行",
            papers=("D-25",),
            starts=("CLK-28",),
        ),
    )
    def begin_performance(self, **_: Any) -> None:
        """Payments are rows of their own."""

    @transition(
        "state",
        source=State.PERFORMING,
        target=State.PERFORMED,
        conditions=[c.everything_performed],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "A-25b",
            "全部履行完毕",
            basis="人社部令第17号第三十二条",
            who="调解员",
            public="协议已全部履行",
            papers=("D-25",),
            stops=("CLK-28",),
            asks=(on("履行完毕日期"),),
            checks=(checks.done_by,),
        ),
    )
    def complete(self, **_: Any) -> None:
        """Derived from the payments."""

    @transition(
        "state",
        source=State.PERFORMING,
        target=State.DEFAULTED,
        conditions=[c.something_overdue],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "A-26",
            "确认逾期未履行",
            basis="调解仲裁法第十五条；人社部令第17号第三十一条第（八）项",
            who="系统在到期次日提示，调解员确认",
            public="对方逾期没有履行",
            papers=("D-26",),
            limitation=Interruption.AGREEMENT_NOT_PERFORMED,
            asks=(on("确认日期"), checks.NOTE),
            main=False,
        ),
    )
    def mark_default(self, **_: Any) -> None:
        """The overdue items are derived from the plan."""

    @transition(
        "state",
        source=State.DEFAULTED,
        target=State.PERFORMING,
        conditions=[c.nothing_overdue],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "A-26b",
            "逾期款项已补付，继续履行",
            basis="人社部令第17号第三十二条",
            who="调解员",
            public="逾期款项已补付",
        ),
    )
    def cure(self, **_: Any) -> None:
        """Derived from the payments."""

    @transition(
        "state",
        source=[State.DEFAULTED, State.CONFIRMATION_REFUSED],
        target=State.HANDED_OVER,
        permission=right(Right.HAND_OVER),
        custom=move(
            "A-27",
            "移交下一程序",
            basis="调解仲裁法第十五条、第十六条；司法解释（一）第十三条、第五十一条",
            who="调解员与劳动者",
            public="已移交下一程序",
            papers=("D-27", "D-28"),
            asks=(
                on("移交日期"),
                Ask("target", "去向", "choice", choices=checks.HAND_OVER_TARGETS),
                Ask("body", "接收单位", longest=100),
                Ask("reason", "事由"),
            ),
            checks=(checks.way_after_default,),
        ),
    )
    def hand_over(self, **_: Any) -> None:
        """The hand-over is a row of its own."""

    @transition(
        "state",
        source=list(UNDER_MEDIATION),
        target=State.HANDED_OVER,
        conditions=[c.court_case_waits],
        permission=right(Right.HAND_OVER),
        custom=move(
            "A-27b",
            "转入法院委派调解",
            basis="同一纠纷只保留一个正在进行的调解程序",
            who="调解员",
            public="法院已委派调解，本程序转入法院程序",
            stops=("CLK-01", "CLK-02", "CLK-03", "CLK-04"),
            outcome=Outcome.TRANSFERRED,
            asks=(on("移送日期"), Ask("reason", "说明", required=False)),
            main=False,
        ),
    )
    def transfer_to_court(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=[
            State.PERFORMED,
            State.WITHDRAWN,
            State.FAILED,
            State.NOT_ACCEPTED,
            State.CONSENT_REFUSED,
            State.HANDED_OVER,
        ],
        target=State.CLOSED,
        conditions=[checks.closing_complete],
        permission=right(Right.CLOSE),
        custom=move(
            "A-28",
            "结案",
            basis="人社部令第17号第三十二条",
            who="调解室负责人",
            public="已结案",
            papers=("D-29",),
            stops=("CLK-01", "CLK-02", "CLK-03", "CLK-04", "CLK-05", "CLK-07", "CLK-28"),
            asks=(on("结案日期"), checks.NOTE),
        ),
    )
    def close(self, *, on: date, **_: Any) -> None:
        self.closed_on = on

    @transition(
        "state",
        source=State.CLOSED,
        target=State.CLOSED,
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "A-29",
            "回访",
            basis="人民调解法第三十一条；人社部令第17号第三十二条",
            who="调解员",
            public="调解室作了回访",
            papers=("D-30",),
            asks=(
                on("回访日期"),
                Ask("person", "回访对象", longest=100),
                Ask("performance", "履行情况"),
                Ask("satisfaction", "满意度（1—5）", "whole", required=False),
                Ask("new_risk", "新的风险", required=False),
                Ask("measures", "采取的措施", required=False),
            ),
            checks=(checks.satisfaction,),
        ),
    )
    def follow_up(self, **_: Any) -> None:
        """The visit is a row of its own."""

    @transition(
        "state",
        source=State.CLOSED,
        target=State.ARCHIVED,
        permission=right(Right.ARCHIVE),
        custom=move(
            "A-30",
            "归档",
            basis="人民调解法第二十七条；人社部令第17号第三十二条",
            who="登记员",
            public="已归档",
            papers=("D-31", "D-32"),
            asks=(on("归档日期"), Ask("complete", "纸质和电子卷宗齐全，已编页码和目录", "yes")),
            checks=(lambda case, data: None if data["complete"] else ("complete", "请确认卷宗齐全后再归档"),),
        ),
    )
    def archive(self, *, on: date, **_: Any) -> None:
        self.archived_on = on

    @transition(
        "state",
        source=State.CLOSED,
        target=State.CLOSED,
        permission=right(Right.REQUEST_REOPEN),
        custom=REQUEST_REOPENING,
    )
    @transition(
        "state",
        source=State.ARCHIVED,
        target=State.ARCHIVED,
        permission=right(Right.REQUEST_REOPEN),
        custom=REQUEST_REOPENING,
    )
    def request_reopening(self, *, on: date, reason: str, **_: Any) -> None:
        self.reopen_asked_on = on
        self.reopen_reason = reason

    @transition(
        "state",
        source=[State.CLOSED, State.ARCHIVED],
        target=State.REOPENED,
        conditions=[c.reopening_asked, c.no_court_case_waits, c.no_other_park_case],
        permission=right(Right.APPROVE_REOPEN),
        custom=move(
            "A-31",
            "批准重启（另立新案）",
            basis="出现新的事实；原案保持不变",
            who="调解室负责人申请，工会监督员批准",
            public="已重新办理，请看新的案件",
            papers=("D-33",),
            asks=(on("批准日期"), checks.NOTE),
        ),
    )
    def reopen(self, **_: Any) -> None:
        """The old file stays as it is; a new case is linked to it."""
