"""Components and filters for templates: `{% load house %}`. An unknown parameter fails when the page is parsed."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from mediation.components import wording
from mediation.components.parts import ClockLevel, Fact, Link, Masked, Reason, Step, Tone

register = template.Library()

# ---- filters -----------------------------------------------------------------------------------------------------


@register.filter
def date_cn(value: date | None) -> str:
    """{{ case.accepted_on|date_cn }} -> 2026-09-22(周二); nothing known -> —"""
    return wording.date_cn(value) if isinstance(value, date) else wording.NOTHING


@register.filter
def day_cn(value: date | None) -> str:
    """{{ due|day_cn }} -> 9月22日(周二), for workers and employers."""
    return wording.day_cn(value) if isinstance(value, date) else wording.NOTHING


@register.filter
def moment_cn(value: datetime | None) -> str:
    """{{ meeting.starts_at|moment_cn }} -> 2026-09-22(周二) 14:00"""
    return wording.moment_cn(value) if isinstance(value, datetime) else wording.NOTHING


@register.filter
def money(value: Decimal | int | None) -> str:
    """{{ claim.amount|money }} -> 18,600.00; not known -> —. The column or label says 元."""
    return wording.NOTHING if value is None or value == "" else wording.money(value)


@register.filter
def yuan(value: Decimal | int | None) -> str:
    """{{ agreement.total|yuan }} -> 18,600.00 元, for a sum inside a sentence."""
    return wording.NOTHING if value is None or value == "" else f"{wording.money(value)} 元"


@register.filter
def quantity(value: Decimal) -> str:
    """{{ months|quantity }} -> 9.5: a number of months, days or hours without trailing zeros."""
    return f"{value.normalize():f}"


@register.filter
def file_size(value: int) -> str:
    """{{ evidence.size|file_size }} -> 1.4 MB"""
    return wording.file_size(value)


# ---- components --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, Any]:
    """{% icon "search" %}: decoration beside words; names are listed in the gallery."""
    return {"name": name}


@register.inclusion_tag("components/step_line.html")
def step_line(steps: Iterable[Step], *, plain: bool = False) -> dict[str, Any]:
    """{% step_line steps %}: where the procedure stands. `plain` writes 9月14日 for workers instead of 09-14."""
    return {"steps": list(steps), "plain": plain}


def _clock(
    days_left: int | None, total: int | None, working: bool, level: ClockLevel | str, words: str
) -> dict[str, Any]:
    if days_left is None and not (level and words):
        raise template.TemplateSyntaxError("a clock needs days_left, or a level together with its words")
    if days_left is not None:
        level = level or wording.clock_level(days_left, total)
        words = words or wording.clock_words(days_left, working=working)
    return {"level": ClockLevel(level), "words": words}


@register.inclusion_tag("components/clock_chip.html")
def clock_chip(
    days_left: int | None = None,
    *,
    total: int | None = None,
    working: bool = False,
    level: ClockLevel | str = "",
    words: str = "",
) -> dict[str, Any]:
    """{% clock_chip 6 total=15 %} · {% clock_chip 2 working=True %} · {% clock_chip level="paused" words="已中止" %}"""
    return _clock(days_left, total, working, level, words)


@register.inclusion_tag("components/clock_line.html")
def clock_line(
    label: str,
    due: date | None = None,
    days_left: int | None = None,
    *,
    total: int | None = None,
    working: bool = False,
    level: ClockLevel | str = "",
    words: str = "",
    why: str = "",
    why_url: str = "",
) -> dict[str, Any]:
    """{% clock_line "调解期限" due 6 total=15 why="人社部令17号 第29条" %}: one clock with its day and its source."""
    shown = _clock(days_left, total, working, level, words)
    return shown | {"label": label, "due": due, "why": why, "why_url": why_url}


def _reasons(reasons: str | Reason | Iterable[str | Reason]) -> list[Reason]:
    if isinstance(reasons, str | Reason):
        reasons = [reasons] if reasons else []
    return [reason if isinstance(reason, Reason) else Reason(text=str(reason)) for reason in reasons]


@register.inclusion_tag("components/move_button.html")
def move_button(
    label: str,
    url: str = "",
    *,
    reasons: str | Reason | Iterable[str | Reason] = (),
    mend_url: str = "",
    mend_label: str = "",
    kind: str = "primary",
    method: str = "get",
    fields: dict[str, Any] | None = None,
    key: str = "",
    small: bool = False,
    hint: str = "",
) -> dict[str, Any]:
    """{% move_button "结案" url reasons=move.reasons mend_url=… %}: a link, a one-button form, or blocked with reasons.

    `kind` is primary, plain or quiet; `method` get or post; `fields` are hidden inputs of the post. `key` makes the id
    of the reasons unique when the same blocked button stands more than once on a page. `mend_url` belongs to the first
    reason that has no link of its own.
    """
    if kind not in {"primary", "plain", "quiet"} or method not in {"get", "post"}:
        raise template.TemplateSyntaxError(f"move_button: no kind {kind!r} or method {method!r}")
    blocked = _reasons(reasons)
    if not blocked and not url:
        raise template.TemplateSyntaxError(f"move_button: {label!r} is not blocked and leads nowhere")
    if mend_url:
        for place, reason in enumerate(blocked):
            if not reason.mend_url:
                mended = Reason(text=reason.text, mend_url=mend_url, mend_label=mend_label or reason.mend_label)
                blocked[place] = mended
                break
    # The same button has the same id in every rendering, or htmx swaps and snapshots would see a difference.
    digest = hashlib.sha256("|".join([label, url, key, *(r.text for r in blocked)]).encode()).hexdigest()[:8]
    return {
        "label": label,
        "url": url,
        "reasons": blocked,
        "kind": kind,
        "method": method,
        "fields": (fields or {}).items(),
        "why_id": f"why-{key or digest}",
        "small": small,
        "hint": hint,
    }


@register.inclusion_tag("components/person_line.html")
def person_line(
    name: str,
    role: str = "",
    *,
    note: str = "",
    numbers: Sequence[Masked] = (),
    url: str = "",
) -> dict[str, Any]:
    """{% person_line party.name "申请人" numbers=party.masked note="委托代理人 王某(一般授权)" %}"""
    return {"name": name, "role": role, "note": note, "numbers": numbers, "url": url}


@register.inclusion_tag("components/number.html")
def number(masked: Masked) -> dict[str, Any]:
    """{% number masked %}: one masked number with 显示; a reveal view answers htmx with this component alone."""
    return {"masked": masked}


@register.inclusion_tag("components/money_row.html")
def money_row(
    label: str, *amounts: Decimal | int | None, why: str = "", why_url: str = "", total: bool = False
) -> dict[str, Any]:
    """{% money_row "加班费" claim.claimed claim.calculated claim.agreed claim.performed why="…" %}"""
    return {"label": label, "amounts": amounts, "why": why, "why_url": why_url, "total": total}


@register.inclusion_tag("components/paper_row.html")
def paper_row(
    title: str,
    *,
    url: str = "",
    code: str = "",
    number: str = "",
    on: date | None = None,
    state: str = "",
    tone: Tone | str = Tone.PLAIN,
    digest: str = "",
    note: str = "",
    move_label: str = "",
    move_url: str = "",
) -> dict[str, Any]:
    """{% paper_row "受理通知书" url=… code="D-04" on=day state="已送达" tone="good" digest=sha256 %}"""
    return {
        "title": title,
        "url": url,
        "code": code,
        "number": number,
        "on": on,
        "state": state,
        "tone": Tone(tone),
        "digest": digest,
        "note": note,
        "move_label": move_label,
        "move_url": move_url,
    }


@register.inclusion_tag("components/event_row.html")
def event_row(
    text: str,
    when: datetime | date,
    *,
    who: str = "",
    detail: str = "",
    basis: str = "",
    tone: Tone | str = Tone.PLAIN,
    url: str = "",
) -> dict[str, Any]:
    """{% event_row "受理" event.at who="登记员 张某" basis="人社部令17号 第22条" %}, inside <ol class="events">."""
    return {
        "text": text,
        "when": wording.moment_cn(when) if isinstance(when, datetime) else wording.date_cn(when),
        "machine": when.isoformat(),
        "who": who,
        "detail": detail,
        "basis": basis,
        "tone": Tone(tone),
        "url": url,
    }


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, text: str = "", *, url: str = "", label: str = "", small: bool = False) -> dict[str, Any]:
    """{% empty_state "没有等您处理的案件" "明天有2件到期。" url=… label="看明天的" %}: says what to do next."""
    return {"title": title, "text": text, "url": url, "label": label, "small": small}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Link], label: str) -> dict[str, Any]:
    """{% tabs items "工作台分组" %}: links with counts; the server decides which one is current."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("components/nav.html")
def nav(items: Iterable[Link], label: str = "主导航") -> dict[str, Any]:
    """{% nav items %}: the links of the top bar."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("components/search_box.html")
def search_box(url: str, value: str = "", *, hint: str = "姓名、案号、企业") -> dict[str, Any]:
    """{% search_box url request.GET.q %}: GET form with the field q; the key / jumps into it."""
    return {"url": url, "value": value, "hint": hint}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """{% pagination page_obj %}: keeps the other parameters of the address; says nothing when there is one page."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    pages = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {
        "page": page,
        "many": page.paginator.num_pages > 1,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "entries": [
            {"number": entry, "url": address(entry) if isinstance(entry, int) else "", "current": entry == page.number}
            for entry in pages
        ],
    }


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Fact], *, wide: bool = False) -> dict[str, Any]:
    """{% facts items %}: definition list in two columns (`wide=True`: one column, long values)."""
    return {"items": list(items), "wide": wide}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """{% error_summary form other_form %}: every error with a link to its field. `{{ form }}` already contains it."""
    entries = [{"text": text, "target": "", "label": ""} for form in forms for text in form.non_field_errors()]
    for form in forms:
        for name, texts in form.errors.items():
            if name == NON_FIELD_ERRORS:
                continue
            field = form[name]
            where = {"target": "", "label": ""} if field.is_hidden else {"target": field.auto_id, "label": field.label}
            entries += [{"text": text, **where} for text in texts]
    return {"entries": entries}


# ---- components with a body --------------------------------------------------------------------------------------


@register.simple_block_tag
def callout(content: SafeString, tone: Tone | str = Tone.INFO, title: str = "") -> SafeString:
    """{% callout "warn" title="时效将满" %}<p>…</p>{% endcallout %}"""
    return render_to_string("components/callout.html", {"content": content, "tone": Tone(tone), "title": title})


@register.simple_block_tag
def listing(
    content: SafeString, caption: str, show_caption: bool = False, stack: bool = False, money: bool = False
) -> SafeString:
    """{% listing "待接手的案件" %}<thead>…</thead><tbody>…</tbody>{% endlisting %}

    The caption is read aloud and printed; `show_caption` also shows it. `stack` turns rows into cards on a phone (give
    each cell data-label). `money` is the money table that money_row belongs to.
    """
    context = {
        "content": content,
        "caption": caption,
        "show_caption": show_caption,
        "stack": stack,
        "money": money,
    }
    return render_to_string("components/listing.html", context)
