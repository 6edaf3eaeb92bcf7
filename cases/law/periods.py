"""Every statutory clock in one table, and the due date of each from its start, extensions and pauses."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.law.calendar import ONE_DAY, WorkCalendar, days_after
from cases.law.errors import ExtensionRefused, PauseRefused, UnknownClock

Day = date  # a class with a field named `date` needs another name for the type

TZF = "《劳动争议调解仲裁法》"
R17 = "《企业劳动争议协商调解规定》"
R33 = "《劳动人事争议仲裁办案规则》"
MSF = "《民事诉讼法》"
MSFJ = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"
RMTJ = "《人民调解法》"
TY16 = "《最高人民法院关于人民法院特邀调解的规定》"
ZX21 = "《人民法院在线调解规则》"
SQ11 = "《最高人民法院关于人民调解协议司法确认程序的若干规定》"


class Unit(StrEnum):
    """What a period counts. AGREED is a date the parties fixed themselves."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"
    AGREED = "agreed"

    @property
    def measure(self) -> str:
        """The Chinese measure word after a number."""
        return _MEASURES[self]


_MEASURES = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.AGREED: "日",
}


class ExtensionRule(StrEnum):
    """Who can extend a clock."""

    NONE = "none"
    BOTH_PARTIES = "both_parties"
    APPROVAL = "approval"

    @property
    def label(self) -> str:
        """The Chinese name of the rule."""
        return _EXTENSION_LABELS[self]


_EXTENSION_LABELS = {
    ExtensionRule.NONE: "不能延长",
    ExtensionRule.BOTH_PARTIES: "双方当事人同意可以延长",
    ExtensionRule.APPROVAL: "经批准可以延长",
}


class PauseKind(StrEnum):
    """Why some days are left out of the count."""

    APPRAISAL = "appraisal"
    SHAM_SUSPENSION = "sham_suspension"
    OTHER_CONCLUSION = "other_conclusion"

    @property
    def label(self) -> str:
        """The Chinese name of the reason."""
        return _PAUSE_LABELS[self]


_PAUSE_LABELS = {
    PauseKind.APPRAISAL: "诉前鉴定",
    PauseKind.SHAM_SUSPENSION: "疑似虚假调解中止",
    PauseKind.OTHER_CONCLUSION: "等待司法机关或者主管部门的结论",
}
_COURT_PAUSES = frozenset({PauseKind.APPRAISAL, PauseKind.SHAM_SUSPENSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One row of the table.

    `length` counts `unit`; None when the parties fix the date. `rolls`: a last day off moves to the first working day
    after it. `extension_cap` is the most that may be added in all, in the same unit (None = no cap). `minimum` marks a
    time that must at least pass (keeping records) instead of a last day. `moved_by` is what else moves its end. `doubt` says what no official text settles.
    """

    id: str
    label: str
    length: int | None
    unit: Unit
    starts: str
    ends: str
    article: str
    means: str
    whom: str
    rolls: bool = False
    extension: ExtensionRule = ExtensionRule.NONE
    extension_cap: int | None = None
    extension_once: bool = False
    pauses: frozenset[PauseKind] = frozenset()
    minimum: bool = False
    moved_by: str = ""
    """What moves its end beside an extension and days left out, where a rule says so."""
    doubt: str = ""

    @property
    def changes(self) -> str:
        """What moves its last day, in Chinese, with the article; said as plainly when nothing does."""
        parts = [self.moved_by] if self.moved_by else []
        if self.extension is not ExtensionRule.NONE:
            cap = "" if self.extension_cap is None else f"，合计不超过{self.extension_cap}{self.unit.measure}"
            once = "，只能一次" if self.extension_once else ""
            parts.append(f"{self.extension.label}{cap}{once}")
        if self.pauses:
            kinds = "、".join(kind.label for kind in PauseKind if kind in self.pauses)
            parts.append(f"{kinds}期间不计入")
        return f"{'；'.join(parts) or '没有规定可以延长或者停止计算'}（{self.article}）"

    @property
    def length_text(self) -> str:
        """The length as a Chinese phrase, such as 3个工作日."""
        return "按约定" if self.length is None else f"{self.length}{self.unit.measure}"


_ROWS: tuple[Clock, ...] = (
    Clock(
        id="CLK-01",
        label="受理审查期限",
        length=3,
        unit=Unit.WORKING_DAY,
        starts="收到申请（材料补正的，自补正收齐之日重新起算）",
        ends="作出受理或者不予受理的决定",
        article=f"{R17}第二十二条",
        means="收到申请后3个工作日内征询对方意见并决定是否受理；不受理的，书面告知申请人。",
        whom="调解组织",
        moved_by="材料补正的，自补正收齐之日重新起算",
        doubt="规定没有写补正后如何计算，本系统自补正收齐之日重新起算",
    ),
    Clock(
        id="CLK-01g",
        label="绿色通道受理目标",
        length=1,
        unit=Unit.WORKING_DAY,
        starts="收到农民工欠薪申请（材料补正的，自补正收齐之日重新起算）",
        ends="作出受理或者不予受理的决定",
        article="农民工欠薪绿色通道（本系统规则，不是法定期限）",
        means="农民工欠薪案件争取在1个工作日内决定是否受理；法定期限仍是3个工作日。",
        whom="调解组织",
        moved_by="材料补正的，自补正收齐之日重新起算",
        doubt="法律没有规定，由省总工会确定",
    ),
    Clock(
        id="CLK-02",
        label="满15日可申请仲裁",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="收到调解申请",
        ends="达成调解协议；未达成的，当事人可以申请仲裁",
        article=f"{TZF}第十四条第三款",
        means="自收到申请之日起15日内未达成协议的，当事人可以申请仲裁。到期只产生这项权利，案件不因此自动结束。",
        whom="双方当事人",
        moved_by="补正、中止、更换调解员都不影响，也不能延长",
        rolls=True,
    ),
    Clock(
        id="CLK-03",
        label="调解期限",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="受理调解申请",
        ends="达成协议或者终结调解",
        article=f"{R17}第二十九条",
        means="自受理之日起15日内结束调解；双方当事人同意的可以延长。到期未达成协议又未延长的，视为调解不成。",
        whom="调解组织和双方当事人",
        moved_by="规定没有中止：只有双方书面同意不计入的中止，恢复后按延期处理",
        rolls=True,
        extension=ExtensionRule.BOTH_PARTIES,
    ),
    Clock(
        id="CLK-04",
        label="新就业形态一站式调解期限",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="受理调解申请",
        ends="达成协议或者终结调解",
        article="人社厅发〔2024〕4号",
        means="自受理之日起15日内结束调解；双方当事人同意的可以延长一次，延长不超过15日。",
        whom="调解组织和双方当事人",
        moved_by="规定没有中止：只有双方书面同意不计入的中止，恢复后在延长的限度内处理",
        rolls=True,
        extension=ExtensionRule.BOTH_PARTIES,
        extension_cap=15,
        extension_once=True,
    ),
    Clock(
        id="CLK-05",
        label="仲裁审查共同申请期",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="调解协议生效",
        ends="双方共同提出仲裁审查申请",
        article=f"{R17}第二十七条；{R33}第七十四条",
        means="协议生效后15日内，双方可以共同申请仲裁委员会审查；过期不再受理。",
        whom="双方当事人",
        moved_by="过期不再受理，没有规定可以延长",
        rolls=True,
    ),
    Clock(
        id="CLK-06",
        label="仲裁审查期限",
        length=5,
        unit=Unit.WORKING_DAY,
        starts="仲裁委员会受理审查申请",
        ends="制作调解书或者决定不予制作",
        article=f"{R33}第七十六条、第八十条",
        means="仲裁委员会在5个工作日内审查完毕，经批准可以延长5个工作日；调解书送达前可以撤回申请。",
        whom="仲裁委员会",
        extension=ExtensionRule.APPROVAL,
        extension_cap=5,
        extension_once=True,
    ),
    Clock(
        id="CLK-07",
        label="司法确认共同申请期",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="调解协议生效",
        ends="双方共同提出司法确认申请",
        article=f"{MSF}第二百零五条；{RMTJ}第三十三条",
        means="协议生效后30日内，双方可以共同申请人民法院确认；因不可抗拒的事由耽误的，障碍消除后10日内申请法院顺延。",
        whom="双方当事人",
        moved_by="不可抗拒的事由或者其他正当理由耽误的，障碍消除后10日内申请人民法院顺延（《民事诉讼法》第八十六条）",
        rolls=True,
        extension=ExtensionRule.APPROVAL,
    ),
    Clock(
        id="CLK-08",
        label="司法确认审查期限",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="人民法院立案",
        ends="作出裁定",
        article=f"{MSF}第一百八十七条",
        means="人民法院自立案之日起30日内审结；有特殊情况的，由院长批准延长。",
        whom="人民法院",
        rolls=True,
        extension=ExtensionRule.APPROVAL,
    ),
    Clock(
        id="CLK-08b",
        label="司法确认申请是否受理",
        length=3,
        unit=Unit.CALENDAR_DAY,
        starts="人民法院收到申请",
        ends="决定是否受理",
        article=f"{SQ11}第四条",
        means="人民法院收到司法确认申请后3日内决定是否受理。",
        whom="人民法院",
        rolls=True,
    ),
    Clock(
        id="CLK-08c",
        label="司法确认决定期限（人民调解协议）",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="人民法院受理申请",
        ends="作出是否确认的决定",
        article=f"{SQ11}第五条",
        means="人民法院自受理之日起15日内作出是否确认的决定；特殊情况经院长批准可以延长10日。",
        whom="人民法院",
        rolls=True,
        extension=ExtensionRule.APPROVAL,
        extension_cap=10,
        extension_once=True,
        doubt="与民事诉讼法第一百八十七条的30日并存，以受理法院告知的期限为准",
    ),
    Clock(
        id="CLK-09",
        label="仲裁委托调解期限",
        length=10,
        unit=Unit.WORKING_DAY,
        starts="双方当事人同意委托调解",
        ends="达成协议；未达成的，恢复开庭审理",
        article=f"{R33}第七十条、第八十条",
        means="自双方同意之日起10个工作日内未达成协议的，仲裁庭恢复审理。",
        whom="调解组织",
    ),
    Clock(
        id="CLK-10",
        label="委派调解期限",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="签字接收法院移交材料（在线的为平台确认接收）",
        ends="达成协议或者向法院提交调解情况报告",
        article=f"{TY16}第二十七条；{ZX21}第二十四条、第二十六条",
        means="自签收材料之日起30日内调解结束；双方当事人同意的可以延长，法官不能单方延长；诉前鉴定期间不计入。",
        whom="特邀调解组织和双方当事人",
        rolls=True,
        extension=ExtensionRule.BOTH_PARTIES,
        pauses=_COURT_PAUSES,
        doubt="疑似虚假调解中止的时间是否扣除没有明文，本系统按不计入处理并报告法院",
    ),
    Clock(
        id="CLK-11",
        label="委托调解期限（普通程序）",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="签字接收法院移交材料（在线的为平台确认接收）",
        ends="达成协议或者向法院提交调解情况报告",
        article=f"{TY16}第二十七条；{ZX21}第二十四条",
        means="自签收材料之日起15日内调解结束；双方当事人同意的可以延长，延长的时间不计入审理期限。",
        whom="特邀调解组织和双方当事人",
        rolls=True,
        extension=ExtensionRule.BOTH_PARTIES,
        pauses=_COURT_PAUSES,
        doubt="在线调解规则第二十六条只写诉前调解中的鉴定；立案后的鉴定是否扣除请与法院确认",
    ),
    Clock(
        id="CLK-12",
        label="委托调解期限（简易程序）",
        length=7,
        unit=Unit.CALENDAR_DAY,
        starts="签字接收法院移交材料（在线的为平台确认接收）",
        ends="达成协议或者向法院提交调解情况报告",
        article=f"{TY16}第二十七条；{ZX21}第二十四条",
        means="自签收材料之日起7日内调解结束；双方当事人同意的可以延长，延长的时间不计入审理期限。",
        whom="特邀调解组织和双方当事人",
        rolls=True,
        extension=ExtensionRule.BOTH_PARTIES,
        pauses=_COURT_PAUSES,
        doubt="在线调解规则第二十六条只写诉前调解中的鉴定；立案后的鉴定是否扣除请与法院确认",
    ),
    Clock(
        id="CLK-13",
        label="确认接收委派委托",
        length=3,
        unit=Unit.WORKING_DAY,
        starts="收到法院推送",
        ends="确认接收或者说明理由退回",
        article=f"{ZX21}第十二条",
        means="3个工作日内确认接收；不接收的写明理由。未答复的，法院可以另行指派。",
        whom="特邀调解组织",
    ),
    Clock(
        id="CLK-13b",
        label="联系对方当事人",
        length=3,
        unit=Unit.WORKING_DAY,
        starts="确认接收",
        ends="登记联系结果",
        article=f"{ZX21}第十五条",
        means="接收后3个工作日内联系对方当事人；对方拒绝调解或者无法联系的，立即终结并退回材料。",
        whom="调解员",
    ),
    Clock(
        id="CLK-13c",
        label="共同选择调解员",
        length=2,
        unit=Unit.WORKING_DAY,
        starts="双方同意调解",
        ends="双方共同选定调解员",
        article=f"{ZX21}第十条",
        means="双方同意调解后2个工作日内共同选择调解员；选不出的，由法院指定。",
        whom="双方当事人",
    ),
    Clock(
        id="CLK-13d",
        label="法院指定调解员",
        length=3,
        unit=Unit.WORKING_DAY,
        starts="双方申请在线调解",
        ends="法院指定调解员",
        article=f"{ZX21}第十条",
        means="双方未能共同选择的，法院自申请之日起3个工作日内指定。",
        whom="人民法院",
    ),
    Clock(
        id="CLK-14",
        label="申请执行期间",
        length=2,
        unit=Unit.YEAR,
        starts="履行期间的最后一日（分期履行的，最后一期履行期限届满之日）",
        ends="申请强制执行",
        article=f"{MSF}第二百五十条",
        means="有强制执行效力的文书，两年内可以申请执行；分期履行的从最后一期届满之日起算。中止、中断适用诉讼时效的规定。",
        whom="权利人",
        moved_by="中止、中断适用诉讼时效的规定",
        rolls=True,
    ),
    Clock(
        id="CLK-15",
        label="仲裁时效",
        length=1,
        unit=Unit.YEAR,
        starts="知道或者应当知道权利被侵害（拖欠劳动报酬的，劳动关系终止）",
        ends="申请仲裁",
        article=f"{TZF}第二十七条；{R33}第二十六条至第二十八条；{R17}第三十一条",
        means="一年内申请仲裁；主张权利、申请调解等使时效中断并重新计算。在职期间拖欠劳动报酬的不受一年限制。",
        whom="权利人",
        moved_by="中断的重新计算；因不可抗力或者其他正当理由不能申请仲裁的，中止，原因消除后继续计算",
        rolls=True,
    ),
    Clock(
        id="CLK-16",
        label="协商回应期",
        length=5,
        unit=Unit.CALENDAR_DAY,
        starts="提出协商要求",
        ends="对方答复",
        article=f"{R17}第十条",
        means="对方5日内不答复的，视为不愿协商。",
        whom="对方当事人",
        rolls=True,
    ),
    Clock(
        id="CLK-17",
        label="不服裁决起诉期",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="收到仲裁裁决书",
        ends="向人民法院起诉",
        article=f"{TZF}第四十八条、第五十条",
        means="不服裁决的，自收到裁决书之日起15日内起诉；期满不起诉的，裁决书发生法律效力。",
        whom="不服裁决的当事人",
        rolls=True,
    ),
    Clock(
        id="CLK-18",
        label="申请撤销终局裁决",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="用人单位收到终局裁决书",
        ends="向中级人民法院申请撤销",
        article=f"{TZF}第四十九条",
        means="终局裁决只有劳动者可以起诉；用人单位认为违法的，30日内申请中级人民法院撤销。",
        whom="用人单位",
        rolls=True,
    ),
    Clock(
        id="CLK-19",
        label="支付令申请答复",
        length=5,
        unit=Unit.CALENDAR_DAY,
        starts="申请支付令",
        ends="人民法院通知是否受理",
        article=f"{MSF}第二百二十五条、第二百二十六条",
        means="人民法院5日内通知是否受理支付令申请。",
        whom="人民法院",
        rolls=True,
    ),
    Clock(
        id="CLK-19b",
        label="发出支付令",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="人民法院受理支付令申请",
        ends="发出支付令或者驳回申请",
        article=f"{MSF}第二百二十七条",
        means="人民法院受理后15日内发出支付令；发出后30日内不能送达债务人的，督促程序终结。",
        whom="人民法院",
        rolls=True,
    ),
    Clock(
        id="CLK-19c",
        label="支付令异议",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="债务人收到支付令",
        ends="清偿或者提出书面异议",
        article=f"{MSF}第二百二十七条",
        means="债务人15日内清偿或者书面异议；既不履行又不异议的，可以申请执行。口头异议无效。",
        whom="债务人",
        rolls=True,
    ),
    Clock(
        id="CLK-19d",
        label="支付令送达",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="人民法院发出支付令",
        ends="送达债务人",
        article=f"{MSFJ}第四百三十条",
        means="30日内不能送达债务人的，督促程序终结。",
        whom="人民法院",
        rolls=True,
    ),
    Clock(
        id="CLK-20",
        label="支付令失效后不同意起诉",
        length=7,
        unit=Unit.CALENDAR_DAY,
        starts="收到终结督促程序裁定",
        ends="向受理法院表明不同意提起诉讼",
        article=f"{MSFJ}第四百三十八条、第四百三十九条",
        means="7日内不表示反对的，视为起诉。",
        whom="申请支付令的一方",
        rolls=True,
    ),
    Clock(
        id="CLK-21",
        label="法律援助审查",
        length=7,
        unit=Unit.CALENDAR_DAY,
        starts="收到法律援助申请",
        ends="决定是否给予法律援助",
        article="《法律援助法》第四十三条",
        means="法律援助机构7日内审查决定。",
        whom="法律援助机构",
        doubt="条文只写“日”，按自然日计算",
    ),
    Clock(
        id="CLK-21b",
        label="法律援助指派",
        length=3,
        unit=Unit.CALENDAR_DAY,
        starts="作出给予法律援助的决定",
        ends="指派法律援助人员",
        article="《法律援助法》第四十三条",
        means="决定给予法律援助的，3日内指派。",
        whom="法律援助机构",
        doubt="条文只写“日”，按自然日计算",
    ),
    Clock(
        id="CLK-22",
        label="工伤认定申请（用人单位）",
        length=30,
        unit=Unit.CALENDAR_DAY,
        starts="事故伤害发生或者被诊断、鉴定为职业病",
        ends="提出工伤认定申请",
        article="《工伤保险条例》第十七条",
        means="用人单位30日内申请工伤认定；经社会保险行政部门同意可以适当延长。",
        whom="用人单位",
        rolls=True,
        extension=ExtensionRule.APPROVAL,
    ),
    Clock(
        id="CLK-22b",
        label="工伤认定申请（职工、近亲属、工会）",
        length=1,
        unit=Unit.YEAR,
        starts="事故伤害发生或者被诊断、鉴定为职业病",
        ends="提出工伤认定申请",
        article="《工伤保险条例》第十七条",
        means="用人单位没有申请的，职工、近亲属或者工会1年内可以直接申请。",
        whom="职工、近亲属、工会",
        rolls=True,
    ),
    Clock(
        id="CLK-23",
        label="工伤认定决定",
        length=60,
        unit=Unit.CALENDAR_DAY,
        starts="受理工伤认定申请",
        ends="作出工伤认定决定",
        article="《工伤保险条例》第二十条",
        means="社会保险行政部门60日内作出决定；需要等待司法机关或者主管部门结论的，中止计算。",
        whom="社会保险行政部门",
        pauses=frozenset({PauseKind.OTHER_CONCLUSION}),
    ),
    Clock(
        id="CLK-23b",
        label="工伤认定决定（事实清楚）",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="受理工伤认定申请",
        ends="作出工伤认定决定",
        article="《工伤保险条例》第二十条",
        means="事实清楚、权利义务明确的，15日内作出决定。",
        whom="社会保险行政部门",
        pauses=frozenset({PauseKind.OTHER_CONCLUSION}),
    ),
    Clock(
        id="CLK-23c",
        label="劳动能力鉴定",
        length=60,
        unit=Unit.CALENDAR_DAY,
        starts="收到劳动能力鉴定申请",
        ends="作出鉴定结论",
        article="《工伤保险条例》第二十五条",
        means="劳动能力鉴定委员会60日内作出结论，必要时可以延长30日。",
        whom="劳动能力鉴定委员会",
        extension=ExtensionRule.APPROVAL,
        extension_cap=30,
        extension_once=True,
    ),
    Clock(
        id="CLK-24",
        label="申请再次鉴定",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="收到劳动能力鉴定结论",
        ends="向省级劳动能力鉴定委员会提出申请",
        article="《工伤保险条例》第二十六条",
        means="对鉴定结论不服的，15日内申请再次鉴定；省级结论为最终结论。",
        whom="申请鉴定的单位或者个人",
        rolls=True,
    ),
    Clock(
        id="CLK-25",
        label="离职证明和档案社保转移",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="解除或者终止劳动合同",
        ends="办结档案和社会保险关系转移",
        article="《劳动合同法》第五十条",
        means="用人单位解除、终止合同时出具证明，并在15日内办理档案和社会保险关系转移。",
        whom="用人单位",
    ),
    Clock(
        id="CLK-26",
        label="劳动保障监察时效",
        length=2,
        unit=Unit.YEAR,
        starts="违法行为发生（连续或者继续的，行为终了）",
        ends="被发现或者被投诉举报",
        article="《劳动保障监察条例》第二十条",
        means="违法行为2年内未被发现、也未被投诉举报的，不再查处。",
        whom="投诉人",
    ),
    Clock(
        id="CLK-27",
        label="司法确认裁定异议（当事人）",
        length=15,
        unit=Unit.CALENDAR_DAY,
        starts="收到裁定",
        ends="向作出裁定的人民法院提出异议",
        article=f"{MSFJ}第三百七十二条",
        means="当事人对确认裁定有异议的，15日内提出。",
        whom="双方当事人",
        rolls=True,
    ),
    Clock(
        id="CLK-27b",
        label="司法确认裁定异议（利害关系人）",
        length=6,
        unit=Unit.MONTH,
        starts="知道或者应当知道民事权益受到侵害",
        ends="向作出裁定的人民法院提出异议",
        article=f"{MSFJ}第三百七十二条",
        means="利害关系人6个月内提出异议。",
        whom="利害关系人",
        rolls=True,
    ),
    Clock(
        id="CLK-28",
        label="履行期限",
        length=None,
        unit=Unit.AGREED,
        starts="协议约定的履行日期",
        ends="履行",
        article=f"{R17}第二十六条",
        means="按协议约定的日期履行；逢休息日是否顺延以协议写明的为准。经双方补充协议可以变更。",
        whom="履行义务人",
        extension=ExtensionRule.BOTH_PARTIES,
    ),
    Clock(
        id="CLK-29",
        label="调解员聘期（企业劳动争议调解委员会）",
        length=1,
        unit=Unit.YEAR,
        starts="聘任",
        ends="聘期届满",
        article=f"{R17}第十九条",
        means="调解员聘期至少1年，可以续聘；届满前30日提醒。",
        whom="调解组织",
        minimum=True,
    ),
    Clock(
        id="CLK-29b",
        label="人民调解委员会委员任期",
        length=3,
        unit=Unit.YEAR,
        starts="推选产生",
        ends="任期届满",
        article=f"{RMTJ}第九条",
        means="人民调解委员会委员每届任期3年，可以连选连任。",
        whom="调解组织",
    ),
    Clock(
        id="CLK-30",
        label="个人信息影响评估和处理记录保存",
        length=3,
        unit=Unit.YEAR,
        starts="形成报告或者记录",
        ends="可以销毁",
        article="《个人信息保护法》第五十六条",
        means="个人信息保护影响评估报告和处理情况记录至少保存3年。",
        whom="个人信息处理者",
        minimum=True,
    ),
    Clock(
        id="CLK-31",
        label="网络日志留存",
        length=6,
        unit=Unit.MONTH,
        starts="产生日志",
        ends="可以清除",
        article="《网络安全法》第二十三条第三项",
        means="网络日志至少留存6个月。",
        whom="系统运营者",
        minimum=True,
    ),
)

CLOCKS: Mapping[str, Clock] = {row.id: row for row in _ROWS}


def clock(clock_id: str) -> Clock:
    """The row of this id, such as `CLK-03`. Raises `UnknownClock`."""
    if clock_id not in CLOCKS:
        raise UnknownClock(clock_id)
    return CLOCKS[clock_id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """A wish to extend: either a new last day or a number of further units of the clock, and who agreed when.

    A clock extended by the parties needs both consent days; one extended by approval needs the approval day.
    """

    until: date | None = None
    add: int | None = None
    applicant_agreed_on: date | None = None
    respondent_agreed_on: date | None = None
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Days left out of the count: after `start` up to and including `end`; `end` None while it still lasts."""

    kind: PauseKind
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a clock ends.

    `raw` is the last day as counted, `date` the last day after moving it past days off (`rolled`). `earlier_ends` keeps
    each end that an extension replaced. `paused_days` were left out. While `suspended_since` is set the clock stands
    still and `date` is the earliest day it can end. `explanation` tells in Chinese how the date came about.
    """

    clock_id: str
    start: Day
    raw: Day
    date: Day
    rolled: bool
    earlier_ends: tuple[Day, ...]
    paused_days: int
    suspended_since: Day | None
    explanation: str


def due_date(
    clock_id: str,
    start: date,
    *,
    calendar: WorkCalendar,
    extensions: Sequence[Extension] = (),
    pauses: Iterable[Pause] = (),
) -> Due:
    """Compute the last day of a clock from the day of its start event.

    The start day is not counted. Working-day clocks count working days, make-up Saturdays and Sundays included, and
    need no moving; calendar clocks run through days off and only a last day off moves on; months and years end on
    the corresponding day or the month's end (民事诉讼法 85, 民法典 201–203, 劳动人事争议仲裁办案规则 80).
    For an agreed date (CLK-28) `start` is that date. `extensions` are taken in the order given.

    Raises `UnknownClock`; `ExtensionRefused` when the clock's law does not allow the extension; `PauseRefused` when it
    does not leave that time out; `CalendarYearMissing` when a day that must be looked at lies in a year not loaded.
    """
    rule = clock(clock_id)
    pauses = tuple(pauses)
    _check_pauses(rule, pauses)
    left_out = _days_left_out(pauses, start)
    raw = _count(rule, start, rule.length or 0, calendar, left_out)
    last = first_end = calendar.roll_forward(raw) if rule.rolls else raw
    story = [_first_sentence(rule, start, raw, last, calendar)]
    earlier: list[date] = []
    for number, extension in enumerate(extensions):
        agreed_on = _agreement_day(rule, extension)
        _refuse_untimely(rule, start, last, agreed_on, number)
        earlier.append(last)
        raw = _extended_end(rule, extension, last, agreed_on, calendar, pauses)
        _refuse_unfit_end(rule, first_end, last, raw, calendar, left_out)
        last = calendar.roll_forward(raw) if rule.rolls else raw
        story.append(_moved(f"{chinese_date(agreed_on)}延期，延至{chinese_date(raw)}", raw, last, calendar))
    paused_days = sum(day <= raw for day in left_out)
    if paused_days:
        story.append(f"其中{paused_days}日不计入期限")
    suspended_since = min((pause.start for pause in pauses if pause.end is None and pause.start <= last), default=None)
    if suspended_since is not None:
        story.append(f"自{chinese_date(suspended_since)}起暂停计算，恢复后顺延")
    return Due(
        clock_id=rule.id,
        start=start,
        raw=raw,
        date=last,
        rolled=last != raw,
        earlier_ends=tuple(earlier),
        paused_days=paused_days,
        suspended_since=suspended_since,
        explanation="；".join(story) + "。",
    )


def unrolled_end(clock_id: str, start: date, *, calendar: WorkCalendar) -> date:
    """The last day as counted, before moving it past days off.

    For clocks of months and years it never needs a holiday notice: the true last day is this one or a few days later,
    so a screen may show it as “不早于” while the notice of that year is missing. Day clocks as in `due_date`.
    """
    rule = clock(clock_id)
    return _count(rule, start, rule.length or 0, calendar, frozenset())


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or that month's last day when it has none (民法典 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def chinese_date(day: date) -> str:
    """A date as papers write it: 2026年9月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _count(rule: Clock, start: date, length: int, calendar: WorkCalendar, left_out: frozenset[date]) -> date:
    if rule.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(start, length)
    if rule.unit is Unit.MONTH:
        return add_months(start, length)
    if rule.unit is Unit.YEAR:
        return add_months(start, 12 * length)
    day = start
    while length > 0:
        day += ONE_DAY
        if day not in left_out:
            length -= 1
    return day


def _check_pauses(rule: Clock, pauses: Iterable[Pause]) -> None:
    for pause in pauses:
        if pause.kind not in rule.pauses:
            raise PauseRefused(f"{rule.label}不因{pause.kind.label}停止计算：{rule.article}没有这样的规定")
        if pause.end is not None and pause.end < pause.start:
            raise PauseRefused(f"{pause.kind.label}的结束日期早于开始日期，请更正")


def _days_left_out(pauses: Iterable[Pause], after: date) -> frozenset[date]:
    """The days after `after` that finished pauses take out of the count; overlapping pauses take a day out once."""
    return frozenset(
        day for pause in pauses if pause.end is not None for day in days_after(pause.start, pause.end) if day > after
    )


def _agreement_day(rule: Clock, extension: Extension) -> date:
    """The day on which the extension was settled, once everyone whose word it needs has given it."""
    if rule.extension is ExtensionRule.NONE:
        raise ExtensionRefused(f"{rule.label}不能延长：{rule.article}没有规定可以延长")
    if rule.extension is ExtensionRule.APPROVAL:
        if extension.approved_on is None:
            raise ExtensionRefused(f"{rule.label}须经批准才能延长，请先登记批准日期")
        return extension.approved_on
    if extension.applicant_agreed_on is None or extension.respondent_agreed_on is None:
        who = "申请人" if extension.applicant_agreed_on is None else "被申请人"
        raise ExtensionRefused(f"{rule.label}须双方当事人都同意才能延长，尚缺{who}的同意")
    return max(extension.applicant_agreed_on, extension.respondent_agreed_on)


def _refuse_untimely(rule: Clock, start: date, last: date, agreed_on: date, number: int) -> None:
    if rule.extension_once and number:
        raise ExtensionRefused(f"{rule.label}只能延长一次，已经延长过")
    if agreed_on < start and rule.unit is not Unit.AGREED:
        raise ExtensionRefused(f"{rule.label}的延期日期早于起算日{chinese_date(start)}，请更正")
    # Parties cannot revive a statutory period that has run out. An agreed due date they may change at any time, and
    # an approval for force majeure comes after the end by its nature (民事诉讼法 86).
    if agreed_on > last and rule.extension is ExtensionRule.BOTH_PARTIES and rule.unit is not Unit.AGREED:
        raise ExtensionRefused(f"{rule.label}已于{chinese_date(last)}届满，届满后不能再延期")


def _extended_end(
    rule: Clock,
    extension: Extension,
    last: date,
    agreed_on: date,
    calendar: WorkCalendar,
    pauses: Sequence[Pause],
) -> date:
    until, add = extension.until, extension.add
    if until is not None and add is None:
        # The parties fixed this day without knowing of a later appraisal, so its days are added.
        later = _days_left_out((pause for pause in pauses if pause.start >= agreed_on), agreed_on)
        return _count(rule, until, sum(day <= until for day in later), calendar, later) if later else until
    if add is not None and until is None and add > 0:
        # A last day off moves the period's last day itself (民法典 203), so further days run from there.
        return _count(rule, last, add, calendar, _days_left_out(pauses, last))
    raise ExtensionRefused(f"{rule.label}延期须写明延至哪一日，或者延长多少{rule.unit.measure}，二者择一")


def _refuse_unfit_end(
    rule: Clock, first_end: date, last: date, wished: date, calendar: WorkCalendar, left_out: frozenset[date]
) -> None:
    if wished <= last:
        raise ExtensionRefused(f"{rule.label}的新届满日应当晚于原届满日{chinese_date(last)}")
    if rule.extension_cap is None:
        return
    limit = _count(rule, first_end, rule.extension_cap, calendar, left_out)
    if wished > limit:
        raise ExtensionRefused(
            f"{rule.label}延长合计不得超过{rule.extension_cap}{rule.unit.measure}，最晚可以延至{chinese_date(limit)}"
        )


def _first_sentence(rule: Clock, start: date, raw: date, last: date, calendar: WorkCalendar) -> str:
    if rule.unit is Unit.AGREED:
        return f"{rule.label}为约定的{chinese_date(start)}"
    return _moved(
        f"{rule.label}{rule.length_text}，自{chinese_date(start)}的次日起算，至{chinese_date(raw)}届满",
        raw,
        last,
        calendar,
    )


def _moved(sentence: str, raw: date, last: date, calendar: WorkCalendar) -> str:
    if raw == last:
        return sentence
    return f"{sentence}；该日为休息日（{calendar.describe(raw)}），顺延至{chinese_date(last)}"


class Colour(StrEnum):
    """How pressing a clock is. Screens always show the words beside the colour."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    GREY = "grey"

    @property
    def label(self) -> str:
        """The Chinese word of the colour."""
        return _COLOUR_LABELS[self]


_COLOUR_LABELS = {
    Colour.GREEN: "正常",
    Colour.YELLOW: "过半",
    Colour.ORANGE: "临近",
    Colour.RED: "逾期",
    Colour.GREY: "暂停",
}


@dataclass(frozen=True, slots=True)
class Urgency:
    """How pressing a clock is on one day. `days_left` counts calendar days and is negative when overdue.

    `text` is the short word of lists (已逾期n天, 今天到期, 还剩n天, 还剩n个工作日, 正常); `remaining` always counts.
    """

    colour: Colour
    text: str
    remaining: str
    days_left: int


def urgency(due: Due, today: date, *, calendar: WorkCalendar) -> Urgency:
    """Colour a clock: green with more than half left, yellow with less, orange with at most 3 calendar days or at most
    1 working day, red when overdue, grey while it stands still. Working-day clocks are measured in working days, and
    the one-working-day mark also catches a calendar clock whose last days are a holiday block.

    Raises `CalendarYearMissing` when the days left cannot be counted.
    """
    rule = clock(due.clock_id)
    days_left = (due.date - today).days
    if due.suspended_since is not None and today >= due.suspended_since:
        return Urgency(Colour.GREY, "已暂停", "已暂停", days_left)
    if days_left < 0:
        text = f"已逾期{-days_left}天"
        return Urgency(Colour.RED, text, text, days_left)
    if days_left == 0:
        return Urgency(Colour.ORANGE, "今天到期", "今天到期", 0)
    if rule.unit is Unit.WORKING_DAY:
        left = calendar.working_days_between(today, due.date)
        total = calendar.working_days_between(due.start, due.date)
        near, remaining = left <= 1, f"还剩{left}个工作日"
    else:
        left, total = days_left, (due.date - due.start).days
        near = left <= 3 or (rule.rolls and _only_days_off_before(due.date, today, calendar))
        remaining = f"还剩{left}天"
    if near:
        return Urgency(Colour.ORANGE, remaining, remaining, days_left)
    if 2 * left <= total:
        return Urgency(Colour.YELLOW, remaining, remaining, days_left)
    return Urgency(Colour.GREEN, "正常", remaining, days_left)


def _only_days_off_before(last: date, today: date, calendar: WorkCalendar) -> bool:
    """Whether the last day is the only working day left, as before the National Day block."""
    return all(calendar.is_off(day) for day in days_after(today, last - ONE_DAY))
