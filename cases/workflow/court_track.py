"""Court track 法院+工会: delegated, entrusted and assisted mediation (特邀调解规定, 在线调解规则) as moves B10 to B91."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django_fsm import transition

from cases.law.limitation import Interruption
from cases.models import Case
from cases.states import Outcome, State, Track
from cases.workflow import checks
from cases.workflow import conditions as c
from cases.workflow.moves import Ask, condition, move, on, right
from mediation.parks.roles import Right

DECLINE_GROUNDS = (
    ("outside_scope", "不属于本调解组织的调解范围或行业"),
    ("outside_skill", "明显超出调解员的专业能力"),
    ("conflict", "与当事人有利害关系"),
    ("overload", "力量不足，不能按期调解"),
)
REFUSAL_GROUNDS = (
    ("refused", "对方拒绝调解"),
    ("silent", "对方在答复期限内没有答复"),
    ("no_contact", "无法联系对方"),
)
FAILURE_GROUNDS = (
    ("withdrawn", "当事人撤回调解请求或明确拒绝继续调解"),
    ("apart", "双方分歧较大，难以达成协议"),
    ("no_contact", "无法联系当事人"),
    ("sham", "属于虚假调解"),
    ("settled", "双方自行和解"),
    ("other", "其他情形"),
)
OUTCOME_OF_FAILURE = {
    "withdrawn": Outcome.FAILED,
    "apart": Outcome.FAILED,
    "no_contact": Outcome.NO_CONTACT,
    "sham": Outcome.SHAM,
    "settled": Outcome.SETTLED,
    "other": Outcome.FAILED,
}
RETURN_REASONS = (
    ("no_proof", "缺少调解组织主持调解的证明"),
    ("no_identity", "缺少当事人身份、资格证明"),
    ("unclear", "协议内容不明确，无法确认"),
    ("no_service", "缺少送达地址确认书"),
    ("other", "其他"),
)
DISMISSAL_GROUNDS = (
    ("unlawful", "违反法律强制性规定"),
    ("harm", "损害国家、集体、他人合法权益"),
    ("public_order", "违背公序良俗"),
    ("not_voluntary", "违反自愿原则"),
    ("unclear", "内容不明确"),
)
COURT_CLOCKS = ("CLK-10", "CLK-11", "CLK-12")
UNDER_COURT_MEDIATION = [State.COURT_MEDIATING, State.COURT_EXTENDED]


@condition("还没有登记双方都愿意调解", mend="parties")
def both_willing(case: Case) -> bool:
    return c.agreed_by_all(case, "mediate")


def tried_in_vain(case: Case) -> bool:
    """Tried and never reached (ZX21 15: end at once, without a number of attempts or days to wait for)."""
    ids = {p.pk for p in case.respondents}
    tried = [x for x in case.rows("contacts") if x.party_id in ids]
    return bool(tried) and all(x.result != "reached" for x in tried)


@condition("还没有登记对方拒绝，也没有联系对方的记录，答复期限也没有到", mend="parties")
def refusal_or_attempts(case: Case) -> bool:
    """Refused, not reached, or silent to the day set: nobody waits for day 30 without the other side's consent (TY16 11)."""
    silent = case.reply_due_on is not None and case.as_of >= case.reply_due_on
    return c.respondent_refused(case) or silent or tried_in_vain(case)


@condition("本室没有登记履行计划，没有可以督促的项目；法院直接出具调解书的，可以结案")
def plan_to_watch(case: Case) -> bool:
    return bool(c.plan(case))


@condition("协议有履行计划，请先办理“开始履行”", mend="performance")
def nothing_to_watch(case: Case) -> bool:
    """A judge who was only helped makes the document without a text of the room: nothing is left to do here."""
    return not c.plan(case)


def check_refusal(case: Case, data: Mapping[str, Any]) -> tuple[str, str] | None:
    if data["ground"] == "refused" and not c.respondent_refused(case):
        return "ground", "请先登记对方拒绝调解的答复"
    if data["ground"] == "silent" and (case.reply_due_on is None or data["on"] < case.reply_due_on):
        return "ground", "请对方答复的期限还没有到，不能按没有答复办理"
    if data["ground"] == "no_contact" and not tried_in_vain(case):
        return "ground", "请先登记联系对方的经过，且都没有联系上"
    return None


HOLD = move(
    "B40b",
    "登记调解会",
    basis="特邀调解规定第十四条；在线调解规则第二十二条",
    who="调解员",
    public="开了一次调解会",
    papers=("D-12",),
    asks=(
        on("调解日期"),
        checks.CAME,
        Ask("identity_checked", "已核对身份、告知权利并提示虚假调解的后果", "yes", required=False),
        Ask("undisputed_facts", "无争议事实", "long_text", required=False, help="双方签名确认，可以提交法院。"),
        Ask("statements", "各方陈述", "long_text", required=False, help=checks.STAYS_HERE),
        Ask("offers", "方案与让步", "long_text", required=False, help=checks.STAYS_HERE),
        Ask("result", "本次结果"),
        Ask("next_step", "下次安排", required=False),
    ),
    checks=(checks.meeting_day,),
)

CLOSE = move(
    "B90",
    "结案",
    basis="特邀调解规定第二十六条",
    who="调解室负责人",
    public="已结案",
    papers=("D-29",),
    stops=(*COURT_CLOCKS, "CLK-07", "CLK-28"),
    asks=(on("结案日期"), checks.NOTE),
)


class CourtCase(Case, track=Track.COURT):
    """A dispute that a court sent to the union's mediators before filing (委派), after filing (委托), or asks to assist (邀请)."""

    class Meta:
        proxy = True
        verbose_name = "法院+工会案件"
        verbose_name_plural = "法院+工会案件"

    @transition(
        "state",
        source=State.COURT_PUSHED,
        target=State.COURT_SIGNED_FOR,
        conditions=[c.no_open_park_case],
        permission=right(Right.ASSIGN, Right.MEDIATE),
        custom=move(
            "B20",
            "签收",
            basis="特邀调解规定第二十七条；在线调解规则第十二条",
            who="调解室负责人、调解员",
            public="调解室已接收",
            papers=("D-23b",),
            starts=("CLK-10", "CLK-11", "CLK-12", "CLK-13b"),
            stops=("CLK-13",),
            limitation=Interruption.RELIEF_SOUGHT,
            asks=(on("签收日期", help="调解期限从签收材料（平台确认接收）之日起算，不从法院发函之日起算。"),),
        ),
    )
    def sign_for(self, *, on: date, number: str, cause: str, **_: Any) -> None:
        self.signed_for_on = self.accepted_on = on
        self.number = number
        self.cause = cause

    @transition(
        "state",
        source=State.COURT_PUSHED,
        target=State.COURT_DECLINED,
        permission=right(Right.ASSIGN),
        custom=move(
            "B11",
            "不予接收",
            basis="在线调解规则第十二条",
            who="调解室负责人",
            public="调解室没有接收，法院会另行安排",
            papers=("D-23b",),
            stops=("CLK-13",),
            outcome=Outcome.NOT_ACCEPTED,
            asks=(
                on("答复日期"),
                Ask("ground", "理由", "choice", choices=DECLINE_GROUNDS),
                Ask("reason", "具体说明"),
            ),
            main=False,
        ),
    )
    def decline(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.COURT_DECLINED,
        target=State.COURT_PUSHED,
        permission=right(Right.COURT_DELEGATE),
        custom=move(
            "B10b",
            "重新推送",
            basis="在线调解规则第十二条",
            who="法院联络员",
            public="法院重新转给工会调解室",
            papers=("D-23",),
            starts=("CLK-13",),
            asks=(on("推送日期"), Ask("room", "接收的调解室", "room"), checks.NOTE),
        ),
    )
    def push_again(self, *, room_id: int, park_id: int, **_: Any) -> None:
        self.room_id = room_id
        self.park_id = park_id
        self.outcome = ""
        self.ended_on = None

    @transition(
        "state",
        source=State.COURT_SIGNED_FOR,
        target=State.COURT_SEEKING_CONSENT,
        conditions=[c.has_both_sides],
        permission=right(Right.SEEK_CONSENT, Right.MEDIATE),
        custom=move(
            "B21",
            "征询对方意愿",
            basis="在线调解规则第十五条",
            who="调解员",
            public="正在联系对方是否愿意调解",
            papers=("D-06",),
            asks=(on("征询日期"), Ask("reply_due_on", "请对方最迟答复日期", "date", past=False)),
            checks=(checks.reply_due,),
        ),
    )
    def seek_will(self, *, reply_due_on: date, **_: Any) -> None:
        self.reply_due_on = reply_due_on

    @transition(
        "state",
        source=State.COURT_SEEKING_CONSENT,
        target=State.COURT_CONSENT_REFUSED,
        conditions=[c.respondent_has_not_agreed, refusal_or_attempts],
        permission=right(Right.SEEK_CONSENT, Right.MEDIATE),
        custom=move(
            "B22",
            "对方拒绝或联系不上，退回法院",
            basis="在线调解规则第十五条（即时终结并退回材料）",
            who="调解员",
            public="对方不愿调解或联系不上，材料已退回法院",
            papers=("D-24",),
            stops=(*COURT_CLOCKS, "CLK-13b"),
            limitation=Interruption.REFUSED_MEDIATION,
            asks=(on("终结日期"), Ask("ground", "情形", "choice", choices=REFUSAL_GROUNDS), checks.NOTE),
            checks=(check_refusal,),
            main=False,
        ),
    )
    def return_refused(self, *, on: date, ground: str, **_: Any) -> None:
        self.ended_on = on
        self.outcome = Outcome.NO_CONTACT if ground == "no_contact" else Outcome.REFUSED

    @transition(
        "state",
        source=State.COURT_SEEKING_CONSENT,
        target=State.COURT_MEDIATOR_CHOSEN,
        conditions=[both_willing],
        permission=right(Right.ASSIGN, Right.MEDIATE),
        custom=move(
            "B30",
            "确定调解员",
            basis="特邀调解规定第十二条；在线调解规则第十条",
            who="双方在名册中选择；选不成的由调解室或法院指定",
            public="调解员已经确定",
            papers=("D-09",),
            stops=("CLK-13b", "CLK-13c"),
            asks=(
                on("确定日期"),
                Ask("mediator", "主持调解员", "user"),
                Ask(
                    "chosen",
                    "产生方式",
                    "choice",
                    choices=(("parties", "双方共同选定"), ("head", "调解室指定"), ("court", "法院指定")),
                ),
            ),
            checks=(checks.after_consents,),
        ),
    )
    def choose_mediator(self, *, on: date, **_: Any) -> None:
        self.assigned_on = on

    @transition(
        "state",
        source=State.COURT_MEDIATOR_CHOSEN,
        target=State.COURT_MEDIATOR_CHOSEN,
        conditions=[c.may_replace_once],
        permission=right(Right.ASSIGN),
        custom=move(
            "B30b",
            "更换调解员（仅一次）",
            basis="在线调解规则第十四条",
            who="调解室负责人",
            public="按当事人要求更换了调解员",
            papers=("D-09",),
            asks=(on("更换日期"), Ask("mediator", "新的主持调解员", "user"), Ask("reason", "更换理由")),
            main=False,
        ),
    )
    def replace_once(self, **_: Any) -> None:
        """The assignment is a row of its own."""

    @transition(
        "state",
        source=State.COURT_MEDIATOR_CHOSEN,
        target=State.COURT_FAILED,
        permission=right(Right.MEDIATE, Right.ASSIGN),
        custom=move(
            "B70a",
            "不同意指定的调解员（视为拒绝调解）",
            basis="特邀调解规定第十二条；在线调解规则第十四条",
            who="调解员",
            public="一方不同意指定的调解员，视为不愿调解，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
            limitation=Interruption.REFUSED_MEDIATION,
            outcome=Outcome.REFUSED,
            asks=(on("终结日期"), Ask("reason", "哪一方不同意、理由")),
            main=False,
        ),
    )
    def reject_mediator(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=State.COURT_MEDIATOR_CHOSEN,
        target=State.COURT_MEDIATING,
        conditions=[c.has_lead_mediator, c.representatives_elected, c.rights_told_to_both, c.meeting_arranged],
        permission=right(Right.MEDIATE),
        custom=move(
            "B40",
            "开始调解",
            basis="特邀调解规定第十四条；在线调解规则第十七条",
            who="调解员",
            public="开始调解",
            papers=("D-07", "D-10"),
        ),
    )
    def start(self, **_: Any) -> None:
        """Nothing but the state changes."""

    @transition(
        "state",
        source=State.COURT_MEDIATING,
        target=State.COURT_MEDIATING,
        conditions=[c.meeting_waiting],
        permission=right(Right.MEDIATE),
        custom=HOLD,
    )
    @transition(
        "state",
        source=State.COURT_EXTENDED,
        target=State.COURT_EXTENDED,
        conditions=[c.meeting_waiting],
        permission=right(Right.MEDIATE),
        custom=HOLD,
    )
    def hold_session(self, **_: Any) -> None:
        """The minutes are rows of their own."""

    @transition(
        "state",
        source=UNDER_COURT_MEDIATION,
        target=State.COURT_EXTENDED,
        conditions=[c.is_not_assist, c.both_consent_to_extend],
        permission=right(Right.MEDIATE),
        custom=move(
            "B43",
            "延长调解期限",
            basis="特邀调解规定第二十七条；在线调解规则第二十四条（须双方同意，法官不能单方延长）",
            who="双方同意，调解员登记并告知法院",
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
        source=UNDER_COURT_MEDIATION,
        target=State.COURT_SHAM_SUSPENDED,
        permission=right(Right.MEDIATE),
        custom=move(
            "B41",
            "中止并报告法院（疑似虚假调解）",
            basis="特邀调解规定第十八条",
            who="调解员中止并报告，法院处理",
            public="调解暂时停下",
            papers=("D-14",),
            asks=(on("中止日期"), Ask("reason", "疑似虚假调解的情形", "long_text")),
            main=False,
        ),
    )
    def suspend_sham(self, **_: Any) -> None:
        """The interval is a row of its own."""

    @transition(
        "state",
        source=State.COURT_SHAM_SUSPENDED,
        target=State.COURT_MEDIATING,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B41b",
            "法院核实后恢复调解",
            basis="特邀调解规定第十八条",
            who="法院联络员",
            public="恢复调解",
            papers=("D-15",),
            asks=(on("恢复日期"), checks.NOTE),
        ),
    )
    def resume_after_sham(self, **_: Any) -> None:
        """The interval ends in its own row."""

    @transition(
        "state",
        source=State.COURT_SHAM_SUSPENDED,
        target=State.COURT_FAILED,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B41c",
            "认定虚假调解，终结",
            basis="特邀调解规定第十八条、第二十六条",
            who="法院联络员",
            public="调解已终结，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
            outcome=Outcome.SHAM,
            asks=(on("终结日期"), Ask("reason", "认定情况")),
            main=False,
        ),
    )
    def end_sham(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=UNDER_COURT_MEDIATION,
        target=State.COURT_APPRAISAL,
        conditions=[c.is_delegated],
        permission=right(Right.MEDIATE, Right.COURT_REVIEW),
        custom=move(
            "B42",
            "诉前鉴定",
            basis="在线调解规则第二十六条（鉴定期间不计入调解期限）",
            who="调解员、法院联络员",
            public="正在鉴定",
            asks=(on("委托鉴定日期"), Ask("reason", "鉴定事项")),
            main=False,
        ),
    )
    def appraise(self, **_: Any) -> None:
        """The interval is a row of its own."""

    @transition(
        "state",
        source=State.COURT_APPRAISAL,
        target=State.COURT_MEDIATING,
        permission=right(Right.MEDIATE, Right.COURT_REVIEW),
        custom=move(
            "B42b",
            "鉴定完成，继续调解",
            basis="在线调解规则第二十六条",
            who="调解员、法院联络员",
            public="鉴定完成，继续调解",
            asks=(on("鉴定意见收到日期"), checks.NOTE),
        ),
    )
    def appraisal_done(self, **_: Any) -> None:
        """The interval ends in its own row."""

    @transition(
        "state",
        source=UNDER_COURT_MEDIATION,
        target=State.COURT_SIGNING,
        conditions=[
            c.agreement_drafted,
            c.agreement_has_plan,
            c.plan_adds_up,
            c.group_agrees,
        ],
        permission=right(Right.MEDIATE),
        custom=move(
            "B50",
            "达成协议，定稿",
            basis="特邀调解规定第二十三条、第二十四条",
            who="调解员",
            public="协议内容已定，等待双方签字",
            papers=("D-17",),
            asks=(on("定稿日期"),),
            checks=(checks.plan_not_past,),
        ),
    )
    def reach_agreement(self, **_: Any) -> None:
        """The fixed text is a version of its own."""

    @transition(
        "state",
        source=State.COURT_SIGNING,
        target=State.COURT_MEDIATING,
        permission=right(Right.MEDIATE),
        custom=move(
            "B50b",
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
        source=State.COURT_SIGNING,
        target=State.COURT_EFFECTIVE,
        conditions=[c.is_delegated, c.acts_complete, c.plan_after_effect],
        permission=right(Right.MEDIATE),
        custom=move(
            "B51",
            "协议生效",
            basis="特邀调解规定第二十四条；在线调解规则第十九条",
            who="系统按双方签署情况提示，调解员确认",
            public="协议已生效",
            papers=("D-17",),
            starts=("CLK-07", "CLK-28"),
            stops=COURT_CLOCKS,
            limitation=Interruption.DEBTOR_CONSENT,
            outcome=Outcome.AGREED,
            asks=(),
        ),
    )
    def take_effect(self, *, on: date, **_: Any) -> None:
        self.effective_on = self.ended_on = on

    @transition(
        "state",
        source=State.COURT_SIGNING,
        target=State.COURT_FAILED,
        permission=right(Right.MEDIATE),
        custom=move(
            "B50c",
            "一方拒绝签署",
            basis="在线调解规则第二十五条第（七）项",
            who="调解员",
            public="一方没有签署协议，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
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
        source=State.COURT_EFFECTIVE,
        target=State.COURT_FILED,
        permission=right(Right.MEDIATE),
        custom=move(
            "B52",
            "报法院备案",
            basis="特邀调解规定第十九条",
            who="调解员",
            public="协议已报法院备案",
            papers=("D-24",),
            asks=(on("报送日期"),),
        ),
    )
    def file_with_court(self, **_: Any) -> None:
        """Nothing but the state changes."""

    @transition(
        "state",
        source=[State.COURT_EFFECTIVE, State.COURT_FILED, State.COURT_PERFORMING, State.COURT_DEFAULTED],
        target=State.COURT_CONFIRMING,
        conditions=[c.payment_content, c.nothing_pending, c.not_confirmed_yet, c.both_apply],
        permission=right(Right.RECORD_RESULT),
        custom=move(
            "B60",
            "申请司法确认",
            basis="民事诉讼法第二百零五条第（一）项（向邀请调解的法院提出）",
            who="双方共同申请，调解员登记",
            public="双方已共同申请司法确认",
            papers=("D-21", "D-22"),
            starts=("CLK-08",),
            asks=(on("申请日期"),),
            checks=(checks.within_confirmation_window,),
        ),
    )
    def apply_court_confirmation(self, **_: Any) -> None:
        """The application is a row of its own."""

    @transition(
        "state",
        source=State.COURT_CONFIRMING,
        target=State.COURT_CONFIRMED,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B61",
            "裁定有效",
            basis="民事诉讼法第二百零六条",
            who="法院联络员",
            public="法院裁定协议有效",
            papers=("D-34",),
            starts=("CLK-14",),
            stops=("CLK-07", "CLK-08"),
            asks=(on("裁定日期"), Ask("document_number", "裁定书案号", longest=80)),
        ),
    )
    def confirm(self, **_: Any) -> None:
        """The result is a row of its own."""

    @transition(
        "state",
        source=State.COURT_CONFIRMING,
        target=State.COURT_FILED,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B60b",
            "退回补正",
            basis="民诉法解释第三百五十四条、第三百五十七条",
            who="法院联络员",
            public="法院要求补充材料",
            stops=("CLK-08",),
            asks=(
                on("退回日期"),
                Ask("grounds", "退回原因（可多选）", "choices", choices=RETURN_REASONS),
                Ask("reason", "需要补充什么"),
            ),
            main=False,
        ),
    )
    def return_for_supplement(self, **_: Any) -> None:
        """The return is a row of its own."""

    @transition(
        "state",
        source=State.COURT_CONFIRMING,
        target=State.COURT_DISMISSED,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B62",
            "驳回申请",
            basis="民诉法解释第三百五十八条",
            who="法院联络员",
            public="法院没有确认协议",
            papers=("D-34",),
            stops=("CLK-08",),
            asks=(
                on("裁定日期"),
                Ask("document_number", "裁定书案号", longest=80),
                Ask("ground", "理由", "choice", choices=DISMISSAL_GROUNDS),
                Ask("reason", "说明", required=False),
            ),
            main=False,
        ),
    )
    def dismiss(self, **_: Any) -> None:
        """The result is a row of its own."""

    @transition(
        "state",
        source=[State.COURT_SIGNING, *UNDER_COURT_MEDIATION],
        target=State.COURT_MEDIATION_DOCUMENT,
        conditions=[c.is_in_suit],
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B63",
            "出具法院调解书",
            basis="特邀调解规定第二十条；民事诉讼法第一百条",
            who="法院联络员",
            public="法院已出具调解书",
            papers=("D-34",),
            starts=("CLK-14", "CLK-28"),
            stops=COURT_CLOCKS,
            outcome=Outcome.COURT_MEDIATED,
            asks=(on("作出日期"), Ask("document_number", "调解书案号", longest=80)),
        ),
    )
    def issue_mediation_document(self, *, on: date, **_: Any) -> None:
        self.effective_on = self.ended_on = on

    @transition(
        "state",
        source=[State.COURT_SIGNING, *UNDER_COURT_MEDIATION],
        target=State.COURT_SUIT_WITHDRAWN,
        conditions=[c.is_in_suit],
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B64",
            "裁定准许撤诉",
            basis="特邀调解规定第二十条",
            who="法院联络员",
            public="已经撤诉",
            papers=("D-34",),
            stops=COURT_CLOCKS,
            outcome=Outcome.COURT_WITHDRAWN,
            asks=(on("裁定日期"), Ask("document_number", "裁定书案号", longest=80)),
            main=False,
        ),
    )
    def allow_withdrawal(self, *, on: date, **_: Any) -> None:
        self.ended_on = on

    @transition(
        "state",
        source=UNDER_COURT_MEDIATION,
        target=State.COURT_FAILED,
        permission=right(Right.MEDIATE),
        custom=move(
            "B70",
            "调解不成，终结并退回法院",
            basis="特邀调解规定第二十六条；在线调解规则第二十一条、第二十五条",
            who="调解员",
            public="没有调解成，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
            limitation=Interruption.NO_AGREEMENT,
            asks=(
                on("终结日期"),
                Ask("ground", "原因", "choice", choices=FAILURE_GROUNDS),
                Ask("reason", "说明（不写方案和让步）", "long_text"),
                Ask("cost_acts", "一方故意增加对方成本的行为（如有）", "long_text", required=False),
            ),
            main=False,
        ),
    )
    def fail(self, *, on: date, ground: str, **_: Any) -> None:
        self.ended_on = on
        self.outcome = OUTCOME_OF_FAILURE[ground]

    @transition(
        "state",
        source=[
            State.COURT_SIGNED_FOR,
            State.COURT_SEEKING_CONSENT,
            State.COURT_MEDIATOR_CHOSEN,
            State.COURT_MEDIATING,
            State.COURT_EXTENDED,
            State.COURT_SIGNING,
        ],
        target=State.COURT_FAILED,
        conditions=[c.is_not_assist, c.period_over],
        permission=right(Right.MEDIATE),
        custom=move(
            "B70b",
            "期限届满未达成协议，退回法院",
            basis="特邀调解规定第二十七条；在线调解规则第二十五条",
            who="系统提示，调解员确认",
            public="调解期限已满，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
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
        source=[
            State.COURT_SIGNED_FOR,
            State.COURT_SEEKING_CONSENT,
            State.COURT_MEDIATOR_CHOSEN,
            State.COURT_MEDIATING,
            State.COURT_EXTENDED,
        ],
        target=State.COURT_FAILED,
        permission=right(Right.PARTY_WITHDRAW, Right.MEDIATE),
        custom=move(
            "B70c",
            "当事人撤回调解请求",
            basis="特邀调解规定第二十六条第（二）项",
            who="当事人，或由调解员记录",
            public="已撤回调解请求，材料已退回法院",
            papers=("D-24",),
            stops=COURT_CLOCKS,
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
        source=[State.COURT_FAILED, State.COURT_CONSENT_REFUSED],
        target=State.COURT_RESUMED,
        permission=right(Right.COURT_REVIEW),
        custom=move(
            "B75",
            "已立案/恢复审理",
            basis="特邀调解规定第二十一条",
            who="法院联络员",
            public="法院已立案或恢复审理",
            asks=(on("立案或恢复审理日期"), Ask("document_number", "案号", longest=60)),
        ),
    )
    def resume_suit(self, **_: Any) -> None:
        """The new number is kept with the referral."""

    @transition(
        "state",
        source=[
            State.COURT_FILED,
            State.COURT_CONFIRMED,
            State.COURT_DISMISSED,
            State.COURT_MEDIATION_DOCUMENT,
        ],
        target=State.COURT_PERFORMING,
        conditions=[plan_to_watch],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "B80",
            "开始履行",
            basis="人民调解法第三十一条（督促履行）",
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
        source=State.COURT_PERFORMING,
        target=State.COURT_PERFORMED,
        conditions=[c.everything_performed],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "B81",
            "全部履行完毕",
            basis="人民调解法第三十一条",
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
        source=State.COURT_PERFORMING,
        target=State.COURT_DEFAULTED,
        conditions=[c.something_overdue],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "B82",
            "确认逾期未履行",
            basis="民事诉讼法第二百五十条；人社部令第17号第三十一条第（八）项",
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
        source=State.COURT_DEFAULTED,
        target=State.COURT_PERFORMING,
        conditions=[c.nothing_overdue],
        permission=right(Right.RECORD_PERFORMANCE),
        custom=move(
            "B82b",
            "逾期款项已补付，继续履行",
            basis="人民调解法第三十一条",
            who="调解员",
            public="逾期款项已补付",
        ),
    )
    def cure(self, **_: Any) -> None:
        """Derived from the payments."""

    @transition(
        "state",
        source=State.COURT_DEFAULTED,
        target=State.COURT_DEFAULTED,
        permission=right(Right.HAND_OVER),
        custom=move(
            "B82c",
            "移交执行或其他程序",
            basis="民事诉讼法第二百零六条、第二百五十条",
            who="调解员与劳动者",
            public="已移交下一程序",
            papers=("D-28",),
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
        source=State.COURT_MEDIATION_DOCUMENT,
        target=State.COURT_CLOSED,
        conditions=[nothing_to_watch, checks.closing_complete],
        permission=right(Right.CLOSE),
        custom=CLOSE,
    )
    @transition(
        "state",
        source=State.COURT_DEFAULTED,
        target=State.COURT_CLOSED,
        conditions=[c.handed_over, checks.closing_complete],
        permission=right(Right.CLOSE),
        custom=CLOSE,
    )
    @transition(
        "state",
        source=[
            State.COURT_DECLINED,
            State.COURT_CONSENT_REFUSED,
            State.COURT_DISMISSED,
            State.COURT_SUIT_WITHDRAWN,
            State.COURT_FAILED,
            State.COURT_RESUMED,
            State.COURT_PERFORMED,
        ],
        target=State.COURT_CLOSED,
        conditions=[checks.closing_complete],
        permission=right(Right.CLOSE),
        custom=CLOSE,
    )
    def close(self, *, on: date, **_: Any) -> None:
        self.closed_on = on

    @transition(
        "state",
        source=State.COURT_CLOSED,
        target=State.COURT_ARCHIVED,
        permission=right(Right.ARCHIVE),
        custom=move(
            "B91",
            "归档",
            basis="人民调解法第二十七条",
            who="登记员",
            public="已归档",
            papers=("D-31", "D-32"),
            asks=(on("归档日期"), Ask("complete", "纸质和电子卷宗齐全，已编页码和目录", "yes")),
            checks=(lambda case, data: None if data["complete"] else ("complete", "请确认卷宗齐全后再归档"),),
        ),
    )
    def archive(self, *, on: date, **_: Any) -> None:
        self.archived_on = on
