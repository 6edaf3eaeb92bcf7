"""Invented disputes (合成): one for every state of both tracks, and those whose clocks are about to run out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cases.law import periods
from cases.law.calendar import default_calendar
from cases.law.errors import CalendarYearMissing
from cases.law.money import split_equally
from cases.models import CourtReferral, Source
from cases.practice import journeys as j
from cases.practice.clock import safe_today
from cases.practice.journeys import JOURNEYS, Journey, latest_start, mode_of, start_for, step
from cases.practice.people import firm, person
from cases.practice.stories import Claimed, Due, Referral, Story
from cases.practice.walk import Roll
from cases.states import Mode, State, Track, Trial
from mediation.parks.models import Court

MARK = "合成"


@dataclass(frozen=True, slots=True)
class Matter:
    """What an invented dispute is about: the words and sums that the states are dressed with, in turn."""

    trade: str
    occupation: str
    code: str
    detail: str
    amount: str
    facts: str
    parts: int = 1
    new_form: bool = False
    rural: bool = False


MATTERS: tuple[Matter, ...] = (
    Matter(
        "电子",
        "组装工",
        "01",
        "三个月工资",
        "18600.00",
        "申请人在被申请人处从事组装工作，月工资6200元。被申请人连续三个月没有发放工资，申请人多次催要未果。",
        parts=3,
        rural=True,
    ),
    Matter(
        "汽车零部件",
        "冲压工",
        "06",
        "解除劳动合同的经济补偿",
        "31500.00",
        "申请人在被申请人处工作四年半，月平均工资7000元。被申请人以搬迁为由提出解除劳动合同，双方对补偿年限有争议。",
        parts=2,
    ),
    Matter(
        "食品",
        "包装工",
        "03",
        "休息日加班费",
        "9640.50",
        "申请人每周工作六天，被申请人按五天计发工资，对加班天数双方各有考勤记录。",
    ),
    Matter(
        "医药",
        "质检员",
        "07",
        "违法解除赔偿金",
        "42800.00",
        "被申请人以不能胜任工作为由解除劳动合同，没有培训和调岗的记录，申请人要求支付赔偿金。",
        parts=2,
    ),
    Matter(
        "家具",
        "木工",
        "09",
        "停工留薪期工资和一次性伤残补助金差额",
        "56320.00",
        "申请人操作平刨时手指受伤，已认定工伤，被申请人没有足额支付停工留薪期工资。",
        parts=4,
        rural=True,
    ),
    Matter(
        "服装",
        "车缝工",
        "05",
        "未签书面劳动合同二倍工资差额",
        "24750.00",
        "申请人入职后被申请人一直没有与其签订书面劳动合同，六个月后申请人离职。",
        parts=3,
    ),
    Matter(
        "出行科技",
        "外卖骑手",
        "26",
        "配送报酬和奖励差额",
        "5310.00",
        "申请人为某平台站点配送外卖，站点调整计价规则后扣减当月奖励，双方对扣减是否告知有争议。",
        new_form=True,
    ),
    Matter(
        "物流",
        "装卸工",
        "04",
        "两年未休年休假工资",
        "4137.93",
        "申请人连续工作三年没有休年休假，离职时要求支付未休年休假工资。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """An invented case: its journey, where, and on which day which step of it falls."""

    id: str
    about: str
    journey: Journey
    room: str
    start: Callable[[Story, Roll], date]
    mode: Mode | None = None
    matter: int = 0
    first_due: int = 7
    """Days from the fixed text to the first payment."""
    changes: dict[str, object] | None = None


def made(ago: int) -> Callable[[Journey], Callable[[Story, Roll], date]]:
    """Made to the end so many days before today."""

    def of(journey: Journey) -> Callable[[Story, Roll], date]:
        return lambda story, roll: latest_start(journey, story, safe_today() - timedelta(days=ago), roll=roll)

    return of


def dying(clock: str, what: str, journey: Journey, *, left: int = 0) -> Callable[[Story, Roll], date]:
    """The step `what`, from which the clock runs, falls so that the clock ends so many days from today (or just after)."""

    def start(story: Story, roll: Roll) -> date:
        calendar = default_calendar()
        wanted = safe_today(0) + timedelta(days=left)
        for back in range(60):
            day = wanted - timedelta(days=back)
            try:
                # Going back, the last day on which the clock still ends no earlier than wanted.
                if calendar.is_workday(day) and periods.due_date(clock, day, calendar=calendar).date <= wanted:
                    return start_for(journey, story, what, day, roll=roll)
            except CalendarYearMissing:
                continue
        return latest_start(journey, story, safe_today(), roll=roll)

    return start


def due_in(days: int, journey: Journey) -> Callable[[Story, Roll], date]:
    """The first line of the plan falls due so many days from today."""

    def start(story: Story, roll: Roll) -> date:
        day = safe_today() + timedelta(days=days - story.first_due)
        return start_for(journey, story, "terms", day, roll=roll)

    return start


def invented() -> list[Invented]:
    """All invented cases, those of the states first."""
    return [*_one_for_each_state(), *_byways(), *_dying(), _group(), *_before_the_first_court()]


def _one_for_each_state() -> list[Invented]:
    rooms = ("小蓝", "瑞金", "小蓝", "小蓝企联")
    rows = []
    for index, (state, journey) in enumerate(JOURNEYS.items()):
        court = state.track is Track.COURT
        room = ("小蓝", "瑞金")[index % 2] if court else rooms[index % 4]
        if state is State.SUSPENDED:
            # A standstill needs a period to stand still in; a people's mediation committee has none.
            room = "小蓝"
        rows.append(
            Invented(
                id=f"{MARK}-{state.value}",
                about=f"停在“{state.label}”的案件",
                journey=journey,
                room=room,
                start=made(index % 4)(journey),
                mode=mode_of(state) if court else None,
                matter=index % len(MATTERS),
            )
        )
    return rows


def _byways() -> list[Invented]:
    """Turns that the plain ways do not take, among them the secrets: caucus notes, sealed health notes, both tracks at once."""
    secrets = (step("caucus", j.Part.MEDIATOR), step("health", j.Part.HEALTH))
    evidence = step("evidence", j.Part.REGISTRAR)
    lawyer = step("lane", j.Part.HEAD)
    ways: tuple[tuple[str, str, Journey, str, Mode | None, int], ...] = (
        ("沉默", "对方逾期没有答复", j.SILENT, "小蓝", None, 0),
        ("失联", "三次联系不上对方", j.UNREACHABLE, "瑞金", None, 1),
        ("未补正", "告知补正后没有补交材料", j.LAPSED, "小蓝", None, 2),
        ("和解", "双方自行和解", j.SETTLED, "瑞金", None, 3),
        ("延期", "双方同意延长期限", j.EXTENDED, "小蓝", None, 4),
        ("恢复", "中止以后恢复调解", j.RESUMED, "小蓝企联", None, 4),
        ("修改", "退回修改后再次定稿", j.CHANGED, "小蓝企联", None, 5),
        ("拒签", "一方拒绝签署", j.UNSIGNED, "小蓝", None, 5),
        ("届满", "期限届满未达成协议", j.EXPIRED, "小蓝", None, 7),
        ("审查", "仲裁审查后确认", j.REVIEWED, "小蓝企联", None, 3),
        ("再调解", "不予确认后另立新案再次调解", j.MEDIATED_AGAIN, "小蓝", None, 1),
        ("部分履行", "第一期已经付清", j.PART_PAID, "小蓝", None, 0),
        ("补付", "逾期后补付", j.CURED, "瑞金", None, 5),
        ("支付令", "逾期后申请支付令", j.PAYMENT_ORDER, "小蓝", None, 0),
        ("执行", "司法确认后不履行，申请执行", j.ENFORCED, "瑞金", None, 4),
        ("回访", "结案后回访", j.FOLLOWED_UP, "小蓝", None, 6),
        (
            "保密",
            "背靠背记录、心理服务和律师参与的案件",
            (*j.HELD[:-1], lawyer, evidence, *secrets, *j.HELD[-1:], *j.SESSION),
            "小蓝",
            None,
            4,
        ),
        (
            "移送",
            "调解中法院委派同一纠纷，转入法院程序",
            (*j.HELD, *secrets, *j.TRANSFERRED[len(j.HELD) :]),
            "小蓝",
            Mode.DELEGATED,
            1,
        ),
        (
            "并行",
            "园区调解中法院又委派同一纠纷，等待选择",
            (*j.HELD, secrets[0], step("delegate", j.Part.LIAISON)),
            "瑞金",
            Mode.DELEGATED,
            3,
        ),
        ("重新推送", "退回后法院重新推送", j.COURT_PUSHED_AGAIN, "小蓝", Mode.DELEGATED, 2),
        ("法院失联", "联系不上对方，退回法院", j.COURT_UNREACHABLE, "瑞金", Mode.DELEGATED, 5),
        ("更换", "更换一次调解员", j.COURT_REPLACED, "小蓝", Mode.DELEGATED, 3),
        ("鉴定后", "鉴定完成，继续调解", j.COURT_APPRAISED, "瑞金", Mode.DELEGATED, 0),
        ("虚假", "认定虚假调解", j.COURT_SHAM_ENDED, "小蓝", Mode.DELEGATED, 0),
        ("退补", "司法确认退回补正", j.COURT_RETURNED, "瑞金", Mode.DELEGATED, 1),
        ("撤回", "当事人撤回调解请求", j.COURT_WITHDRAWN, "小蓝", Mode.ENTRUSTED, 7),
        ("邀请", "法官邀请协助，出具调解书", j.COURT_PERFORMED_DOCUMENT, "瑞金", Mode.ASSIST, 2),
        (
            "法院保密",
            "法院委派案件的背靠背记录和心理服务",
            (*j.COURT_HELD, *secrets, evidence, *j.SESSION),
            "小蓝",
            Mode.DELEGATED,
            4,
        ),
    )
    return [
        Invented(
            id=f"{MARK}-{name}",
            about=about,
            journey=journey,
            room=room,
            start=made(index % 3)(journey),
            mode=mode,
            matter=matter,
        )
        for index, (name, about, journey, room, mode, matter) in enumerate(ways)
    ]


def _before_the_first_court() -> list[Invented]:
    """What the first practice liaison finds to review and to have mended; last, so that no other case changes its serial."""
    evidence = step("evidence", j.Part.REGISTRAR)
    waiting = (*j.COURT_HELD, evidence, *j.COURT_CONFIRMING[len(j.COURT_HELD) :])
    ways = (
        ("待审查", "双方共同申请司法确认，等待法院审查", waiting, 5),
        ("待补正", "法院退回补正，等待调解室补送", j.COURT_RETURNED, 3),
    )
    return [
        Invented(
            id=f"{MARK}-{name}",
            about=about,
            journey=journey,
            room="小蓝",
            start=made(1)(journey),
            mode=Mode.DELEGATED,
            matter=matter,
        )
        for name, about, journey, matter in ways
    ]


def _dying() -> list[Invented]:
    """Clocks that end today, tomorrow, or ended a day or two ago; and a meeting of today."""
    ways: tuple[tuple[str, str, Journey, Mode | None, int, Callable[[Story, Roll], date]], ...] = (
        ("受理今日到期", "受理期限今天到期", j.RECEIVED, None, 0, dying("CLK-01", "receive", j.RECEIVED, left=0)),
        ("受理已超期", "受理期限已过", j.RECEIVED, None, 2, dying("CLK-01", "receive", j.RECEIVED, left=-2)),
        ("答复已过", "对方没有答复，等待终结", j.SEEKING_CONSENT, None, 1, made(6)(j.SEEKING_CONSENT)),
        ("待指派三日", "受理后三天还没有指派", j.ACCEPTED, None, 3, made(3)(j.ACCEPTED)),
        ("调解今日到期", "15日调解期限今天到期", j.HELD, None, 7, dying("CLK-03", "accept", j.HELD, left=0)),
        ("调解两日后到期", "15日调解期限两天内到期", j.DRAFTED, None, 0, dying("CLK-03", "accept", j.DRAFTED, left=2)),
        ("调解已超期", "15日调解期限已过", j.HELD, None, 2, dying("CLK-03", "accept", j.HELD, left=-2)),
        ("骑手", "新就业形态一站式调解", j.HELD, None, 6, dying("CLK-04", "accept", j.HELD, left=3)),
        (
            "签收今日到期",
            "法院推送后答复期限今天到期",
            j.COURT_PUSHED,
            Mode.DELEGATED,
            5,
            dying("CLK-13", "delegate", j.COURT_PUSHED, left=0),
        ),
        (
            "委派两日后到期",
            "委派调解30日两天内到期",
            j.COURT_HELD,
            Mode.DELEGATED,
            1,
            dying("CLK-10", "sign_for", j.COURT_HELD, left=2),
        ),
        (
            "委托今日到期",
            "委托调解15日今天到期",
            j.COURT_HELD,
            Mode.ENTRUSTED,
            0,
            dying("CLK-11", "sign_for", j.COURT_HELD, left=0),
        ),
        (
            "审查窗口",
            "仲裁审查申请期限两天内到期",
            j.EFFECTIVE,
            None,
            3,
            dying("CLK-05", "take_effect", j.EFFECTIVE, left=2),
        ),
        (
            "确认窗口",
            "司法确认申请期限三天内到期",
            j.COURT_FILED,
            Mode.DELEGATED,
            4,
            dying("CLK-07", "take_effect", j.COURT_FILED, left=3),
        ),
        ("今日付款", "第一期今天到期", j.PERFORMING, None, 0, due_in(0, j.PERFORMING)),
        ("昨日未付", "第一期昨天到期没有付", j.PERFORMING, None, 5, due_in(-1, j.PERFORMING)),
        ("今日开会", "今天有调解会", j.MEDIATING, None, 1, made(0)(j.MEDIATING)),
    )
    return [
        Invented(
            id=f"{MARK}-{name}",
            about=about,
            journey=journey,
            room=("小蓝", "瑞金")[index % 3 == 2] if mode or index % 2 else "小蓝",
            start=start,
            mode=mode,
            matter=matter,
            # Where the window of confirmation is running out, nothing is to be overdue beside it.
            first_due=60 if "窗口" in name else 7,
        )
        for index, (name, about, journey, mode, matter, start) in enumerate(ways)
    ]


GROUP_WORKERS, GROUP_EACH, GROUP_PARTS = 85, Decimal("9600.00"), 3


def _group() -> Invented:
    """85 workers of one firm, paid in three parts; the first has been paid."""
    parts = split_equally(GROUP_EACH, GROUP_PARTS)
    return Invented(
        id=f"{MARK}-{GROUP_WORKERS}人",
        about=f"{GROUP_WORKERS}名职工欠薪集体争议，分{GROUP_PARTS}期支付",
        journey=j.PART_PAID,
        room="小蓝",
        start=made(1)(j.PART_PAID),
        changes={
            "workers": tuple(
                person(5000 + n, division="360121", place="南昌县", occupation="制鞋工") for n in range(GROUP_WORKERS)
            ),
            "claims": tuple(
                Claimed(code="01", worker=n, claimed=GROUP_EACH, agreed=GROUP_EACH, detail="三个月工资")
                for n in range(GROUP_WORKERS)
            ),
            "plan": tuple(
                Due(after=7 + 30 * part, amount=amount, worker=n, number=part + 1)
                for n in range(GROUP_WORKERS)
                for part, amount in enumerate(parts)
            ),
            "request": f"支付{GROUP_WORKERS}名职工三个月工资共计{GROUP_EACH * GROUP_WORKERS:,.2f}元",
            "facts": f"被申请人因订单减少资金周转困难，连续三个月没有发放{GROUP_WORKERS}名职工的工资，名册和金额双方已核对一致。",
            "common_request": True,
            "representatives": 5,
            "green_channel": True,
            "accelerates": True,
        },
    )


def story_of(row: Invented, serial: int, court: Court, place: str, division: str) -> Story:
    """The dispute of an invented case: its people, claims and plan, always the same for the same serial."""
    matter = MATTERS[row.matter]
    amount = Decimal(matter.amount)
    parts = split_equally(amount, matter.parts)
    referral = None
    if row.mode is not None:
        kind = "诉前调" if row.mode is Mode.DELEGATED else "民初"
        referral = Referral(
            mode=row.mode,
            number=f"（{safe_today().year}）{court.case_code}{kind}{9000 + serial}号",
            trial=Trial.ORDINARY,
            arbitration=CourtReferral.Arbitration.NOT_FINAL,
            arbitration_number=f"劳人仲案字〔{safe_today().year}〕第{serial}号",
        )
    story = Story(
        workers=(
            person(serial, division=division, place=place, occupation=matter.occupation, hired_on=date(2021, 3, 1)),
        ),
        firms=(firm(serial, name=f"{place}某{matter.trade}有限公司", division=division, place=place),),
        claims=(Claimed(code=matter.code, claimed=amount, agreed=amount, detail=matter.detail),),
        plan=tuple(Due(after=row.first_due + 30 * part, amount=sum_) for part, sum_ in enumerate(parts)),
        request=f"支付{matter.detail}{amount:,.2f}元",
        facts=matter.facts,
        source=SOURCES[serial % len(SOURCES)],
        oral=serial % 5 == 0,
        green_channel=matter.rural and matter.code == "01",
        new_employment_form=matter.new_form and row.mode is None,
        categories=("农民工",) if matter.rural else (),
        source_note=f"{PREFIX}{row.id}：{row.about}（人物和事实均为虚构）",
        referral=referral,
        confirmation="judicial_confirmation",
    )
    return replace(story, **(row.changes or {}))  # type: ignore[arg-type]  # the changes are fields of a story


SOURCES = (
    Source.VISIT,
    Source.HOTLINE_12351,
    Source.VISIT,
    Source.ENTERPRISE_UNION,
    Source.HOTLINE_12345,
    Source.GRID,
    Source.ONLINE,
)
PREFIX = "练习数据 "
