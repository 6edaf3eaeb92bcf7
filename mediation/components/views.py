"""The front door, the switch for large type, and the page on which developers see every component in every state."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mediation.components.context import ELDER_COOKIE
from mediation.components.forms import (
    CodeInput,
    DayField,
    MomentField,
    MoneyField,
    PhoneInput,
    TileChecks,
    TileRadio,
)
from mediation.components.parts import ClockLevel, Fact, Link, Masked, Reason, Step, StepState, Tone

ONE_YEAR = 365 * 24 * 60 * 60


def _address(name: str) -> str:
    """The address of a door, or nothing while that part of the service is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def landing(request: HttpRequest) -> HttpResponse:
    """Two doors for people who are not signed in; called by `home`, which sends staff to their work."""
    doors = {"portal_url": _address("portal:enter"), "staff_url": _address("accounts:sign-in")}
    return render(request, "landing.html", doors)


@login_not_required
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Remember large or normal type for a year and go back to the page; the way for browsers without script."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    response.set_cookie(
        ELDER_COOKIE,
        "1" if request.POST.get("elder") == "1" else "0",
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


class _GalleryForm(forms.Form):
    """Every kind of field the office uses."""

    name = forms.CharField(label="申请人姓名", help_text="与身份证一致；少数民族姓名的间隔号用“·”。", max_length=50)
    phone = forms.CharField(label="联系电话", widget=PhoneInput)
    employer = forms.CharField(label="用人单位全称", help_text="请看工资条或者劳动合同上的公章，不要写简称。")
    code = forms.CharField(label="统一社会信用代码", widget=CodeInput, required=False, max_length=18)
    causes = forms.MultipleChoiceField(
        label="因为什么",
        widget=TileChecks,
        help_text="可以选几项。",
        choices=[
            ("wage", "拖欠工资"),
            ("overtime", "加班费"),
            ("end", "解除合同"),
            ("injury", "工伤待遇"),
            ("other", "其他"),
        ],
    )
    amount = MoneyField(label="请求金额", required=False, help_text="不清楚可以不填，以后再补。")
    happened_on = DayField(label="发生日期")
    meeting_at = MomentField(label="调解时间", required=False)
    origin = forms.ChoiceField(
        label="来访方式", choices=[("", "请选择"), ("walk", "上门"), ("phone", "电话"), ("court", "法院委派")]
    )
    track = forms.ChoiceField(
        label="办理方式", widget=TileRadio, choices=[("face", "面对面"), ("back", "背靠背"), ("phone", "电话")]
    )
    held_by = forms.ChoiceField(
        label="证据在谁手里",
        widget=forms.RadioSelect,
        required=False,
        choices=[("worker", "职工"), ("employer", "用人单位"), ("other", "其他单位")],
    )
    story = forms.CharField(label="事情经过", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    scan = forms.FileField(label="证据照片", required=False, help_text="PDF、JPG、PNG，不超过20 MB。")
    told = forms.BooleanField(label="已经告知：调解不收费，不愿调解可以直接申请仲裁")


class _GalleryReason(forms.Form):
    """The one question of a confirm page."""

    reason = forms.CharField(label="撤回原因", widget=forms.Textarea(attrs={"rows": 3}), required=False)


class _GalleryFilter(forms.Form):
    """A search form above a list."""

    template_name = "components/forms/filter.html"
    q = forms.CharField(label="姓名或案号", required=False)
    stage = forms.ChoiceField(label="阶段", required=False, choices=[("", "全部"), ("m", "调解中"), ("c", "征询意见")])
    since = DayField(label="受理起", required=False)


def _steps() -> list[Step]:
    done = [("收到申请", date(2026, 9, 14)), ("受理", date(2026, 9, 16)), ("指派", date(2026, 9, 17))]
    steps = [Step(label=label, state=StepState.DONE, on=on) for label, on in done]
    steps.append(Step(label="调解中", state=StepState.CURRENT, note="第6天"))
    return steps + [Step(label=label) for label in ("协议", "生效", "履行", "结案", "归档")]


def _gallery_context() -> dict[str, object]:
    wrong = _GalleryForm({"name": "刘某", "phone": "", "amount": "一万八", "origin": "phone"})
    entries = Paginator(range(1, 313), 50)
    return {
        "nav_items": [
            Link(label="工作台", url="#desk", current=True),
            Link(label="案件", url="#tables"),
            Link(label="日历", url="#clocks"),
            Link(label="文书", url="#papers"),
            Link(label="统计", url="#money"),
        ],
        "search_url": "#tables",
        "new_url": "#forms",
        "place": "南昌小蓝经济技术开发区",
        "place_links": [
            Link(label="南昌小蓝经济技术开发区", url="#top", current=True),
            Link(label="南昌高新技术产业开发区", url="#top"),
        ],
        "icons": [
            "search",
            "check",
            "down",
            "left",
            "right",
            "printer",
            "phone",
            "warning",
            "info",
            "ok",
            "stop",
            "lock",
            "paper",
            "person",
            "building",
            "inbox",
            "arrow",
        ],
        "tones": [tone.value for tone in Tone if tone],
        "swatches": [
            ("desk", "桌面"),
            ("paper", "纸面"),
            ("ink", "墨色"),
            ("blue", "可以按的"),
            ("seal", "印章，只用于标志"),
            ("late", "逾期、错误"),
            ("warn", "三天以内、提醒"),
            ("half", "过半"),
            ("good", "正常、完成"),
        ],
        "steps": _steps(),
        "steps_end": [
            Step(label="收到申请", state=StepState.DONE, on=date(2026, 9, 14)),
            Step(label="受理", state=StepState.DONE, on=date(2026, 9, 16)),
            Step(label="协议", state=StepState.SKIPPED),
            Step(label="结案", state=StepState.CURRENT, note="调解不成"),
        ],
        "due": date(2026, 10, 8),
        "levels": [(level.value, words) for level, words in _LEVEL_WORDS.items()],
        "one_reason": Reason(text="还有1项文书未送达", mend_url="#papers"),
        "many_reasons": [
            Reason(text="被申请人还没有同意调解", mend_url="#people", mend_label="登记答复"),
            Reason(text="只有调解室负责人可以办理，请联系周某"),
        ],
        "people_numbers": [
            Masked(label="电话", shown="138****5678", reveal_url="#"),
            Masked(label="身份证", shown="3601**********1234", reveal_url="#"),
        ],
        "shown_numbers": [Masked(label="电话", shown="13812345678")],
        "amounts": [
            (
                "拖欠工资（6月至8月）",
                Decimal("18600"),
                Decimal("18600"),
                Decimal("18000"),
                Decimal("9000"),
                "工资条3份；劳动法第50条",
            ),
            (
                "加班费",
                Decimal("9300"),
                Decimal("7241.38"),
                Decimal("6000"),
                Decimal(0),
                "4,200 ÷ 21.75 ÷ 8 × 1.5 × 200小时",
            ),
            ("经济补偿", Decimal("12600"), None, None, None, ""),
        ],
        "total": (Decimal("40500"), Decimal("25841.38"), Decimal("24000"), Decimal("9000")),
        "today": date(2026, 9, 22),
        "moment": datetime(2026, 9, 22, 6, 0, tzinfo=UTC),
        "digest": "9caac977a0af0c2229abd397eee3345899c4020da2a1a0b711c1cc543fe3719d",
        "bands": [
            Link(label="待接手", url="#desk", count=3, current=True),
            Link(label="等我处理", url="#desk", count=5),
            Link(label="等别人", url="#desk", count=7),
            Link(label="本周履行", url="#desk", count=4),
            Link(label="待回访", url="#desk", count=0),
            Link(label="已逾期", url="#desk", count=2, tone=Tone.LATE),
        ],
        "case_tabs": [
            Link(label=label, url="#case", current=label == "概况")
            for label in ("概况", "当事人", "请求与测算", "调解会", "证据", "协议", "履行", "文书", "记录")
        ],
        "cases": _CASES,
        "facts": [
            Fact(label="申请日期", value="2026-09-14(周一)"),
            Fact(label="来访方式", value="上门"),
            Fact(label="办理依据", value="企业劳动争议调解委员会", why="企业劳动争议协商调解规定"),
            Fact(label="入职日期", value=None),
        ],
        "page": entries.page(3),
        "form": _GalleryForm(initial={"happened_on": date(2026, 9, 1)}),
        "wrong": wrong,
        "filter": _GalleryFilter(),
        "title": "撤回申请",
        "statement": "要撤回 刘某 诉 某电子（南昌）有限公司 一案的调解申请吗？",
        "consequences": [
            "案件以“申请人撤回”结束，不能恢复。",
            "不影响申请人申请仲裁，时效从今天起重新计算。",
            "系统出具撤回确认书，通知对方。",
        ],
        "confirm_label": "确认撤回",
        "cancel_url": "?",
    }


_LEVEL_WORDS = {
    ClockLevel.PAUSED: "已中止",
    ClockLevel.STOPPED: "09-20已办结",
    ClockLevel.UNKNOWN: "2031年日历未载入",
}

_CASES = [
    (
        "赣工调〔2026〕小蓝12号",
        "刘某",
        "某电子（南昌）有限公司",
        "拖欠工资",
        Decimal("18600"),
        "调解中",
        -1,
        15,
        "办理延期或终结",
        "",
    ),
    (
        "赣工调〔2026〕小蓝15号",
        "王某",
        "江西某服饰有限公司",
        "经济补偿",
        Decimal("32000"),
        "调解中",
        0,
        15,
        "登记协议",
        "",
    ),
    (
        "赣工调〔2026〕小蓝18号",
        "陈某",
        "某物流有限公司南昌分公司",
        "加班费",
        Decimal("9300"),
        "征询意见",
        2,
        5,
        "登记对方答复",
        "",
    ),
    (
        "赣工调〔2026〕小蓝19号",
        "欧阳某某",
        "某汽车零部件有限公司",
        "工伤待遇",
        Decimal("126400.50"),
        "调解中",
        6,
        15,
        "安排调解会",
        "",
    ),
    (
        "赣工调〔2026〕小蓝20号",
        "熊某等85人",
        "某建设集团有限公司",
        "拖欠工资",
        Decimal("1286300"),
        "待结案",
        13,
        15,
        "结案",
        "还有1项文书未送达",
    ),
]


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; in practice and for developers only."""
    if not (settings.DEBUG or settings.PRACTICE_MODE):
        raise Http404
    context = _gallery_context()
    layout = request.GET.get("layout", "")
    if layout == "confirm":
        context["form"] = _GalleryReason()
    if layout in {"desk", "case", "portal", "confirm"}:
        return render(request, f"components/gallery_{layout}.html", context)
    return render(request, "components/gallery.html", context)
