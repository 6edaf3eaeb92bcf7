"""What may not stay empty is named before printing; what cannot be drawn is named with its place."""

import dataclasses
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz
from django.test import override_settings

from documents import characters, context_types, kinds, rendering
from documents.samples import SAMPLES
from documents.samples.first import AGREEMENT, GROUP_AGREEMENT, MINUTES, TERMINATION

from .conftest import printed


def without(context: Any, path: str) -> Any:
    """The context with one path emptied, in the first item of each list on the way."""
    data = json.loads(json.dumps(context))
    item = data
    *way, last = path.split(".")
    for step in way:
        item = item[step.removesuffix("[]")]
        if step.endswith("[]"):
            item = item[0]
    value = item[last.removesuffix("[]")]
    item[last.removesuffix("[]")] = [] if isinstance(value, list) else None if isinstance(value, dict) else "  "
    return data


MANDATORY = [
    (name, mandatory)
    for name, sample in SAMPLES.items()
    for mandatory in kinds.kind(sample.kind).mandatory
    if name == sample.kind  # the plain sample of each kind
]


@pytest.mark.parametrize(("name", "mandatory"), MANDATORY, ids=lambda value: getattr(value, "path", value))
def test_an_empty_mandatory_field_is_named(name: str, mandatory: kinds.Mandatory) -> None:
    kind = kinds.kind(name)
    context = SAMPLES[name].context
    if mandatory.path.startswith("annex."):
        context = context_types.as_json(GROUP_AGREEMENT)
    elif mandatory.path.startswith("reasons"):
        context = SAMPLES[{"D-23b": "D-23b-decline", "D-24": "D-24-failed"}.get(name, name)].context
    elif mandatory.only and mandatory.only[0] in context:
        context = {**context, mandatory.only[0]: mandatory.only[1]}
    elif mandatory.only == ("kind", "organisation"):
        context = {**context, "applicants": context["respondents"]}
    elif mandatory.only == ("kind", "person"):
        context = {**context, "respondents": context["applicants"]}
    if mandatory.unless:
        context = without(context, mandatory.unless)
    broken = context_types.from_json(kind.context, without(context, mandatory.path))
    missing = kinds.missing_fields(kind, broken)
    labels = [item.metadata["label"] for item in _fields_on_the_way(kind.context, mandatory.path)]
    assert any(name.endswith(labels[-1]) for name in missing), missing


def _fields_on_the_way(context_type: type, path: str) -> list[dataclasses.Field[Any]]:
    found: list[dataclasses.Field[Any]] = []
    for step in path.split("."):
        hints = context_types.hints_of(context_type)
        name = step.removesuffix("[]")
        found.append(next(item for item in dataclasses.fields(context_type) if item.name == name))
        expected = hints[name]
        for inner in getattr(expected, "__args__", ()):
            if dataclasses.is_dataclass(inner):
                expected = inner
        context_type = expected
    return found


class TestMissingFields:
    @pytest.mark.parametrize("name", SAMPLES)
    def test_the_samples_lack_nothing(self, name: str) -> None:
        sample = SAMPLES[name]
        assert kinds.missing_fields(kinds.kind(sample.kind), sample.paper) == ()

    def test_all_of_them_are_named_at_once_and_nothing_is_printed(self) -> None:
        empty = context_types.as_json(context_types.Acceptance(basis="local"))
        with pytest.raises(kinds.MissingFields) as refusal:
            rendering.render("D-04", 1, empty)
        assert str(refusal.value).startswith("《受理通知书》缺少：文书编号、调解组织名称、文书日期、制作时间、案件编号")
        assert "调解期限届满日" in refusal.value.labels

    def test_the_third_worker_of_a_list_is_found(self) -> None:
        workers = list(GROUP_AGREEMENT.annex.workers)  # type: ignore[union-attr]
        workers[2] = dataclasses.replace(workers[2], id_number="")
        annex = dataclasses.replace(GROUP_AGREEMENT.annex, workers=tuple(workers))  # type: ignore[type-var]
        missing = kinds.missing_fields(kinds.kind("D-17"), dataclasses.replace(GROUP_AGREEMENT, annex=annex))
        assert missing == ("附表人员（第3项）：职工证件号码",)

    def test_what_a_person_needs_a_firm_does_not(self) -> None:
        firm = dataclasses.replace(TERMINATION.respondents[0], representative="", id_number="", gender="")
        paper = dataclasses.replace(TERMINATION, respondents=(firm,))
        assert kinds.missing_fields(kinds.kind("D-13"), paper) == ("被申请人：法定代表人或者主要负责人",)

    def test_an_agreement_without_money_needs_no_sum(self) -> None:
        paper = dataclasses.replace(AGREEMENT, monetary="", total="", total_words="", instalments=(), account=None)
        assert kinds.missing_fields(kinds.kind("D-17"), paper) == ()
        assert "协议金额" in kinds.missing_fields(kinds.kind("D-17"), dataclasses.replace(paper, monetary="yes"))

    def test_one_of_two_fields_that_say_the_same_is_enough(self) -> None:
        application = SAMPLES["D-01"].paper
        assert isinstance(application, context_types.application.Application)
        kind = kinds.kind("D-01")
        assert kinds.missing_fields(kind, dataclasses.replace(application, request="")) == ()
        assert kinds.missing_fields(kind, dataclasses.replace(application, claims=())) == ()
        neither = dataclasses.replace(application, request="", claims=())
        assert kinds.missing_fields(kind, neither) == ("调解请求",)

    def test_minutes_without_the_confidential_part_need_no_statements(self) -> None:
        assert kinds.missing_fields(kinds.kind("D-12"), dataclasses.replace(MINUTES, process=None)) == ()

    def test_an_unknown_kind_is_refused(self) -> None:
        with pytest.raises(kinds.UnknownKind):
            rendering.render("D-99", 1, {})


class TestCharacters:
    @pytest.mark.parametrize(
        "name", ["𬎆", "㛃", "䶮", "𫖯", "𣲗", "㸌", "𠅤", "囍堃喆昇犇", "阿依古丽·买买提", "張學友", "镕堃"]
    )
    def test_names_that_are_drawn(self, name: str) -> None:
        assert all(characters.can_draw(character) for character in name)

    def test_every_standard_character_is_drawn(self) -> None:
        """The first level of 通用规范汉字表 and all of GB 2312, which every official letter relies on."""
        for first in range(0xB0, 0xF8):
            for second in range(0xA1, 0xFF):
                try:
                    assert characters.can_draw(bytes((first, second)).decode("gb2312"))
                except UnicodeDecodeError:
                    continue
        assert all(characters.can_draw(chr(code)) for code in range(0x4E00, 0xA000) if code < 0x9FEB)

    def test_the_bitmap_says_what_the_fonts_have(self) -> None:
        drawn = set()
        for file in characters.FONT_FILES.iterdir():
            drawn |= set(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))).unicodes)
        for code in (*range(0x20, 0x3400), *range(0x4E00, 0xA000), *range(0xFF00, 0x10000), *range(0x20000, 0x20400)):
            if unicodedata.category(chr(code)) not in {"Cc", "Cf", "Zl", "Zp"}:  # in the fonts, refused all the same
                assert characters.can_draw(chr(code)) == (code in drawn or chr(code) == "\u3000"), hex(code)

    @pytest.mark.skipif(bool(characters.rare_font_files()), reason="this machine has the fonts that draw it")
    def test_an_undrawable_character_is_refused_by_name_and_place(self) -> None:
        party = dataclasses.replace(AGREEMENT.applicants[0], name="王\U0002b81d")
        with pytest.raises(characters.Undrawable) as refusal:
            rendering.render("D-17", 1, context_types.as_json(dataclasses.replace(AGREEMENT, applicants=(party,))))
        (problem,) = refusal.value.problems
        assert (problem.character, problem.code_point, problem.field) == (
            "\U0002b81d",
            "U+2B81D",
            "申请人／姓名或者名称",
        )
        assert "没有可用的字形" in str(refusal.value)
        assert "U+2B81D" in str(refusal.value)

    def test_an_old_private_use_character_is_printed_as_the_encoded_one(self) -> None:
        """䶮 was U+E863 in fonts of the GBK time; old ledgers still hold it."""
        assert characters.as_printed("江西\ue863泰") == "江西䶮泰"
        sample = SAMPLES["D-10"]
        old = {**sample.context, "respondents": ["江西\ue863泰精密电子有限公司"]}
        assert rendering.render("D-10", 1, old).sha256 == printed("D-10").sha256

    def test_the_other_ones_are_refused_as_private_use(self) -> None:
        with pytest.raises(characters.Undrawable, match="自造字（U\\+E08B）"):
            rendering.render("D-10", 1, {**SAMPLES["D-10"].context, "contact": "王\ue08b"})

    @pytest.mark.parametrize("invisible", ["\u200b", "\ufeff", "\U000e0100", "\u0007", "\ufffe"])
    def test_invisible_characters_are_refused(self, invisible: str) -> None:
        with pytest.raises(characters.Undrawable, match="不可见或者无法识别"):
            rendering.render("D-10", 1, {**SAMPLES["D-10"].context, "contact": f"王{invisible}某"})

    def test_line_ends_and_wide_spaces_are_no_problem(self) -> None:
        assert characters.undrawable(iter([("事由", "一\n二\t三　四\u00a0五")])) == ()

    def test_the_whole_table_of_private_characters_is_known(self) -> None:
        mapping = characters.private_use_map()
        assert sorted(mapping) == list(range(0xE815, 0xE865))
        assert [mapping[code] for code in (0xE863, 0xE864, 0xE816)] == ["䶮", "龻", "𠂇"]

    def test_rare_fonts_of_the_machine_are_used_when_it_has_them(self, tmp_path: Path) -> None:
        """The fonts of Debian's fonts-hanazono, played here by a font with a single rare character."""
        from fontTools.ttLib import TTFont

        font = TTFont(characters.FONT_FILES / "DocFangX.ttf", recalcTimestamp=False)
        glyph = next(iter(font.getBestCmap().values()))
        for table in font["cmap"].tables:
            table.cmap = {0x2B81D: glyph} if table.format == 12 else {}
        font.save(tmp_path / "HanaMinA.ttf")
        caches = (characters._rare_characters, characters.font_version)
        try:
            with override_settings(DOCUMENTS_RARE_FONTS=tmp_path):
                for cached in caches:
                    cached.cache_clear()
                assert characters.can_draw("\U0002b81d")
                assert "+HanaMinA-" in characters.font_version()
                assert f"<dir>{tmp_path}</dir>" in rendering.fontconfig_file().read_text(encoding="utf-8")
        finally:
            for cached in caches:
                cached.cache_clear()
            rendering.fontconfig_file()


class TestShape:
    @pytest.mark.parametrize("name", SAMPLES)
    def test_a_context_survives_json(self, name: str) -> None:
        sample = SAMPLES[name]
        stored = json.loads(json.dumps(sample.context, ensure_ascii=False))
        assert context_types.from_json(kinds.kind(sample.kind).context, stored) == sample.paper

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"contat": "王某"}, "unknown fields contat"),
            ({"contact": 3}, "Paper.contact|SessionNotice.contact: expected a text, got int"),
            ({"addressees": "王某"}, "expected a list, got str"),
            ({"body": "调解室"}, "expected a mapping, got str"),
            ({"mediators": [{"name": None}]}, r"mediators\[0\].name: expected a text, got NoneType"),
        ],
    )
    def test_another_shape_is_a_mistake_of_the_program(self, change: dict[str, Any], message: str) -> None:
        with pytest.raises(context_types.BadContext, match=message):
            rendering.render("D-10", 1, {**SAMPLES["D-10"].context, **change})

    @pytest.mark.parametrize("code", kinds.KINDS)
    def test_every_path_of_the_registry_exists(self, code: str) -> None:
        kind = kinds.kind(code)
        for mandatory in kind.mandatory:
            assert _fields_on_the_way(kind.context, mandatory.path)
        for path in (*kind.secrets, *filter(None, [kind.qr])):
            assert _fields_on_the_way(kind.context, path)
