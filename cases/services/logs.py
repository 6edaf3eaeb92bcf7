"""Logs 记录 of one's parks, narrowed as a page asks and as Excel: who read, who changed a right, what befell an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import AccessLog
from cases.services.access import log_of_parks
from cases.services.exports import MOST, Column, Export, Kind, Stored, order_sheet
from cases.services.refusal import Refused
from mediation.accounts.models import AccountChange, User
from mediation.parks.models import Appointment, Park, RightChange
from mediation.parks.rights import parks_with
from mediation.parks.roles import Right

Said = Mapping[str, Any]
"""What a log is narrowed by: park (its key as text), kind, person, number, since, until."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log(Stored):
    """One log: how it is found and what its columns say, the newest entry first."""

    model: type[Model]
    found: Callable[[Sequence[Park], Said], QuerySet[Any]]
    """The entries that concern these parks, as asked for."""
    case: str = ""
    """The column that names the case an entry is about, where there is one."""
    stays: Q = field(default_factory=Q)
    """Entries that are read on the page alone."""

    def table(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


# ---- what was asked for ------------------------------------------------------------------------------------------


def _in_days(said: Said) -> Q:
    """The days asked for, both included, by the calendar of China."""
    found = Q()
    if said.get("since"):
        found &= Q(at__gte=timezone.make_aware(datetime.combine(said["since"], time.min)))
    if said.get("until"):
        found &= Q(at__lt=timezone.make_aware(datetime.combine(said["until"] + timedelta(days=1), time.min)))
    return found


def _wanted(parks: Sequence[Park], said: Said) -> list[Park]:
    return [park for park in parks if "park" not in said or park.pk == int(said["park"])]


def _readings(parks: Sequence[Park], said: Said) -> QuerySet[AccessLog]:
    """Who read, uncovered, took or exported what of the cases of these parks."""
    of_one = "number" in said
    rows = AccessLog.objects.filter(_in_days(said), log_of_parks(_wanted(parks, said), of_one_case=of_one))
    if "kind" in said:
        rows = rows.filter(kind=said["kind"])
    if "person" in said:
        rows = rows.filter(Q(user__name__contains=said["person"]) | Q(party__name__contains=said["person"]))
    if of_one:
        rows = rows.filter(Q(case__number__contains=said["number"]) | Q(case__public_code=said["number"].upper()))
    return rows.order_by("-pk")


def _right_changes(parks: Sequence[Park], said: Said) -> QuerySet[RightChange]:
    """Who gave which role which right in which park, or took it away, and why."""
    rows = RightChange.objects.filter(_in_days(said), park__in=_wanted(parks, said))
    if "kind" in said:
        rows = rows.filter(added=said["kind"] == "added")
    if "person" in said:
        rows = rows.filter(by__name__contains=said["person"])
    return rows.order_by("-at", "-pk")


def _account_changes(parks: Sequence[Park], said: Said) -> QuerySet[AccountChange]:
    """What was done to the accounts of people who serve, or have served, in these parks."""
    wanted = [park.pk for park in _wanted(parks, said)]
    served = Appointment.objects.filter(Q(park__in=wanted) | Q(room__park__in=wanted), user=OuterRef("account"))
    rows = AccountChange.objects.filter(_in_days(said), Exists(served))
    if "kind" in said:
        rows = rows.filter(kind=said["kind"])
    if "person" in said:
        rows = rows.filter(Q(account__name__contains=said["person"]) | Q(by__name__contains=said["person"]))
    return rows.order_by("-at", "-pk")


# ---- columns -----------------------------------------------------------------------------------------------------


def _who(row: AccessLog) -> str:
    return row.user.name if row.user else row.party.name if row.party else ""


def _moment(row: Any) -> datetime:
    """As the clock on the wall showed it: a cell of Excel knows no time zone."""
    return timezone.make_naive(row.at)


WHEN = Column(label="时间", read=_moment, kind=Kind.MOMENT, width=17)
WHY = Column(label="理由", read=lambda row: row.reason, width=36)

LOGS: dict[str, Log] = {
    "readings": Log(
        title="查阅记录",
        columns=(
            WHEN,
            Column(label="谁", read=_who, width=14),
            Column(label="身份", read=lambda row: "" if row.user else "当事人", width=9),
            Column(label="事项", read=lambda row: str(row.get_kind_display()), width=16),
            Column(label="案号", read=lambda row: str(row.case) if row.case else "多件", width=24),
            Column(label="园区", read=lambda row: row.case.park.name if row.case else "", width=24),
            Column(label="内容", read=lambda row: row.detail, width=40),
            WHY,
        ),
        model=AccessLog,
        found=_readings,
        loaded=lambda rows: rows.select_related("case__park", "user", "party"),
        case="case",
        # That somebody's sealed record was opened tells that there is one (domain 8.2: not in exports).
        stays=Q(kind=AccessLog.Kind.SEALED),
    ),
    "rights": Log(
        title="权限调整记录",
        columns=(
            WHEN,
            Column(label="办理人", read=lambda row: row.by.name, width=14),
            Column(label="园区", read=lambda row: row.park.name, width=28),
            Column(label="角色", read=lambda row: str(row.get_role_display()), width=18),
            Column(label="调整", read=lambda row: "增加" if row.added else "去掉", width=8),
            Column(label="权限", read=lambda row: str(row.get_right_display()), width=24),
            WHY,
        ),
        model=RightChange,
        found=_right_changes,
        loaded=lambda rows: rows.select_related("park", "by"),
    ),
    "accounts": Log(
        title="账号变更记录",
        columns=(
            WHEN,
            Column(label="姓名", read=lambda row: row.account.name, width=14),
            Column(label="用户名", read=lambda row: row.account.username, width=18),
            Column(label="事项", read=lambda row: str(row.get_kind_display()), width=14),
            Column(label="办理人", read=lambda row: row.by.name if row.by else "系统管理员", width=14),
            WHY,
        ),
        model=AccountChange,
        found=_account_changes,
        loaded=lambda rows: rows.select_related("account", "by"),
    ),
}


# ---- taking one out ----------------------------------------------------------------------------------------------


def parks_to_take(user: User) -> set[int]:
    """Parks whose logs this person may take away: reading them is not enough, nor is exporting something else."""
    return parks_with(user, Right.READ_LOG) & parks_with(user, Right.EXPORT)


def order_log(log: Log, *, by: User, reason: str, said: Said, words: str) -> Export:
    """The entries a page shows, for Excel. Taking a log out is itself logged, and on each case it names.

    Raises Refused.
    """
    allowed = parks_to_take(by)
    if not allowed:
        needed = f"“{Right.READ_LOG.label}”和“{Right.EXPORT.label}”"
        raise Refused(f"导出记录要在同一个园区有{needed}的权限", denied=True)
    parks = list(Park.objects.filter(pk__in=allowed).order_by("code"))
    found = log.found(parks, said).exclude(log.stays) if log.stays else log.found(parks, said)
    keys = list(found.values_list("pk", *((log.case,) if log.case else ()))[: MOST + 1])
    cases = dict.fromkeys(case for _, case in keys if case) if log.case else {}
    return order_sheet(log, [row[0] for row in keys], by=by, reason=reason, words=words, cases=list(cases))
