"""Invented papers of a dossier."""

from collections.abc import Mapping

from documents.context_types import dossier as contexts
from documents.samples.base import HEAD, Sample

VOLUME = {
    **HEAD,
    "number": "赣工调档〔2026〕南昌小蓝7号",
    "volume": "正卷　第1卷",
    "title": "欧阳𬎆诉江西䶮泰精密电子有限公司追索劳动报酬纠纷调解案",
}
NAMES = (
    ("材料收件回执", "赣工调收〔2026〕南昌小蓝12号", "2026-09-08"),
    ("受理通知书", "赣工调受〔2026〕南昌小蓝12号", "2026-09-10"),
    ("受理通知书（送达证明，欧阳𬎆）", "", "2026-09-11"),
    ("当事人权利义务告知书", "赣工调告〔2026〕南昌小蓝20号", "2026-09-14"),
    ("申-001 工资条", "", "2026-09-08"),
    ("申-002 证人通话录音", "", "2026-09-08"),
    ("调解笔录（无争议事实部分）", "赣工调录〔2026〕南昌小蓝9号（节录）", "2026-09-18"),
    ("劳动争议调解协议书", "赣工调协〔2026〕南昌小蓝8号", "2026-09-20"),
    ("劳动争议调解协议书（签署件）", "赣工调协〔2026〕南昌小蓝8号", "2026-09-20"),
)

SAMPLES: Mapping[str, Sample] = {
    "D-31": Sample(
        "D-31",
        contexts.Cover(
            **VOLUME,
            cause="追索劳动报酬纠纷",
            mediators="刘喆、陈犇",
            mediation="2026年9月10日至2026年9月20日",
            result="达成调解协议",
            keeper="万昇",
            filed_on="2026年11月22日",
            retention="30年，但不早于最后一期履行期限届满后10年（自归档之日起算）",
            pages="86",
            note="另有副卷1卷",
        ),
    ),
    "D-31b": Sample(
        "D-31b",
        contexts.Index(
            **VOLUME,
            entries=tuple(
                contexts.Entry(
                    serial=str(serial),
                    name=name,
                    number=number,
                    on=on,
                    pages=f"{1 + 2 * serial}—{2 + 2 * serial}",
                    note="电子数据，原件在归档包" if "录音" in name else "",
                )
                for serial, (name, number, on) in enumerate(NAMES, start=1)
            ),
        ),
    ),
    "D-31c": Sample(
        "D-31c",
        contexts.Notes(
            **VOLUME,
            count="9",
            pages="86",
            situation=("本卷材料齐全，页码连续。", "申-002 证人通话录音为电子数据，原件存于归档包。"),
            keeper="万昇",
            filed_on="2026年11月22日",
        ),
    ),
    "D-31d": Sample("D-31d", contexts.BackCover(**VOLUME, pages="86", keeper="万昇", filed_on="2026年11月22日")),
    "D-31e": Sample(
        "D-31e",
        contexts.Leaf(
            **VOLUME,
            name="申-002 证人通话录音",
            form="audio/mpeg",
            size="1,204,224字节",
            sha256="8d2c1f0e" * 8,
            reason="录音、录像不能印成书页",
        ),
    ),
    "D-32": Sample(
        "D-32",
        contexts.HandOverList(
            **HEAD | {"number": "赣工调档〔2026〕南昌小蓝7号（移交1）"},
            receiver="南昌县总工会档案室",
            volumes=tuple(
                contexts.Handed(
                    number=VOLUME["number"],
                    volume=volume,
                    title=VOLUME["title"],
                    count=count,
                    pages=pages,
                    retention="30年，但不早于最后一期履行期限届满后10年（自归档之日起算）",
                )
                for volume, count, pages in (("正卷　第1卷", "9", "86"), ("副卷　第1卷", "3", "14"))
            ),
            count="2",
            pages="100",
            giver="万昇",
            taker="胡旻",
            note="电子归档包随卷移交，校验一致",
        ),
    ),
    "D-32b": Sample(
        "D-32b",
        contexts.DestructionRegister(
            **HEAD | {"case_number": "", "number": "赣工调销〔2036〕南昌小蓝1号"},
            dossiers=(
                contexts.Expired(
                    number="赣工调档〔2026〕南昌小蓝9号",
                    title="杨㛃诉江西䶮泰精密电子有限公司劳动争议调解案",
                    volumes="2",
                    pages="61",
                    archived_on="2026年9月22日",
                    until="2036年9月22日",
                ),
            ),
            count="1",
            opinion="保管期限已满，无继续保存价值，建议销毁",
            approvals=(
                contexts.Approval(name="万昇", on="2036年10月8日"),
                contexts.Approval(name="刘喆", on="2036年10月9日"),
            ),
        ),
    ),
}
