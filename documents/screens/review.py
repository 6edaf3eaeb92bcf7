"""案卷评查 on pages: the seven points with a link behind each gap, and what is said before archiving."""

from __future__ import annotations

from django.urls import reverse

from cases.models import Case
from cases.screens.desk.frame import tab_url
from cases.screens.desk.panels import Panel
from documents.review import Check, review
from mediation.components.parts import Link, Reason

SHOWN = 16
"""So many gaps stand on the form of the move; all of them on the dossier's tab."""


def reason_of(case: Case, check: Check) -> Reason:
    """A gap with the page on which it is mended."""
    mend = check.mend
    if mend is None:
        return Reason(text=check.says)
    url = reverse(mend.route, args=mend.args, query=mend.query) if mend.route else tab_url(case, mend.tab)
    return Reason(text=check.says, mend_url=url, mend_label=mend.label)


def before_archiving(case: Case) -> Panel:
    """The score and what is missing, on the form that asks whether the dossier is complete."""
    found = review(case)
    gaps = found.gaps
    lead = f"七项中{found.met}项没有缺项，得分{found.score}。"
    lead += f"还有{len(gaps)}处缺项，补齐以后再归档。" if gaps else "没有发现缺项，可以归档。"
    return Panel(
        title="归档前的案卷评查",
        lead=lead,
        reasons=tuple(reason_of(case, gap) for gap in gaps[:SHOWN]),
        link=Link(label="看卷宗", url=tab_url(case, "dossier")),
        good=not gaps,
    )
