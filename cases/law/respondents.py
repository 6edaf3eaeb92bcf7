"""还应列谁: from a few facts about how somebody was employed, who else answers for the claims, in which role and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.law.periods import R33, TZF
from cases.law.routes import JS1

JS2 = "《最高人民法院关于审理劳动争议案件适用法律问题的解释（二）》"
LHF = "《劳动合同法》"
LHT = "《劳动合同法实施条例》"
NMG = "《保障农民工工资支付条例》"
XYT = "《关于维护新就业形态劳动者劳动保障权益的指导意见》（人社部发〔2021〕56号）"
GSF = "《公司法》"
LONGEST_REASON = 100
"""So many characters the reason of a joint party may have in the file."""


class Answer(StrEnum):
    """What somebody knows. What is not known advises nobody, and is to be found out."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return {Answer.YES: "是", Answer.NO: "不是", Answer.UNKNOWN: "不清楚"}[self]


class Side(StrEnum):
    """Where the party belongs when a worker asks; the values are those of the file."""

    RESPONDENT = "respondent"
    THIRD = "third"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return {Side.RESPONDENT: "被申请人", Side.THIRD: "第三人"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form. `under` names the question without whose yes this one has no meaning."""

    code: str
    text: str
    group: str
    under: str = ""
    help: str = ""


QUESTIONS: tuple[Question, ...] = (
    Question(code="migrant", group="请求", text="请求的是农民工工资吗", help="农民工指为用人单位提供劳动的农村居民。"),
    Question(
        code="construction", group="工程和转包", text="是在建设工程项目上干活吗", help="房屋、道路、装修、安装等。"
    ),
    Question(
        code="subcontract", group="工程和转包", under="construction", text="招用人的是分包单位，另有施工总承包单位吗"
    ),
    Question(code="unpaid_owner", group="工程和转包", under="construction", text="建设单位没有按合同约定拨付工程款吗"),
    Question(
        code="unqualified",
        group="工程和转包",
        text="招用人的是个人（包工头），或者没有合法经营资格的单位吗",
        help="承包人把业务转包、分包给他们；不限于建设工程。",
    ),
    Question(
        code="affiliated", group="工程和转包", text="招用人的个人或者单位，是挂靠别的单位、用别的单位名义在经营吗"
    ),
    Question(code="dispatch", group="用工方式", text="是劳务派遣吗", help="与一家单位订合同，到另一家单位干活。"),
    Question(
        code="unlicensed_dispatch",
        group="用工方式",
        under="dispatch",
        text="派遣的是个人，或者没有劳务派遣许可证的单位吗",
    ),
    Question(
        code="platform", group="用工方式", text="是通过网络平台接单吗", help="送餐、快递、网约车、货运、直播、家政等。"
    ),
    Question(
        code="partner",
        group="用工方式",
        under="platform",
        text="由站点、加盟商、承揽公司等合作用工企业管理吗",
    ),
    Question(code="personal_contract", group="用工方式", text="招用人的是承包了单位业务的个人（个人承包经营）吗"),
    Question(
        code="affiliates",
        group="用工方式",
        text="有几家关联企业轮流或者同时用工吗",
        help="同一老板、几块牌子，工资、社会保险、管理分不清是哪一家。",
    ),
    Question(code="affiliates_contract", group="用工方式", under="affiliates", text="与其中一家订立了书面劳动合同吗"),
    Question(code="household", group="用工方式", text="是家庭或者个人直接雇请的家政、护理等人员吗"),
    Question(code="branch", group="执照", text="用工的是分公司、分店、办事处等分支机构吗"),
    Question(code="branch_licence", group="执照", under="branch", text="分支机构有自己的营业执照或者登记证书吗"),
    Question(code="unlicensed", group="执照", text="用人单位没有营业执照，或者执照被吊销、到期以后仍在经营吗"),
    Question(code="closed", group="执照", text="用人单位被责令关闭、被撤销，或者解散、歇业了吗"),
    Question(code="borrowed", group="执照", text="用人单位是借用别人的营业执照经营吗"),
)

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One party to name: its role, why, by which article. `joint`: the law wants it named together with the others."""

    role: str
    why: str
    article: str
    joint: bool
    side: Side = Side.RESPONDENT

    @property
    def reason(self) -> str:
        """The reason as the file keeps it."""
        return f"{self.role}：{self.why}"[:LONGEST_REASON]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What else follows from the answers. `green_channel`: the case belongs on the way for unpaid migrant workers."""

    text: str
    article: str = ""
    green_channel: bool = False


def whom_to_name(answers: Answers) -> tuple[Advice, ...]:
    """Who is to be named in a worker's case, in the order of the questions; a question left out counts as not known."""
    found = [
        *_construction(answers),
        *_without_standing(answers),
        *_dispatch(answers),
        *_platform(answers),
        *_shared_work(answers),
        *_licence(answers),
    ]
    return tuple(dict.fromkeys(found))


def hints(answers: Answers) -> tuple[Hint, ...]:
    """What else to think of: outside the law of labour disputes, the green channel, what is still to be found out."""
    found = []
    if _yes(answers, "household"):
        text = "家庭或者个人与家政服务人员之间的纠纷不属于劳动争议；由家政公司招用并管理的，应当以家政公司为用人单位"
        found.append(Hint(text=text, article=f"{JS1}第二条第四项"))
    if _yes(answers, "migrant"):
        text = (
            "请求农民工工资的，走农民工欠薪绿色通道：申请法律援助不审查经济困难状况，"
            "用人单位应当提供劳动合同、职工名册、工资支付台账"
        )
        found.append(Hint(text=text, article=f"《法律援助法》第四十二条；{NMG}第五十条", green_channel=True))
    elif _yes(answers, "construction"):
        text = "施工总承包单位先行清偿、建设单位先行垫付只适用于拖欠农民工工资，请先核对劳动者是不是农民工"
        found.append(Hint(text=text, article=f"{NMG}第二十九条、第三十条"))
    if _yes(answers, "unqualified") or _yes(answers, "affiliated"):
        text = "请求承包单位、被挂靠单位承担用工主体责任的，案由可以选209承包人、被挂靠人用工主体责任纠纷"
        found.append(Hint(text=text, article="《民事案件案由规定》（2025年修正）"))
    if _yes(answers, "affiliates") and _yes(answers, "affiliates_contract"):
        text = "订立了书面劳动合同、请求按合同确认劳动关系的，以订立合同的单位为用人单位"
        found.append(Hint(text=text, article=f"{JS2}第三条第一款第一项"))
    found += [
        Hint(text=f"请先查清：{question.text}")
        for question in QUESTIONS
        if question.under and _yes(answers, question.under) and _unknown(answers, question.code)
    ]
    return tuple(found)


def _answer(answers: Answers, code: str) -> Answer:
    """A question under another one has no meaning without its yes."""
    parent = _PARENTS[code]
    if parent and answers.get(parent, Answer.UNKNOWN) is not Answer.YES:
        return Answer.UNKNOWN
    return answers.get(code, Answer.UNKNOWN)


_PARENTS = {question.code: question.under for question in QUESTIONS}


def _yes(answers: Answers, code: str) -> bool:
    return _answer(answers, code) is Answer.YES


def _no(answers: Answers, code: str) -> bool:
    return _answer(answers, code) is Answer.NO


def _unknown(answers: Answers, code: str) -> bool:
    return _answer(answers, code) is Answer.UNKNOWN


def _construction(answers: Answers) -> list[Advice]:
    migrant = _yes(answers, "migrant")
    found = []
    if _yes(answers, "subcontract"):
        why = "对所招用农民工的工资支付负直接责任" if migrant else "招用劳动者的单位"
        article = f"{NMG}第三十条第一款" if migrant else f"{LHF}第二条、第七条"
        found.append(Advice(role="分包单位", why=why, article=article, joint=False))
        if migrant:
            why = "分包单位拖欠、工程转包拖欠农民工工资的，由施工总承包单位先行清偿"
            found.append(Advice(role="施工总承包单位", why=why, article=f"{NMG}第三十条", joint=False))
    if migrant and _yes(answers, "unpaid_owner"):
        why = "没有按约定拨付工程款导致拖欠的，以未结清的工程款为限先行垫付"
        found.append(Advice(role="建设单位", why=why, article=f"{NMG}第二十九条", joint=False, side=Side.THIRD))
    return found


def _without_standing(answers: Answers) -> list[Advice]:
    """Whoever let persons without standing employ people answers for it (JS2 1–2; NMG 19, 36)."""
    migrant, construction = _yes(answers, "migrant"), _yes(answers, "construction")
    found = []
    if _yes(answers, "unqualified"):
        article = f"{JS2}第一条"
        if migrant:
            article += f"；{NMG}第三十六条第一款" if construction else f"；{NMG}第十九条第一款"
        role = "发包或者分包的建设单位、施工总承包单位" if migrant and construction else "转包、分包业务的承包单位"
        why = "把业务交给个人或者没有合法经营资格的单位，承担用工主体责任"
        found.append(Advice(role=role, why=why, article=article, joint=False))
    if _yes(answers, "affiliated"):
        article = f"{JS2}第二条"
        if migrant:
            article += f"；{NMG}第三十六条第二款" if construction else f"；{NMG}第十九条第二款"
        why = "允许他人以本单位名义对外经营，承担用工主体责任"
        found.append(Advice(role="被挂靠单位", why=why, article=article, joint=False))
    if found:
        why = "直接招用、管理并结算工资，查明事实需要其参加"
        role = "直接招用的个人（包工头）或者单位"
        found.append(Advice(role=role, why=why, article=f"{TZF}第二十三条", joint=False, side=Side.THIRD))
    return found


def _dispatch(answers: Answers) -> list[Advice]:
    if not _yes(answers, "dispatch"):
        return []
    why = "劳务派遣单位和用工单位为共同当事人"
    article = f"{TZF}第二十二条第二款；{LHF}第九十二条第二款"
    host, host_article = why, article
    if _yes(answers, "unlicensed_dispatch") and _yes(answers, "migrant"):
        host, host_article = f"{why}；派遣的没有许可，拖欠的农民工工资由用工单位清偿", f"{article}；{NMG}第十八条"
    return [
        Advice(role="劳务派遣单位", why=why, article=article, joint=True),
        Advice(role="用工单位", why=host, article=host_article, joint=True),
    ]


def _platform(answers: Answers) -> list[Advice]:
    found = []
    if _yes(answers, "platform"):
        why = "平台企业组织劳动者完成工作，合作用工损害劳动者权益的依法承担相应责任"
        found.append(Advice(role="平台企业", why=why, article=XYT, joint=False))
    if _yes(answers, "partner"):
        why = "与平台合作用工，直接管理劳动者、结算报酬"
        found.append(Advice(role="平台合作用工企业", why=why, article=XYT, joint=False))
    return found


def _shared_work(answers: Answers) -> list[Advice]:
    found = []
    if _yes(answers, "personal_contract"):
        article = f"{R33}第七条；{LHF}第九十四条"
        why = "劳动者与个人承包经营者的争议，发包的组织和个人承包经营者为共同当事人"
        found.append(Advice(role="发包的组织", why=why, article=article, joint=True))
        found.append(Advice(role="个人承包经营者", why=why, article=article, joint=True))
    if _yes(answers, "affiliates") and not _yes(answers, "affiliates_contract"):
        why = "交替或者同时用工，没有订立书面劳动合同的，可以请求关联单位共同承担支付劳动报酬、福利待遇等责任"
        found.append(Advice(role="其他关联单位", why=why, article=f"{JS2}第三条", joint=False))
    return found


def _licence(answers: Answers) -> list[Advice]:
    found = []
    if _yes(answers, "branch"):
        role = "设立分支机构的单位（总公司）"
        if _no(answers, "branch_licence"):
            why = "分支机构没有营业执照或者登记证书，用人单位是设立它的单位"
            found.append(Advice(role=role, why=why, article=f"{LHT}第四条", joint=False))
        elif _yes(answers, "branch_licence"):
            why = "分支机构可以作为用人单位，分公司的民事责任由公司承担"
            found.append(Advice(role=role, why=why, article=f"{LHT}第四条；{GSF}第十三条第二款", joint=False))
    if _yes(answers, "unlicensed"):
        why = "用人单位没有营业执照、执照被吊销或者到期仍在经营，出资人一并列为当事人"
        article = f"{R33}第六条；{JS1}第二十九条；{LHF}第九十三条"
        found.append(Advice(role="出资人", why=why, article=article, joint=True))
    if _yes(answers, "closed"):
        why = "用人单位被责令关闭、被撤销或者解散、歇业，不能承担责任的，为共同当事人"
        found.append(Advice(role="出资人、开办单位或者主管部门", why=why, article=f"{R33}第六条", joint=True))
    if _yes(answers, "borrowed"):
        why = "借用他人营业执照经营的，用人单位和营业执照出借方列为当事人"
        found.append(Advice(role="营业执照出借方", why=why, article=f"{JS1}第三十条", joint=True))
    return found
