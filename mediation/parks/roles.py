"""Rights and roles as the house names them: a role is a named set of rights, changed park by park."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """One thing a person may do in a park, in a court, or as a party to a case."""

    VIEW_CASES = "view_cases", _("查看案件")
    VIEW_PROCESS = "view_process", _("查看调解过程与方案")
    REVEAL = "reveal", _("显示完整证件号和电话")
    REGISTER = "register", _("登记申请")
    SEEK_CONSENT = "seek_consent", _("征询对方意见")
    ACCEPT = "accept", _("受理")
    REJECT = "reject", _("决定不予受理")
    ASSIGN = "assign", _("指派调解员")
    MEDIATE = "mediate", _("主持调解")
    APPROVE = "approve", _("审批中止和终结")
    RECORD_RESULT = "record_result", _("登记审查确认结果")
    RECORD_PERFORMANCE = "record_performance", _("登记履行")
    HAND_OVER = "hand_over", _("移交")
    CLOSE = "close", _("结案")
    ARCHIVE = "archive", _("归档")
    REQUEST_REOPEN = "request_reopen", _("申请重启")
    APPROVE_REOPEN = "approve_reopen", _("批准重启")
    ISSUE_PAPERS = "issue_papers", _("出具文书")
    SEAL_PAPERS = "seal_papers", _("加盖电子印章")
    WRITE_HEALTH = "write_health", _("书写心理服务记录")
    OPEN_SEALED = "open_sealed", _("紧急查阅密存健康记录")
    EXPORT = "export", _("导出")
    READ_LOG = "read_log", _("查看查阅记录")
    MANAGE_ROOMS = "manage_rooms", _("管理调解室")
    MANAGE_PEOPLE = "manage_people", _("管理聘任")
    MANAGE_RIGHTS = "manage_rights", _("调整角色权限")
    COURT_VIEW = "court_view", _("查看本院委派委托案件")
    COURT_DELEGATE = "court_delegate", _("委派委托")
    COURT_REVIEW = "court_review", _("审查确认")
    PARTY_SUPPLEMENT = "party_supplement", _("补充材料")
    PARTY_ANSWER = "party_answer", _("答复是否同意调解")
    PARTY_WITHDRAW = "party_withdraw", _("撤回申请")
    PARTY_PERFORMANCE = "party_performance", _("报告履行情况")
    PARTY_SIGN = "party_sign", _("电子签名")


class Role(models.TextChoices):
    """What a person is appointed as. Titles vary between rooms; the room keeps its own wording."""

    REGISTRAR = "registrar", _("登记员")
    LAWYER = "lawyer", _("律师")
    COORDINATOR = "coordinator", _("劳动关系协调师")
    HEALTH_ENGINEER = "health_engineer", _("健康工程师")
    ROOM_HEAD = "room_head", _("调解室负责人")
    SUPERVISOR = "supervisor", _("工会监督员")
    AUDITOR = "auditor", _("审计员")
    COURT_LIAISON = "court_liaison", _("法院诉调对接联络员")


MEDIATOR_ROLES = frozenset({Role.LAWYER, Role.COORDINATOR, Role.HEALTH_ENGINEER})

_MEDIATOR = frozenset(
    {
        Right.VIEW_CASES,
        Right.VIEW_PROCESS,
        Right.REVEAL,
        Right.REGISTER,
        Right.SEEK_CONSENT,
        Right.MEDIATE,
        Right.RECORD_RESULT,
        Right.RECORD_PERFORMANCE,
        Right.HAND_OVER,
        Right.ISSUE_PAPERS,
    }
)

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.REGISTRAR: frozenset(
        {
            Right.VIEW_CASES,
            Right.REVEAL,
            Right.REGISTER,
            Right.SEEK_CONSENT,
            Right.ACCEPT,
            Right.RECORD_PERFORMANCE,
            Right.ARCHIVE,
            Right.ISSUE_PAPERS,
        }
    ),
    Role.LAWYER: _MEDIATOR,
    Role.COORDINATOR: _MEDIATOR,
    Role.HEALTH_ENGINEER: _MEDIATOR | {Right.WRITE_HEALTH},
    Role.ROOM_HEAD: _MEDIATOR
    | {
        Right.ACCEPT,
        Right.REJECT,
        Right.ASSIGN,
        Right.APPROVE,
        Right.SEAL_PAPERS,
        Right.CLOSE,
        Right.ARCHIVE,
        Right.REQUEST_REOPEN,
        Right.EXPORT,
        Right.MANAGE_ROOMS,
        Right.MANAGE_PEOPLE,
        Right.MANAGE_RIGHTS,
    },
    Role.SUPERVISOR: frozenset(
        {
            Right.VIEW_CASES,
            Right.APPROVE_REOPEN,
            Right.OPEN_SEALED,
            Right.EXPORT,
            Right.READ_LOG,
            Right.MANAGE_ROOMS,
            Right.MANAGE_PEOPLE,
            Right.MANAGE_RIGHTS,
        }
    ),
    Role.AUDITOR: frozenset({Right.VIEW_CASES, Right.READ_LOG}),
    Role.COURT_LIAISON: frozenset({Right.COURT_VIEW, Right.COURT_DELEGATE, Right.COURT_REVIEW}),
}

COURT_RIGHTS = frozenset({Right.COURT_VIEW, Right.COURT_DELEGATE, Right.COURT_REVIEW})
PARTY_RIGHTS = frozenset(
    {Right.PARTY_SUPPLEMENT, Right.PARTY_ANSWER, Right.PARTY_WITHDRAW, Right.PARTY_PERFORMANCE, Right.PARTY_SIGN}
)
PARK_RIGHTS = frozenset(Right) - COURT_RIGHTS - PARTY_RIGHTS

OVERSIGHT_RIGHTS = frozenset(
    {Right.ASSIGN, Right.MANAGE_ROOMS, Right.MANAGE_PEOPLE, Right.MANAGE_RIGHTS, Right.READ_LOG}
)
"""Any one of these opens the oversight screens of the park; what is changed there asks for the fitting one."""
