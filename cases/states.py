"""The vocabulary of procedure: tracks, modes, states and outcomes (domain of the law, known to every layer above)."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Track(models.TextChoices):
    PARK = "park", _("三师一室")
    COURT = "court", _("法院+工会")


class Mode(models.TextChoices):
    """How a court brings the union in (TY16 1; MSF 98)."""

    DELEGATED = "delegated", _("委派")
    ENTRUSTED = "entrusted", _("委托")
    ASSIST = "assist", _("邀请")


class Trial(models.TextChoices):
    """Procedure of the suit in which an entrusted mediation runs; it fixes the 15 or 7 days of TY16 27."""

    ORDINARY = "ordinary", _("普通程序")
    SIMPLIFIED = "simplified", _("简易程序")


class Outcome(models.TextChoices):
    AGREED = "AGREED", _("达成调解协议")
    SETTLED = "SETTLED", _("自行和解")
    WITHDRAWN = "WITHDRAWN", _("撤回申请")
    NOT_ACCEPTED = "NOT_ACCEPTED", _("不予受理")
    REFUSED = "REFUSED", _("一方不同意调解")
    FAILED = "FAILED", _("调解不成")
    EXPIRED = "EXPIRED", _("期限届满未达成")
    NO_CONTACT = "NO_CONTACT", _("无法联系")
    SHAM = "SHAM", _("虚假调解终止")
    TRANSFERRED = "TRANSFERRED", _("移送/转办")
    COURT_MEDIATED = "COURT_MEDIATED", _("法院调解书")
    COURT_WITHDRAWN = "COURT_WITHDRAWN", _("撤诉")
    DEATH_END = "DEATH_END", _("当事人死亡等终结")


class State(models.TextChoices):
    """Every procedural state of both tracks; the code is what is stored and what the papers of the field use."""

    CONSULTED = "A00", _("咨询登记")
    DRAFT = "A10", _("草稿")
    RECEIVED = "A20", _("待审查")
    SUPPLEMENTING = "A21", _("待补正")
    SEEKING_CONSENT = "A22", _("征询意见中")
    NOT_ACCEPTED = "A30", _("不予受理")
    CONSENT_REFUSED = "A31", _("对方不同意调解（终结）")
    ACCEPTED = "A40", _("已受理待指派")
    ASSIGNED = "A50", _("已指派")
    MEDIATING = "A60", _("调解中")
    SUSPENDED = "A61", _("中止")
    SIGNING = "A70", _("协议待签署")
    EFFECTIVE = "A71", _("协议已生效")
    WITHDRAWN = "A72", _("达成和解/撤回")
    FAILED = "A74", _("调解不成（终结）")
    ARBITRATION_REVIEW = "A80", _("仲裁审查中")
    COURT_CONFIRMATION = "A81", _("司法确认中")
    CONFIRMED = "A82", _("已确认")
    CONFIRMATION_REFUSED = "A83", _("不予确认")
    PERFORMING = "A90", _("履行中")
    PERFORMED = "A91", _("履行完毕")
    DEFAULTED = "A92", _("逾期未履行")
    HANDED_OVER = "A93", _("已移交")
    CLOSED = "A95", _("已结案")
    ARCHIVED = "A96", _("已归档")
    REOPENED = "A97", _("已恢复/重启")

    COURT_PUSHED = "B10", _("法院已推送（待接收）")
    COURT_DECLINED = "B11", _("不予接收（退回重派）")
    COURT_SIGNED_FOR = "B20", _("已签收")
    COURT_SEEKING_CONSENT = "B21", _("征询对方意愿")
    COURT_CONSENT_REFUSED = "B22", _("对方拒绝/无法联系（终结退回）")
    COURT_MEDIATOR_CHOSEN = "B30", _("调解员已确定")
    COURT_MEDIATING = "B40", _("调解中")
    COURT_SHAM_SUSPENDED = "B41", _("中止（疑似虚假调解）")
    COURT_APPRAISAL = "B42", _("诉前鉴定中")
    COURT_EXTENDED = "B43", _("已延期")
    COURT_SIGNING = "B50", _("达成协议（待签署）")
    COURT_EFFECTIVE = "B51", _("协议生效（委派）")
    COURT_FILED = "B52", _("已报法院备案")
    COURT_CONFIRMING = "B60", _("司法确认申请")
    COURT_CONFIRMED = "B61", _("裁定有效")
    COURT_DISMISSED = "B62", _("驳回申请")
    COURT_MEDIATION_DOCUMENT = "B63", _("法院调解书")
    COURT_SUIT_WITHDRAWN = "B64", _("撤诉裁定")
    COURT_FAILED = "B70", _("调解不成（终结）")
    COURT_RESUMED = "B75", _("已转立案/恢复审理")
    COURT_PERFORMING = "B80", _("履行中")
    COURT_PERFORMED = "B81", _("履行完毕")
    COURT_DEFAULTED = "B82", _("未履行→申请执行")
    COURT_CLOSED = "B90", _("已结案")
    COURT_ARCHIVED = "B91", _("已归档")

    @property
    def track(self) -> Track:
        return Track.PARK if self.value.startswith("A") else Track.COURT

    @property
    def info(self) -> "StateInfo":
        return STATE_INFO[self]

    @property
    def public_label(self) -> str:
        """What a worker reads instead of the office word."""
        return STATE_INFO[self].public


class Turn(models.TextChoices):
    """Whose move it is, in the words of the portal."""

    WORKER = "worker", _("申请人")
    EMPLOYER = "employer", _("被申请人")
    BOTH = "both", _("双方当事人")
    ROOM = "room", _("调解室")
    MEDIATOR = "mediator", _("调解员")
    COURT = "court", _("法院")
    REVIEWER = "reviewer", _("仲裁委员会或法院")
    NOBODY = "nobody", _("无需任何人")


@dataclass(frozen=True, slots=True)
class StateInfo:
    """What users of each side are told about a state. `step` is the place in the step line, `open` counts as unfinished work."""

    public: str
    turn: Turn
    step: str
    open: bool = True


PARK_STEPS = ("收到申请", "受理", "指派", "调解", "协议", "生效", "履行", "结案", "归档")
COURT_STEPS = ("法院推送", "签收", "征询意愿", "调解", "协议", "备案确认", "履行", "结案", "归档")

STATE_INFO: dict[State, StateInfo] = {
    State.CONSULTED: StateInfo("您来咨询过，还没有提出调解申请", Turn.WORKER, "收到申请"),
    State.DRAFT: StateInfo("申请还没有提交", Turn.WORKER, "收到申请"),
    State.RECEIVED: StateInfo("申请已收到，调解室正在审查", Turn.ROOM, "收到申请"),
    State.SUPPLEMENTING: StateInfo("材料不齐，请按清单补充", Turn.WORKER, "收到申请"),
    State.SEEKING_CONSENT: StateInfo("正在询问对方是否同意调解", Turn.EMPLOYER, "收到申请"),
    State.NOT_ACCEPTED: StateInfo("没有受理，通知书写明了原因和其他办法", Turn.NOBODY, "收到申请"),
    State.CONSENT_REFUSED: StateInfo("对方不同意调解，您可以申请仲裁", Turn.NOBODY, "收到申请"),
    State.ACCEPTED: StateInfo("已经受理，正在安排调解员", Turn.ROOM, "受理"),
    State.ASSIGNED: StateInfo("调解员已经确定，将与您联系", Turn.MEDIATOR, "指派"),
    State.MEDIATING: StateInfo("正在调解", Turn.MEDIATOR, "调解"),
    State.SUSPENDED: StateInfo("调解暂时停下，原因消除后继续", Turn.ROOM, "调解"),
    State.SIGNING: StateInfo("协议内容已定，等待双方签字", Turn.BOTH, "协议"),
    State.EFFECTIVE: StateInfo("协议已生效；要让它能强制执行，请在期限内申请审查或确认", Turn.BOTH, "生效"),
    State.WITHDRAWN: StateInfo("申请已撤回或双方已自行和解", Turn.NOBODY, "调解"),
    State.FAILED: StateInfo("没有调解成，您可以申请仲裁", Turn.NOBODY, "调解"),
    State.ARBITRATION_REVIEW: StateInfo("仲裁委员会正在审查协议", Turn.REVIEWER, "生效"),
    State.COURT_CONFIRMATION: StateInfo("法院正在审查协议", Turn.REVIEWER, "生效"),
    State.CONFIRMED: StateInfo("协议已得到确认，对方不履行可以申请强制执行", Turn.BOTH, "生效"),
    State.CONFIRMATION_REFUSED: StateInfo("协议没有得到确认，调解员会告诉您还有哪些办法", Turn.MEDIATOR, "生效"),
    State.PERFORMING: StateInfo("正在按协议履行", Turn.EMPLOYER, "履行"),
    State.PERFORMED: StateInfo("协议已全部履行", Turn.ROOM, "履行"),
    State.DEFAULTED: StateInfo("有到期未付的款项，您可以选择下一步办法", Turn.WORKER, "履行"),
    State.HANDED_OVER: StateInfo("已移交其他机构继续处理", Turn.NOBODY, "履行"),
    State.CLOSED: StateInfo("已结案", Turn.NOBODY, "结案", open=False),
    State.ARCHIVED: StateInfo("已结案并归档", Turn.NOBODY, "归档", open=False),
    State.REOPENED: StateInfo("已重新办理，请看新的案件", Turn.NOBODY, "结案", open=False),
    State.COURT_PUSHED: StateInfo("法院已把纠纷转给工会调解室，等待接收", Turn.ROOM, "法院推送"),
    State.COURT_DECLINED: StateInfo("调解室没有接收，法院会另行安排", Turn.COURT, "法院推送"),
    State.COURT_SIGNED_FOR: StateInfo("调解室已接收", Turn.MEDIATOR, "签收"),
    State.COURT_SEEKING_CONSENT: StateInfo("正在联系对方是否愿意调解", Turn.EMPLOYER, "征询意愿"),
    State.COURT_CONSENT_REFUSED: StateInfo("对方不愿调解或联系不上，材料已退回法院", Turn.COURT, "征询意愿"),
    State.COURT_MEDIATOR_CHOSEN: StateInfo("调解员已经确定，将与您联系", Turn.MEDIATOR, "征询意愿"),
    State.COURT_MEDIATING: StateInfo("正在调解", Turn.MEDIATOR, "调解"),
    State.COURT_SHAM_SUSPENDED: StateInfo("调解暂时停下，等待法院意见", Turn.COURT, "调解"),
    State.COURT_APPRAISAL: StateInfo("正在鉴定，鉴定时间不计入调解期限", Turn.NOBODY, "调解"),
    State.COURT_EXTENDED: StateInfo("双方同意延长，正在调解", Turn.MEDIATOR, "调解"),
    State.COURT_SIGNING: StateInfo("协议内容已定，等待双方签字", Turn.BOTH, "协议"),
    State.COURT_EFFECTIVE: StateInfo("协议已生效；要让它能强制执行，请共同申请司法确认", Turn.BOTH, "协议"),
    State.COURT_FILED: StateInfo("协议已报法院备案，可以共同申请司法确认", Turn.BOTH, "备案确认"),
    State.COURT_CONFIRMING: StateInfo("法院正在审查协议", Turn.COURT, "备案确认"),
    State.COURT_CONFIRMED: StateInfo("法院裁定协议有效，对方不履行可以申请强制执行", Turn.BOTH, "备案确认"),
    State.COURT_DISMISSED: StateInfo("法院没有确认协议，调解员会告诉您还有哪些办法", Turn.MEDIATOR, "备案确认"),
    State.COURT_MEDIATION_DOCUMENT: StateInfo("法院已出具调解书", Turn.BOTH, "备案确认"),
    State.COURT_SUIT_WITHDRAWN: StateInfo("已经撤诉", Turn.NOBODY, "备案确认"),
    State.COURT_FAILED: StateInfo("没有调解成，材料已退回法院", Turn.COURT, "调解"),
    State.COURT_RESUMED: StateInfo("法院已立案或恢复审理", Turn.NOBODY, "调解"),
    State.COURT_PERFORMING: StateInfo("正在按协议履行", Turn.EMPLOYER, "履行"),
    State.COURT_PERFORMED: StateInfo("协议已全部履行", Turn.ROOM, "履行"),
    State.COURT_DEFAULTED: StateInfo("有到期未付的款项，您可以申请执行", Turn.WORKER, "履行"),
    State.COURT_CLOSED: StateInfo("已结案", Turn.NOBODY, "结案", open=False),
    State.COURT_ARCHIVED: StateInfo("已结案并归档", Turn.NOBODY, "归档", open=False),
}

FINISHED_STATES = tuple(state for state in State if not STATE_INFO[state].open)
OPEN_STATES = tuple(state for state in State if STATE_INFO[state].open)
"""States of unfinished work: everything that is not closed, archived or reopened as another case."""

UNDER_MEDIATION = (
    State.RECEIVED,
    State.SUPPLEMENTING,
    State.SEEKING_CONSENT,
    State.ACCEPTED,
    State.ASSIGNED,
    State.MEDIATING,
    State.SUSPENDED,
    State.SIGNING,
)
"""Park states in which a court delegation of the same dispute forces a choice (domain 2.2, trap 7)."""

TO_BE_LED = (
    State.ACCEPTED,
    State.ASSIGNED,
    State.MEDIATING,
    State.SUSPENDED,
    State.SIGNING,
    State.COURT_SIGNED_FOR,
    State.COURT_MEDIATOR_CHOSEN,
    State.COURT_MEDIATING,
    State.COURT_SHAM_SUSPENDED,
    State.COURT_APPRAISAL,
    State.COURT_EXTENDED,
    State.COURT_SIGNING,
)
"""States in which somebody should lead the case; before them it is not taken on, after them the talks are over."""
