"""Writes the clocks down in Chinese from the table itself: docs/clocks.md is this text, and a test fails when it is stale."""

from collections.abc import Iterator

from cases.law.periods import CLOCKS, Clock, ExtensionRule, PauseKind
from cases.services.clock_wall import ORIGINS, Origin

HEAD = """# 期限一览

本文由 `manage.py write_clocks` 从程序生成，请勿手改：期限写在 `cases/law/periods.py` 的一张表里，与案件的关系写在
`cases/services/clock_wall.py` 里，改了以后再生成一次即可。测试会核对两者是否一致。

起算的当日不计入。自然日期限连续计算，“顺延”一栏写“是”的，最后一日逢休息日才顺延到其后第一个工作日；工作日期限跳过休息日，
计入调休上班日。年份的放假通知没有导入的，不推算最后一日。到期不会使案件自动结束。
"""


def clocks_text() -> str:
    """The whole document, ending in a newline."""
    return "\n".join([HEAD, *_table(), *_doubts(), *_origins()]) + "\n"


def _table() -> Iterator[str]:
    yield "| 编号 | 期限 | 长度 | 计算 | 起算 | 结束 | 谁的 | 顺延 | 延长 | 停算、重算 | 依据 |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for row in CLOCKS.values():
        cells = [
            row.id + (" *" if row.doubt else ""),
            row.label,
            f"至少{row.length_text}" if row.minimum else row.length_text,
            _counted(row),
            row.starts,
            row.ends,
            row.whom,
            "是" if row.rolls else "否",
            _extension(row),
            _left_out(row),
            row.article,
        ]
        yield f"| {' | '.join(cells)} |"


def _counted(row: Clock) -> str:
    return {"working_day": "工作日", "calendar_day": "自然日", "agreed": "约定日期"}.get(row.unit.value, "历法年月")


def _extension(row: Clock) -> str:
    if row.extension is ExtensionRule.NONE:
        return "没有规定"
    cap = "" if row.extension_cap is None else f"，合计不超过{row.extension_cap}{row.unit.measure}"
    return f"{row.extension.label}{cap}{'，只能一次' if row.extension_once else ''}"


def _left_out(row: Clock) -> str:
    kinds = "、".join(kind.label for kind in PauseKind if kind in row.pauses)
    return "；".join(text for text in (kinds, row.moved_by) if text) or "没有规定"


def _doubts() -> Iterator[str]:
    yield "\n## 没有定论的地方\n"
    yield "编号带 * 的期限，正式文本没有写明下面的问题，系统按所写的办法处理：\n"
    for row in CLOCKS.values():
        if row.doubt:
            yield f"- {row.id} {row.label}：{row.doubt}。"


def _origins() -> Iterator[str]:
    yield "\n## 从案件的哪些记录推算\n"
    for origin in Origin:
        yield f"### {origin.label}\n"
        yield "| 编号 | 期限 | 根据 |\n|---|---|---|"
        for id_, (found, text) in ORIGINS.items():
            if found is origin:
                yield f"| {id_} | {CLOCKS[id_].label} | {text} |"
        yield ""
