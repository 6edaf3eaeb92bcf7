"""Writes the workflow down in Chinese from the code itself: docs/workflow.md is this text, and a test fails when it is stale."""

from collections.abc import Iterator
from typing import Any

from cases.law.limitation import Interruption
from cases.law.periods import CLOCKS
from cases.models import Case
from cases.states import State, Track
from cases.workflow.moves import Move, transitions_of
from cases.workflow.papers import TITLES

HEAD = """# 办案流程

本文由 `manage.py write_workflow` 从程序生成，请勿手改：流程写在 `cases/workflow/park_track.py` 和
`cases/workflow/court_track.py` 里，改了流程再生成一次即可。测试会核对两者是否一致。

“谁”一栏写法律上由谁办理；系统里按权限判断。每一步的条件不满足时，页面按钮旁和拒绝办理时说的是同一句话。
"""


def workflow_text() -> str:
    """The whole document, ending in a newline."""
    parts = [HEAD]
    for track in Track:
        parts += [f"## {track.label}", *_diagram(track), *_states(track), *_moves(track)]
    return "\n".join(parts) + "\n"


def _rows(track: Track) -> Iterator[tuple[str, str, Any]]:
    for source, transitions in sorted(transitions_of(Case.track_classes[track.value]).items()):
        for transition in transitions:
            yield source, str(transition.target), transition


def _diagram(track: Track) -> Iterator[str]:
    yield "\n```mermaid\nstateDiagram-v2"
    for state in State:
        if state.track is track:
            yield f"    {state.value}: {state.value} {state.label.replace(':', '：')}"
    for source, target, transition in _rows(track):
        if source != target:
            yield f"    {source} --> {target}: {transition.custom['move'].label}"
    yield "```\n"


def _states(track: Track) -> Iterator[str]:
    yield "### 阶段\n"
    yield "| 代码 | 阶段 | 当事人看到的话 | 轮到谁 |\n|---|---|---|---|"
    for state in State:
        if state.track is track:
            yield f"| {state.value} | {state.label} | {state.info.public} | {state.info.turn.label} |"
    yield ""


def _moves(track: Track) -> Iterator[str]:
    yield "### 步骤\n"
    yield "| 编号 | 步骤 | 从 → 到 | 谁 | 条件 | 依据 | 文书 | 开始的期限 | 结束的期限 | 时效 |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for source, target, transition in _rows(track):
        move: Move = transition.custom["move"]
        guards = "；".join(f"不满足时：{guard.reason}" for guard in transition.conditions) or "—"
        papers = "、".join(f"{code} {TITLES[code]}" for code in move.papers) or "—"
        limitation = Interruption(move.limitation).label if move.limitation else "—"
        yield (
            f"| {move.number} | {move.label} | {source} → {target} | {move.who} | {guards} | {move.basis} | {papers} "
            f"| {_clocks(move.starts)} | {_clocks(move.stops)} | {limitation} |"
        )
    yield ""


def _clocks(ids: tuple[str, ...]) -> str:
    return "、".join(f"{CLOCKS[i].label}（{i}）" for i in ids) or "—"
