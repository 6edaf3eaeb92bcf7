"""Each paper says what its context says, as text, on as many pages as expected, in a file an archive accepts."""

import dataclasses
import importlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from documents import kinds, rendering
from documents.samples import SAMPLES
from documents.samples.first import GROUP_SIZE

from .conftest import UNDRAWN, body_text, leaves, pages_of, printed, squeezed

# What a paper keeps to itself, by its basis or because it is said in other words; anything else must be printed.
BODY = {f"调解组织／调解组织{what}" for what in ("地址", "电话")}
NOT_PRINTED = {
    "D-03": {"调解组织／调解组织地址"},
    "D-03-complete": {"调解组织／调解组织地址"},
    "D-04-peoples": {"调解组织／调解组织电话"},
    "D-05": {"调解组织／调解组织地址"},
    "D-05b": {"调解组织／调解组织地址"},
    "D-07": BODY,
    "D-07-delegated": BODY,
    "D-07-entrusted": BODY | {"劳动人事争议仲裁委员会"},
    "D-12": {"调解组织／调解组织自称", "调解组织／调解组织电话"},
    "D-12-undisputed": {"调解组织／调解组织自称", "调解组织／调解组织电话"},
    "D-13": BODY,
    "D-13-delegated": BODY | {"劳动人事争议仲裁委员会"},
    "D-17": BODY,
    "D-17-group": BODY | {"文书日期"},
    "D-17-enterprise": BODY | {"文书日期", "确认方式／劳动人事争议仲裁委员会"},
    "D-17-delegated": BODY | {"调解组织／调解组织自称", "收到申请日期", "受理日期"},
    "D-17-entrusted": BODY | {"调解组织／调解组织自称", "文书日期", "收到申请日期", "受理日期"},
    "D-18": BODY | {"调解组织／调解组织自称"},
    "D-18b": BODY | {"调解组织／调解组织自称"},
    "D-18b-left": BODY | {"调解组织／调解组织自称"},
    "D-18b-failed": BODY | {"调解组织／调解组织自称"},
    "D-24": {"调解组织／调解组织地址"},
    "D-24-failed": {"调解组织／调解组织地址"},
}


PAGES = {
    "D-03": 2,
    "D-03-complete": 1,
    "D-04": 2,
    "D-05": 2,
    "D-05b": 2,
    "D-07": 3,
    "D-10": 1,
    "D-12": 4,
    "D-12-undisputed": 2,
    "D-13": 3,
    "D-17": 5,
    "D-17-group": 13,
    "D-18": 1,
    "D-18b": 1,
    "D-23b": 2,
    "D-24": 2,
}
for family in Path(__file__).parent.glob("not_printed_*.py"):  # each family of papers names its own
    module = importlib.import_module(f"{__package__}.{family.stem}")
    NOT_PRINTED |= module.NOT_PRINTED
    PAGES |= getattr(module, "PAGES", {})


def test_every_kind_has_a_sample() -> None:
    assert {sample.kind for sample in SAMPLES.values()} == set(kinds.KINDS)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_of_the_context_is_on_the_paper(name: str) -> None:
    sample = SAMPLES[name]
    text = body_text(printed(name).pdf, sample.paper.number)
    unprinted = {place for place, value in leaves(sample.paper) if squeezed(value).rstrip("。；;") not in text}
    assert unprinted == NOT_PRINTED.get(name, set())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_is_drawn_as_often_as_the_form_says_it(name: str) -> None:
    """Nothing is cut off, lost at the end of a page or drawn twice. Two or three characters also stand in other words."""
    sample = SAMPLES[name]
    kind = kinds.kind(sample.kind)
    form = rendering._render_html(kind.template(kind.version), {"kind": kind, "paper": sample.paper})
    written = body_text(UNDRAWN + form.encode(), sample.paper.number)
    drawn = body_text(printed(name).pdf, sample.paper.number)
    texts = {squeezed(value) for _, value in leaves(sample.paper)} - {sample.paper.number}
    counts = {text: (written.count(text), drawn.count(text)) for text in texts if len(text) > 3}
    assert {text: count for text, count in counts.items() if count[0] != count[1]} == {}


AGAIN = {
    "协议金额大写": (1, "in the clause, and under the plan of payments"),
    "当事人／住址或者住所": (1, "a firm that is served where it sits"),
}
"""Personal values and sums in words that a form may say once more, and why; every other stands on it exactly once."""
SAID_AGAIN = {
    "协议金额大写": {"D-17", "D-17-delegated", "D-17-entrusted", "D-17-group"},
    "当事人／住址或者住所": {"D-08-firm"},
}


def weighty(context: Any, trail: str = "") -> Iterator[tuple[str, str]]:
    """What must not be lost nor be told twice: personal data, and sums in words, which prevail over figures."""
    for item in dataclasses.fields(context):
        value, place = getattr(context, item.name), f"{trail}{item.metadata['label']}"
        for single in value if isinstance(value, tuple) else (value,):
            if isinstance(single, str):
                if single and not item.metadata["steers"] and (item.metadata["mask"] or place.endswith("大写")):
                    yield place, squeezed(single)
            elif single is not None:
                yield from weighty(single, f"{place}／")


@pytest.mark.parametrize("name", SAMPLES)
def test_personal_values_and_sums_in_words_stand_exactly_once(name: str) -> None:
    """Against what is declared here, not against the form. A value that several fields hold stands once for each."""
    sample = SAMPLES[name]
    drawn = body_text(printed(name).pdf, sample.paper.number)
    wanted: dict[str, int] = {}
    for place, text in weighty(sample.paper):
        again = AGAIN[place][0] if name in SAID_AGAIN.get(place, ()) else 0
        wanted[text] = wanted.get(text, 0) + 1 + again
    found = {text: drawn.count(text) for text in wanted if len(text) > 2}
    assert found == {text: count for text, count in wanted.items() if len(text) > 2}


@pytest.mark.parametrize(("name", "pages"), PAGES.items())
def test_number_of_pages(name: str, pages: int) -> None:
    rendered = printed(name)
    assert rendered.pages == pages == len(PdfReader(io.BytesIO(rendered.pdf)).pages)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_paper_is_pdf_a_3a(name: str) -> None:
    result = page.validate_pdf_bytes(printed(name).pdf, profile="PDF/A-3a")
    assert not [failure.rule_id for failure in result.failures]


def test_number_and_page_of_pages_stand_on_every_page() -> None:
    rendered = printed("D-17-group")
    for index, text in enumerate(pages_of(rendered.pdf), start=1):
        assert f"赣工调协〔2026〕瑞金4号第{index}页，共13页" in text
        assert f"—{index}—" in text


def test_page_measures_of_an_official_letter() -> None:
    """GB/T 9704: text between 28 and 182 mm from the left and 37 and 262 mm from the top, both margins flush."""
    first = PdfReader(io.BytesIO(printed("D-04").pdf)).pages[0]
    positions: list[tuple[float, float]] = []
    first.extract_text(visitor_text=lambda text, cm, tm, *_: positions.append((tm[4], tm[5])) if text.strip() else None)
    millimetre = 72 / 25.4
    assert first.mediabox.width == pytest.approx(210 * millimetre, abs=0.5)
    assert min(x for x, _ in positions) >= 28 * millimetre - 0.5


class TestMinutes:
    def test_the_confidential_part_has_a_sheet_of_its_own(self) -> None:
        rendered = printed("D-12")
        assert rendered.parts == {"undisputed": (1, 2), "process": (3, 4)}
        first, last = rendered.parts["process"]
        assert first % 2 == 1  # printed on both sides, an odd page begins a new sheet
        pages = pages_of(rendered.pdf)
        outside = "".join(pages[: first - 1] + pages[last:])
        for secret in ("愿意分三期支付工资", "经济补偿要求三个半月", "建议工资24,000元节前先付10,000元"):
            assert secret in "".join(pages[first - 1 : last])
            assert secret not in outside

    def test_it_can_be_left_out(self) -> None:
        rendered = printed("D-12-undisputed")
        assert rendered.parts == {"undisputed": (1, 2)}
        text = "".join(pages_of(rendered.pdf))
        assert "每月15日以银行转账支付上月工资" in text
        assert "调解过程与方案" not in text
        assert "分期" not in text

    def test_only_the_first_part_may_leave(self) -> None:
        assert {part.code: part.may_leave for part in kinds.kind("D-12").parts} == {
            "undisputed": True,
            "process": False,
        }


class TestAgreement:
    def test_it_never_promises_enforcement_of_its_own(self) -> None:
        """A mediation agreement alone cannot be enforced; a worker who reads otherwise misses the two dates."""
        for name in (name for name, sample in SAMPLES.items() if sample.kind == "D-17"):
            text = body_text(printed(name).pdf, SAMPLES[name].paper.number)
            assert "本协议本身不能作为申请强制执行的依据" in text
            for sentence in re.split("[。；]", text):
                if "强制执行" in sentence or "申请人民法院执行" in sentence:
                    assert "不能" in sentence or "才可以" in sentence, sentence

    def test_both_last_days_are_printed_with_the_day_they_are_counted_from(self) -> None:
        """Golden scenario G4: delegated, both parties signed on 5 March 2026."""
        text = body_text(printed("D-17-delegated").pdf, SAMPLES["D-17-delegated"].paper.number)
        assert "十五日内共同向瑞金市劳动人事争议仲裁委员会申请审查，最后一日为2026年3月20日" in text
        assert "三十日内共同向瑞金市人民法院申请确认，最后一日为2026年4月7日" in text
        assert "按本协议于2026年3月5日生效计算" in text

    def test_a_route_that_is_barred_says_why_and_has_no_box(self) -> None:
        text = body_text(printed("D-17-enterprise").pdf, SAMPLES["D-17-enterprise"].paper.number)
        assert "仲裁审查。本协议不能选择该方式：协议内容为确认劳动关系" in text
        assert "十五日内共同向" not in text
        assert "由调解员填写" in text  # the other route keeps a blank until the day is known

    @pytest.mark.parametrize(
        ("name", "rule"),
        [
            ("D-17", "由双方当事人签名或者盖章，经调解员签名并加盖"),
            ("D-17-enterprise", "由双方当事人签名或者盖章，经调解员签名并加盖"),
            ("D-17-group", "自各方当事人签名、盖章或者按指印，人民调解员签名并加盖"),
            ("D-17-delegated", "自双方当事人签名、盖章或者捺印后生效"),
            ("D-17-entrusted", "生效时间依照有关法律规定确定"),
        ],
    )
    def test_the_legal_basis_of_the_room_decides_when_it_takes_effect(self, name: str, rule: str) -> None:
        assert rule in body_text(printed(name).pdf, SAMPLES[name].paper.number)

    def test_three_originals(self) -> None:
        assert kinds.kind("D-17").copies == 3
        assert "一式三份，双方当事人各执一份" in body_text(printed("D-17").pdf, SAMPLES["D-17"].paper.number)

    def test_the_annex_has_a_row_and_a_sum_for_each_worker(self) -> None:
        rendered = printed("D-17-group")
        first, last = rendered.parts["annex"]
        text = "".join(pages_of(rendered.pdf)[first - 1 : last])
        annex = SAMPLES["D-17-group"].context["annex"]
        assert len(annex["workers"]) == GROUP_SIZE
        for worker in annex["workers"]:
            assert f"{worker['number']}{squeezed(worker['name'])}{worker['id_number']}" in text
        assert f"合计（85人）511,700.00{annex['total']}大写：{annex['total_words']}" in text
        assert text.count("本人同意签名") == last - first + 1  # each page has the head, the last one rows too
        assert PdfReader(io.BytesIO(rendered.pdf)).pages[first - 1].mediabox.width > 800

    def test_the_sum_in_words_is_the_sum_in_figures(self) -> None:
        agreement = SAMPLES["D-17-group"].context
        rows = sum(float(row["agreed"].replace(",", "")) for row in agreement["annex"]["workers"])
        parts = sum(float(row["amount"].replace(",", "")) for row in agreement["instalments"])
        assert rows == parts == float(agreement["total"].replace(",", "")) == 460_700


class TestReceipt:
    def test_the_qr_code_leads_to_the_portal(self) -> None:
        receipt = SAMPLES["D-03"].context
        (image,) = PdfReader(io.BytesIO(printed("D-03").pdf)).pages[1].images
        drawn = rendering.qr_code(receipt["portal"]["url"])
        assert _modules(image.data) == _modules(drawn)
        assert _modules(drawn) != _modules(rendering.qr_code("https://elsewhere.example.cn"))

    def test_the_address_of_the_portal_names_nobody(self) -> None:
        receipt = SAMPLES["D-03"].context
        assert receipt["addressee"] not in receipt["portal"]["url"]

    def test_the_pin_is_declared_a_secret(self) -> None:
        assert kinds.kind("D-03").secrets == ("portal.pin",)


def test_the_court_report_says_what_it_leaves_out() -> None:
    text = body_text(printed("D-24").pdf, SAMPLES["D-24"].paper.number)
    assert "不包含当事人为达成调解协议作出的让步" in text
    assert not {"offers", "proposals", "statements", "process"} & set(SAMPLES["D-24"].context)


def _modules(png: bytes) -> list[bool]:
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("L")
    return [pixel < 128 for pixel in image.get_flattened_data()]
