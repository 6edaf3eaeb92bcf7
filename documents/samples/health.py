"""Invented papers of the sealed health store, and an invented report."""

from collections.abc import Mapping
from typing import Any

from documents.context_types import Body
from documents.context_types import health as contexts
from documents.context_types import reports as report_contexts
from documents.samples.base import ROOM, Sample

HEAD: dict[str, Any] = {
    "basis": "local",
    "body": ROOM,
    "issued_on": "2026年9月24日",
    "created": "2026-09-24T15:20:00+08:00",
}
ROWS = (
    ("受理", "受理件数", "件", "20", "受理日期在统计期间内的程序数", "咨询、不予受理、对方不同意调解的不计入"),
    ("受理", "其中：法院委派委托", "件", "6", "受理件数中法院轨道的程序数", ""),
    ("受理", "集体争议件数", "件", "1", "受理件数中劳动者十人以上并有共同请求的", ""),
    ("结案", "结案件数", "件", "25", "结案日期在统计期间内的已受理程序数", ""),
    ("结案", "调解成功件数", "件", "21", "达成调解协议+自行和解+法院调解书+撤诉", ""),
    ("结案", "成功率①", "%", "84.00", "调解成功件数÷结案件数×100", "21÷25"),
    ("结案", "成功率②", "%", "—", "调解成功件数÷受理件数×100", "成功21件（含以前受理的）多于受理件数20件，不计算"),
    ("人员", "涉及劳动者", "人", "46", "受理件数中的劳动者人数", "集体争议按实际人数计"),
    ("人员", "其中：女职工", "人", "＜5", "受理件数中的劳动者中性别为女的人数", ""),
    ("金额", "涉案金额", "万元", "182.36", "结案案件的请求金额合计", "没有写明金额的请求不计入"),
    ("时限", "平均办理天数", "天", "11.48", "各结案案件（结案日期－受理日期）之和÷结案件数", "自然日"),
    ("确认和服务", "心理和健康服务", "次", "7", "统计期间内登记的服务次数", "少于5次的不显示具体数"),
)


def _report(*, park: bool = False) -> report_contexts.Statistics:
    """The figures of golden scenario 12: 30 + 20 = 25 + 25."""
    place = "南昌小蓝经济技术开发区" if park else "南昌市"
    groups = [row[0] for row in ROWS]
    return report_contexts.Statistics(
        number=f"赣工调统〔2026〕{place}9号",
        body=ROOM if park else Body(name="南昌市总工会"),
        issued_on="2026年10月8日",
        created="2026-10-08T09:10:00+08:00",
        place=place,
        parks="1" if park else "2",
        span="月报",
        period="2026年9月（2026年9月1日至2026年9月30日）",
        open_before="30",
        accepted="20",
        closed="25",
        open_after="25",
        indicators=tuple(
            report_contexts.Indicator(
                group=group,
                heading=group if groups.index(group) == index else "",
                label=label,
                unit=unit,
                value=value,
                formula=formula,
                note=note,
            )
            for index, (group, label, unit, value, formula, note) in enumerate(ROWS)
        ),
        lines=()
        if park
        else (
            report_contexts.Line(
                place="南昌小蓝经济技术开发区", open_before="18", accepted="13", closed="15", open_after="16"
            ),
            report_contexts.Line(
                place="南昌高新技术产业开发区", open_before="12", accepted="7", closed="10", open_after="9"
            ),
        ),
        replaces="赣工调统〔2026〕南昌小蓝经济技术开发区8号" if park else "",
        reason="九月三十日结案的一件漏登结案日期，已补登" if park else "",
        preparer="司徒昇",
    )


RETENTION = "自最后一次服务之日起五年，期满后经复核删除"

SAMPLES: Mapping[str, Sample] = {
    "D-39": Sample(
        "D-39",
        contexts.HealthConsent(
            **HEAD,
            number="赣工调服〔2026〕南昌小蓝3号",
            person="欧阳𬎆",
            counsellor="黎䶮",
            supervisor="司徒昇",
            retention=RETENTION,
        ),
    ),
    "D-39-blank": Sample(
        "D-39", contexts.HealthConsent(**HEAD, number="空白表（不编号）", blank="yes", retention=RETENTION)
    ),
    "D-39b": Sample(
        "D-39b",
        contexts.HealthRecord(
            **HEAD,
            number="赣工调服〔2026〕南昌小蓝4号",
            person="欧阳𬎆",
            service="心理疏导",
            served_on="2026年9月23日",
            risk="需要关注",
            consented_on="2026年9月22日",
            record=(
                "本人自述停工以来入睡困难约两周，担心房租和孩子学费，谈到公司时情绪激动，能够自行平复。",
                "一起梳理了近期可以得到的帮助，练习了呼吸放松；本人表示没有伤害自己或者他人的想法。",
                "约定一周后再谈；建议调解会分段进行，每段不超过一小时。",
            ),
            counsellor="黎䶮",
            supervisor="司徒昇",
        ),
    ),
    "D-39c": Sample(
        "D-39c",
        contexts.HealthReferral(
            **HEAD,
            number="赣工调服〔2026〕南昌小蓝5号",
            person="欧阳𬎆",
            institution="江西省某某精神专科医院心身医学门诊",
            grounds=("你说入睡困难已经持续一个多月，白天难以集中精力，休息和放松练习没有明显改善，需要由医生评估。",),
            served_on="2026年9月23日",
            counsellor="黎䶮",
        ),
    ),
    "D-42": Sample("D-42", _report()),
    "D-42-park": Sample("D-42", _report(park=True)),
}
