"""Verifies the chain of events of a case: nothing changed, nothing taken out, nothing cut off at the end."""

from __future__ import annotations

from cases.models import Case, CaseEvent


def breaks_in(case: Case) -> list[str]:
    """What is wrong with the chain, in Chinese, naming the event; empty when it holds."""
    found: list[str] = []
    before, number = "", 0
    for number, event in enumerate(CaseEvent.objects.filter(case=case).order_by("sequence"), start=1):
        if event.sequence != number:
            return [*found, f"第{number}条记录缺失，下一条是第{event.sequence}条"]
        if event.previous_hash != before:
            found.append(f"第{number}条记录与前一条不相连")
        if event.hash != event.digest():
            found.append(f"第{number}条记录的内容与指纹不符")
        before = event.hash
    if (case.sequence, case.chain_head) != (number, before):
        found.append(f"案件登记有{case.sequence}条记录，实有{number}条，或者最后一条的指纹不符")
    return found
