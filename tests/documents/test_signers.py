"""Who signs and seals, and how many are made: as the list of forms has it (domain 6.1), and as the paper prints it."""

import re
from dataclasses import replace

import pytest

from cases.models import Consent
from cases.practice import journeys
from cases.services import actors
from cases.services.parties import record_consent
from cases.services.perform import perform
from cases.services.refusal import Refused
from documents import kinds, rendering
from documents.context_types import as_json
from documents.kinds import Recipient, Signer
from documents.models import Document
from documents.samples import SAMPLES
from documents.services import issue
from documents.signatures import wanted
from tests.factories import Team, a_group_story, a_room_with_team
from tests.scenarios import along

from .conftest import UNDRAWN, body_text, squeezed

MARKS = {
    # form: marks of domain 6.1 (its M, D, K, W, E, C; Seal for the body's; the others in words)
    "D-01": "W",
    "D-02": "W K",
    "D-03": "K Seal",
    "D-03b": "K Seal",
    "D-04": "Seal",
    "D-05": "Seal",
    "D-05b": "Seal",
    "D-06": "Seal",
    "D-07": "W E",
    "D-08": "W E",
    "D-09": "Seal",
    "D-09b": "W E",
    "D-09c": "Seal",
    "D-10": "Seal",
    "D-11": "Asked M K",
    "D-12": "W E M K",
    "D-13": "W E M Seal",
    "D-14": "Seal",
    "D-15": "Seal",
    "D-16": "W E",
    "D-17": "W E M Seal",
    "D-17b": "W E M",
    "D-19": "W",
    "D-20": "W E",
    "D-21": "W E",
    "D-22": "Seal",
    "D-23": "C",
    "D-23b": "Seal",
    "D-24": "M Seal",
    "D-25b": "W",
    "D-26": "Seal",
    "D-27": "W",
    "D-28": "Seal",
    "D-29": "M D",
    "D-30": "M",
    "D-31": "K",
    "D-32": "K Receiver",
    "D-33": "D U",
    "D-35": "W",
    "D-36": "W E",
    "D-37": "W E K",
    "D-37b": "K",
    "D-38": "M",
    "D-39": "W",
    "D-39b": "W",
    "D-39c": "W",
    "D-41": "U",
    "D-42": "Preparer Reviewer D",
    "D-43": "M",
}
PLACES = {
    Signer.WORKER: r"签名|签收|签章",
    Signer.EMPLOYER: r"盖章|签章",
    Signer.MEDIATOR: r"(调解员|主持人|告知人|调查人)（签名|回访人：",
    Signer.KEEPER: r"(经办人|收件人|记录人|移交人|监销人)（签名|立卷|送达人",
    Signer.ASKED: r"被调查人（逐页签名",
    Signer.SEAL: r"（印章）",
    Signer.HEAD: r"负责人（签名",
    Signer.UNION: r"（印章）|（签名，盖章）",
    Signer.COURT: r"（印章）",
    Signer.RECEIVER: r"接收人（签名）",
    Signer.PREPARER: r"填报人：",
    Signer.REVIEWER: r"审核人（签名）",
    Signer.COUNSELLOR: r"健康工程师[^，。]{0,4}（签名）",
    Signer.SUPERVISOR: r"指定督导（签名）",
}
SIGNED_WITH_THE_VOLUME = {"D-31b", "D-31e"}
"""The index and a leaf lie inside a volume; who filed it signs its cover and its notes."""


def words_of(name: str) -> str:
    """What a sample says, as it would be drawn."""
    sample = SAMPLES[name]
    kind = kinds.kind(sample.kind)
    html = rendering._render_html(kind.template(kind.version), {"kind": kind, "paper": sample.paper})
    return body_text(UNDRAWN + html.encode(), sample.paper.number)


@pytest.mark.parametrize("code", MARKS)
def test_a_form_is_signed_by_whom_the_list_of_forms_names(code: str) -> None:
    assert set(MARKS[code].split()) <= {signer.value for signer in kinds.kind(code).signers}


def test_nobody_else_is_asked_to_sign_a_letter_or_a_report() -> None:
    assert kinds.kind("D-28").signers == (Signer.SEAL,)
    assert kinds.kind("D-42").signers == (Signer.PREPARER, Signer.REVIEWER, Signer.HEAD)
    assert [code for code in ("D-39", "D-39b", "D-39c") if Signer.SEAL in kinds.kind(code).signers] == []


@pytest.mark.parametrize("code", [code for code in kinds.KINDS if code not in SIGNED_WITH_THE_VOLUME])
def test_the_paper_has_a_place_for_each_who_signs(code: str) -> None:
    text = "".join(words_of(name) for name, sample in SAMPLES.items() if sample.kind == code)
    without = [signer.label for signer in kinds.kind(code).signers if not re.search(PLACES[signer], text)]
    assert without == []


def test_every_mark_has_a_name_that_fits_wherever_it_stands() -> None:
    assert len({signer.label for signer in Signer}) == len(Signer)
    assert Signer.KEEPER.label == "经办人签名", "he also records, serves and files"


class TestCopies:
    @pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.kind == "D-17"])
    def test_the_agreement_says_how_many_originals_the_registry_knows(self, name: str) -> None:
        kind = kinds.kind("D-17")
        court = SAMPLES[name].context["inviting_court"]
        originals = kind.copies + (kind.court_copies if court else 0)
        assert originals == (4 if court else 3)
        assert f"本协议书一式{'零一二三四五'[originals]}份，双方当事人各执一份" in words_of(name)

    def test_each_who_hands_over_and_who_takes_a_dossier_has_a_list(self) -> None:
        assert kinds.kind("D-32").copies == 2

    def test_the_number_is_told_with_what_it_depends_on(self) -> None:
        assert kinds.kind("D-17").copies_label == "3份（人民法院委派、委托的4份）"
        assert kinds.kind("D-04").copies_label == "3份"


class TestHandOver:
    """The letter bears a seal alone; that data may go there (PIPL 23) is signed on a sheet that stays here."""

    def test_the_sheet_is_a_paper_of_its_own_and_does_not_leave(self) -> None:
        letter, sheet = words_of("D-28-inspection"), words_of("D-28b")
        assert "签名、按指印" in sheet
        assert "按指印" not in letter
        assert "签名）" not in letter
        for words in ("第二十三条", "南昌县劳动保障监察大队", "处理目的", "处理方式", "信息种类", "单独同意"):
            assert words in sheet
        assert kinds.kind("D-28b").recipients == (Recipient.FILE,)
        assert kinds.kind("D-28").parts == ()

    def test_a_letter_of_before_is_drawn_as_it_was(self) -> None:
        old = as_json(SAMPLES["D-28-inspection"].paper)
        del old["to_consent"]
        again = rendering.render("D-28", 1, old, redrawn=True)
        text = body_text(again.pdf, SAMPLES["D-28"].paper.number)
        assert "当事人（签名）" in text
        assert again.parts == {}

    @pytest.mark.django_db
    def test_each_worker_of_a_group_is_asked_who_has_not_agreed(self, undrawn: None) -> None:
        team = a_room_with_team()
        case = along(journeys.DEFAULTED, team=team, story=a_group_story(workers=4)).case
        by = actors.staff(case, team.head)
        agreed, *others = case.workers
        record_consent(agreed, Consent.Subject.SHARE_ARBITRATION, given=True, channel="written", by=by, on=case.as_of)
        case = perform(case, "hand_over", by=by, target="arbitration", body="南昌县仲裁委", reason="逾期没有履行")
        letter = Document.objects.get(case=case, kind="D-28")
        assert letter.context["to_consent"] == [party.name for party in others]
        assert letter.context["consented"] == [agreed.name]
        assert [row.signer for row in wanted(letter)] == [Signer.SEAL]
        assert case.respondents[0].name not in letter.context["to_consent"], "a firm has no personal data"
        sheet = issue("D-28b", case, by=by, entry=letter.entry)
        assert sheet.context["people"] == [party.name for party in others]
        assert [row.party for row in wanted(sheet)] == others
        assert (sheet.recipient, letter.recipient) == ("file", "outside")

    @pytest.mark.django_db
    def test_where_everybody_has_agreed_there_is_no_sheet(self, undrawn: None) -> None:
        team = a_room_with_team()
        case = along(journeys.DEFAULTED, team=team).case
        by = actors.staff(case, team.head)
        (worker,) = case.workers
        record_consent(worker, Consent.Subject.SHARE_ARBITRATION, given=True, channel="written", by=by, on=case.as_of)
        case = perform(case, "hand_over", by=by, target="arbitration", body="南昌县仲裁委", reason="逾期没有履行")
        letter = Document.objects.get(case=case, kind="D-28")
        with pytest.raises(Refused, match="还不能出具"):
            issue("D-28b", case, by=by, entry=letter.entry)


@pytest.mark.django_db
def test_the_list_of_what_is_missing_is_signed_by_who_looked_it_through(undrawn: None, team: Team) -> None:
    notice = Document.objects.get(case=along(journeys.SUPPLEMENTING, team=team).case, kind="D-03b")
    assert [row.signer for row in wanted(notice)] == [Signer.KEEPER, Signer.SEAL]
    assert notice.template_version.startswith("v2")


def test_a_list_of_before_is_drawn_as_it_was() -> None:
    sample = SAMPLES["D-03b"]
    old, new = (rendering.render("D-03b", version, sample.context, redrawn=True) for version in (1, 2))
    assert "经办人（签名）" not in body_text(old.pdf, sample.paper.number)
    assert "经办人（签名）" in body_text(new.pdf, sample.paper.number)


def test_a_record_of_the_health_service_names_who_signs_and_for_what() -> None:
    text = words_of("D-39b")
    assert squeezed("只确认上列日期和方式的服务已经提供") in text
    unsealed = replace(kinds.kind("D-39b"), signers=())
    assert unsealed.confidentiality == kinds.Confidentiality.SEALED_HEALTH, "sealed is the store, not a seal"
