"""A walk carries one practice case along a journey through the services, each step on its own day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cases.models import (
    Case,
    ClaimItem,
    Dispute,
    Evidence,
    HealthService,
    Instalment,
    Meeting,
    Party,
    PartyKind,
    Side,
    Signature,
)
from cases.practice.clock import PracticeClock, practice_clock
from cases.practice.journeys import EFFECT, In, Journey, Part, Step, days_of
from cases.practice.people import Firm, Person
from cases.practice.stories import Claimed, Story
from cases.services import actors, agreements, evidence, intake, meetings, parties, performance
from cases.services.health import give_service
from cases.services.perform import perform
from cases.services.team import add_to_lane
from cases.workflow.conditions import overdue, signatories, spokespeople
from cases.workflow.moves import Actor
from mediation.accounts.models import User
from mediation.parks.models import Court, Room
from mediation.parks.rights import remember_rights
from mediation.parks.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people of one room, and the court it works with."""

    room: Room
    registrar: User
    mediator: User
    other_mediator: User
    health: User
    head: User
    supervisor: User
    court: Court
    liaison: User
    mentor: User | None = None
    """Who is named supervisor (督导) of the health engineer's sealed notes; the union's supervisor when nobody is."""

    def user(self, part: Part) -> User:
        user: User = getattr(self, part.value)
        return user


Roll = Callable[[date], date]


def same_day(day: date) -> date:
    """No working days asked for."""
    return day


class Walk:
    """One case on its way. `go` makes steps; `case` is the case as it now stands."""

    case: Case
    sent: Case | None = None
    """The case by which a court sent the same dispute while the park was mediating it."""

    def __init__(
        self, story: Story, cast: Cast, clock: PracticeClock, *, serial: int = 1, roll: Roll = same_day
    ) -> None:
        self.story, self.cast, self.clock, self.serial, self.roll = story, cast, clock, serial, roll
        self.effect_on = timezone.localdate()
        self.meeting_on: date | None = None

    def go(self, journey: Journey, *, start: date, within: int | None = None) -> Case:
        """Make the steps, the first on `start`. Raises Refused."""
        days = days_of(journey, self.story, start, roll=self.roll, within=within)
        for place, (item, day) in enumerate(zip(journey, days, strict=True)):
            ahead = list(zip(journey[place:], days[place:], strict=True))
            # A payment "on the spot" falls due when the agreement takes effect, never before.
            self.effect_on = next((coming for move, coming in ahead if move.what in EFFECT), day)
            self.meeting_on = next((coming for move, coming in ahead if move.what == "hold"), None)
            self.clock.set(day)
            with remember_rights():  # as the requests do that real people make
                self.make(item)
        return self.case

    def make(self, item: Step) -> None:
        """Make one step on the clock's day."""
        entry = ENTRIES.get(item.what)
        if entry:
            entry(self, item)
            return
        answers = {name: self._filled(value) for name, value in item.answers.items()}
        if item.what in ("assign", "choose_mediator"):
            answers.setdefault("mediator", self.cast.mediator)
        if item.what == "receive":
            answers.setdefault("oral", self.story.oral)
        self.case = perform(self.case, item.what, by=self.actor(item.by), **answers)

    def actor(self, part: Part) -> Actor:
        if part is Part.APPLICANT:
            return actors.party(self.case.applicants[0])
        return actors.staff(self.case, self.cast.user(part))

    @property
    def today(self) -> date:
        return timezone.localdate()

    def _filled(self, value: Any) -> Any:
        if isinstance(value, In):
            return self.today + timedelta(days=value.days)
        if value == "{room}":
            return self.cast.room
        if value == "{other}":
            return self.cast.other_mediator
        if isinstance(value, str) and "{" in value:
            return value.format(
                county=self.cast.room.park.county,
                court=self.cast.court.name,
                court_code=self.cast.court.case_code,
                year=self.today.year,
                serial=self.serial,
                worker=self.story.workers[0].name,
            )
        return value

    def reload(self) -> None:
        self.case = Case.objects.get(pk=self.case.pk)

    def worker(self, index: int) -> Party:
        """The party of the story's worker."""
        return self.case.workers[index]

    # Entries

    def consult(self, item: Step) -> None:
        story = self.story
        self.case = intake.register(
            intake.QuickIntake(
                applicant=story.workers[0].name,
                phone=story.workers[0].phone,
                employer=story.firms[0].name,
                claim_codes=(),
                source=story.source,
                source_note=story.source_note,
                consultation_only=True,
            ),
            room=self.cast.room,
            user=self.cast.user(item.by),
        )

    def draft(self, item: Step) -> None:
        """Quick intake; request and facts follow with the details, so that the slip shows everything."""
        story, first = self.story, [c for c in self.story.claims if c.worker == 0]
        self.case = intake.register(
            intake.QuickIntake(
                applicant=story.workers[0].name,
                phone=story.workers[0].phone,
                employer=story.firms[0].name,
                claim_codes=tuple(c.code for c in first),
                amount=first[0].claimed,
                source=story.source,
                credit_code=story.firms[0].credit_code,
                oral=story.oral,
                source_note=story.source_note,
            ),
            room=self.cast.room,
            user=self.cast.user(item.by),
        )

    def delegate(self, item: Step) -> None:
        story, referral = self.story, self.story.referral
        assert referral is not None, "a case that a court sends needs the court's letter"
        first = [c for c in story.claims if c.worker == 0]
        case = intake.delegate(
            intake.Delegation(
                mode=referral.mode,
                court_number=referral.number,
                sent_on=self.today,
                applicant=story.workers[0].name,
                employer=story.firms[0].name,
                claim_codes=tuple(c.code for c in first),
                amount=first[0].claimed,
                trial=referral.trial,
                via_platform=referral.via_platform,
                judge=referral.judge,
                judge_phone=referral.judge_phone,
                arbitration=referral.arbitration,
                arbitration_number=referral.arbitration_number,
                arbitration_received_on=self.today - timedelta(days=6),
                complaint_stamped_on=self.today - timedelta(days=1),
                papers=referral.papers,
                facts=story.facts,
                request=story.request,
                applicant_phone=story.workers[0].phone,
                employer_phone=story.firms[0].phone,
                source_note=story.source_note,
            ),
            court=self.cast.court,
            room=self.cast.room,
            user=self.cast.user(item.by),
            dispute=self.case.dispute if hasattr(self, "case") else None,
        )
        if hasattr(self, "case"):
            self.sent = case
            self.reload()
        else:
            self.case = case

    def details(self, item: Step) -> None:
        """What the first screen left open: papers of identity, addresses, the other workers and employers, all claims."""
        story, by = self.story, self.actor(item.by)
        first_worker, first_firm = self.case.applicants[0], self.case.respondents[0]
        sides = {"side": Side.RESPONDENT}, {"side": Side.APPLICANT}
        turned = sides if story.employer_asks else ({}, {})
        parties.save_party(first_worker, _person(story, story.workers[0]) | turned[0], by=by)
        parties.save_party(first_firm, _firm(story.firms[0]) | turned[1], by=by)
        for firm in story.firms[1:]:
            party = Party(case=self.case, side=Side.RESPONDENT, kind=PartyKind.EMPLOYER)
            parties.save_party(party, _firm(firm) | {"joint_reason": "用工单位或者共同责任单位"}, by=by)
        written = list(first_worker.claims.order_by("pk"))
        for told in (c for c in story.claims if c.worker == 0):
            # The first screen writes one claim for each kind; a second one of a kind is added here.
            claim = next((c for c in written if c.code == told.code), None)
            if claim:
                written.remove(claim)
            else:
                claim = ClaimItem(case=self.case, party=first_worker, code=told.code)
            changes = {"party": first_firm} if story.employer_asks else {}
            if told.detail or claim.claimed != told.claimed or changes:
                parties.save_claim(claim, {"detail": told.detail, "claimed": told.claimed} | changes, by=by)
        if len(story.workers) > 1:
            parties.add_workers(self.case, _roster(story), by=by)
        if story.partners:
            Dispute.objects.filter(pk=self.case.dispute_id).update(partners=list(story.partners))
        self.case = parties.save_application(
            self.case,
            {
                "request": story.request,
                "facts": story.facts,
                "cause": story.cause,
                "green_channel": story.green_channel,
                "new_employment_form": story.new_employment_form,
                "common_request": story.common_request,
                "source_note": story.source_note,
            },
            by=by,
        )

    def elect(self, item: Step) -> None:
        """A group elects three to five representatives (推举书)."""
        for index in range(self.story.representatives):
            parties.save_party(self.worker(index), {"representative": True}, by=self.actor(item.by))
        self.reload()

    def consent(self, item: Step) -> None:
        given, subject = item.answers.get("given", True), item.answers["subject"]
        groups: dict[str, list[Party]] = {
            "applicants": [p for p in spokespeople(self.case) if p.side == Side.APPLICANT],
            "respondents": [p for p in spokespeople(self.case) if p.side == Side.RESPONDENT],
            "speakers": spokespeople(self.case),
            "settling": [p for n, p in enumerate(self.case.workers) if n not in self.story.unwilling],
            "unwilling": [self.case.workers[n] for n in self.story.unwilling],
        }
        people = groups[item.answers["who"]]
        if subject == "settle" and len(self.case.workers) < 2:
            return
        by, channel = self.actor(item.by), item.answers["channel"]
        if len(people) == 1:
            parties.record_consent(people[0], subject, given=given, on=self.today, channel=channel, by=by)
        elif people:
            parties.record_consents(people, subject, given=given, on=self.today, channel=channel, by=by)
        self.reload()

    def contact(self, item: Step) -> None:
        parties.record_contact(
            self.case.respondents[0],
            at=timezone.now(),
            channel=item.answers["channel"],
            result=item.answers["result"],
            by=self.actor(item.by),
        )
        self.reload()

    def arrange(self, item: Step) -> None:
        day = self.meeting_on or self.roll(self.today + timedelta(days=item.answers["in_days"]))
        meetings.arrange(
            self.case,
            kind=item.answers.get("kind", Meeting.Kind.JOINT),
            starts_at=timezone.make_aware(datetime.combine(day, time(9, 0))),
            place=self.cast.room.address or self.cast.room.name,
            expected=spokespeople(self.case),
            bring="身份证、劳动合同、工资流水",
            by=self.actor(item.by),
        )
        self.reload()

    def hold(self, item: Step) -> None:
        story = self.story
        self.case = perform(
            self.case,
            "hold_session",
            by=self.actor(item.by),
            came=spokespeople(self.case),
            identity_checked=True,
            undisputed_facts=story.undisputed or story.facts[:300],
            statements=story.statements or "申请人陈述请求和依据；被申请人陈述经营困难，对事实没有异议，对金额有异议",
            offers=story.offers or "被申请人提出分期，申请人要求缩短期限（过程记录，不对外）",
            result=story.result,
        )
        held = self.case.meetings.filter(status=Meeting.Status.HELD).order_by("-pk").first()
        assert held is not None
        for party in held.came.all():
            meetings.minutes_sign(held, party=party, by=self.actor(item.by))
        self.reload()

    def sums(self, item: Step) -> None:
        """What was agreed on each claim."""
        written = sorted(self.case.claims.all(), key=lambda c: c.pk)
        sums: dict[int, Decimal] = {}
        for told in self.story.claims:
            party = self.case.workers[told.worker].pk
            claim = next(c for c in written if c.party_id == party and c.code == told.code)
            written.remove(claim)
            if told.agreed is not None:
                sums[claim.pk] = told.agreed
        if sums:
            parties.agree_sums(self.case, sums, by=self.actor(item.by))
        self.reload()

    def terms(self, item: Step) -> None:
        """Sums agreed, text written, plan laid."""
        story, by = self.story, self.actor(item.by)
        self.sums(item)
        routes = [route.value for route in self.case.basis.rule.confirmation]
        agreements.save_draft(
            self.case,
            {
                "facts": story.undisputed or story.facts,
                "terms": story.terms or _terms(story),
                "settled_claims": "双方就本案所列请求事项一次性解决，别无其他争议",
                "default_clause": "任何一期逾期，其余各期全部到期"
                if story.accelerates
                else "逾期的，申请人可以依法申请仲裁或者向人民法院申请支付令",
                "accelerates": story.accelerates,
                "confirmation": story.confirmation if story.confirmation in routes else "none",
                "made_at_place": self.cast.room.name,
            },
            by=by,
        )
        workers, firms = self.case.workers, self.case.respondents
        agreements.save_plan(
            self.case,
            [
                {
                    "number": due.number or number,
                    "payer_id": firms[due.firm].pk,
                    "payee_id": workers[due.worker].pk,
                    "amount": due.amount,
                    "deed": due.deed,
                    "due_on": max(self.today + timedelta(days=due.after), self.effect_on),
                    "method": "当面交付" if due.deed else "银行转账",
                }
                for number, due in enumerate(story.plan, start=1)
            ],
            by=by,
        )
        self.reload()

    def sign(self, item: Step) -> None:
        by, kind = self.actor(item.by), item.answers["kind"]
        if kind == "workers":
            workers = [p for p in signatories(self.case) if p.is_worker]
            if len(workers) == 1:
                agreements.sign(
                    self.case, kind=Signature.Kind.PARTY, party=workers[0], on=self.today, method="signed", by=by
                )
            else:
                agreements.sign_together(self.case, workers, on=self.today, method="fingerprint", by=by)
        elif kind == "firms":
            for firm in (p for p in signatories(self.case) if not p.is_worker):
                agreements.sign(self.case, kind=Signature.Kind.PARTY, party=firm, on=self.today, method="sealed", by=by)
        else:
            method = "signed" if kind == "mediator" else "sealed"
            agreements.sign(self.case, kind=kind, on=self.today, method=method, by=by)
        self.reload()

    def pay(self, item: Step) -> None:
        """`part`: all that is owed, the next instalment only, or what is overdue. Money is paid on its due day, or early today."""
        by, lines = self.actor(item.by), [i for i in self.case.agreement.instalments.all() if not i.settled]
        if item.answers["part"] == "first":
            lines = [i for i in lines if i.number == lines[0].number]
        elif item.answers["part"] == "overdue":
            lines = overdue(self.case, self.today)
        for line in (i for i in lines if i.deed):
            performance.mark_done(line, on=self.today, by=by)
        money = [i for i in lines if not i.deed]
        if len(money) > MANY:
            performance.report_together(
                money, paid_on=self.today, channel="银行批量代发", proof=f"代发清单{self.serial}", by=by
            )
        else:
            for line in money:
                self._pay_line(line, by)
        self.reload()

    def _pay_line(self, line: Instalment, by: Actor) -> None:
        performance.report_payment(
            line,
            amount=line.outstanding,
            paid_on=max(min(line.due_on, self.today), self.case.effective_on or self.today),
            channel="银行转账",
            proof=f"银行回单{self.serial:04d}{line.number:02d}",
            confirm=True,
            by=by,
        )

    def health(self, item: Step) -> None:
        """A talk with the health engineer, with the worker's own consent and a sealed note."""
        worker, by = self.case.applicants[0], self.actor(item.by)
        parties.record_consent(worker, "health", given=True, on=self.today, channel="written", by=by)
        self.reload()
        give_service(
            self.case,
            worker,
            kind=HealthService.Kind.COUNSELLING,
            on=self.today,
            risk=HealthService.Risk.WATCH,
            note="（练习密存记录）申请人近两个月睡眠差，谈到家中开支时情绪低落，已作疏导，约定下周电话回访。",
            supervisor=self.cast.mentor or self.cast.supervisor,
            by=by,
        )

    def caucus(self, item: Step) -> None:
        """Staff-only notes of the private talks with each side."""
        for side, text in (
            (Side.APPLICANT, "（练习背靠背记录）申请人底线：分期可以，但须在春节前付清；利息可以不要。"),
            (Side.RESPONDENT, "（练习背靠背记录）被申请人愿意先付一半，担心其他职工攀比，希望保密。"),
        ):
            meetings.write_caucus_note(self.case, side=side, text=text, by=self.actor(item.by))

    def evidence(self, item: Step) -> None:
        """What shows who each side is, and a paper that proves something."""
        worker, firm = self.case.applicants[0], self.case.respondents[0]
        identity, proof = Evidence.Category.IDENTITY, Evidence.Category.EVIDENCE
        for party, category, name, purpose in (
            (worker, identity, "身份证复印件", ""),
            (worker, proof, "工资流水", "工资支付情况"),
            (firm, identity, "营业执照复印件", ""),
            (firm, proof, "考勤记录", "工资支付情况"),
        ):
            evidence.receive(
                self.case,
                party,
                SimpleUploadedFile(f"{name}.pdf", a_page(f"practice {self.serial} {party.pk} {category.value}")),
                name=name,
                category=category,
                form=Evidence.Form.COPY,
                by=self.actor(item.by),
                purpose=purpose,
            )

    def lane(self, item: Step) -> None:
        """The lawyer joins for the calculation and the text."""
        add_to_lane(self.case, self.cast.other_mediator, Role.LAWYER, by=self.actor(item.by))


MANY = 6
"""Beyond so many payees an employer pays by one list of its bank, not by single transfers."""

ENTRIES: Mapping[str, Callable[[Walk, Step], None]] = {
    "consult": Walk.consult,
    "draft": Walk.draft,
    "delegate": Walk.delegate,
    "details": Walk.details,
    "elect": Walk.elect,
    "consent": Walk.consent,
    "contact": Walk.contact,
    "arrange": Walk.arrange,
    "hold": Walk.hold,
    "sums": Walk.sums,
    "terms": Walk.terms,
    "sign": Walk.sign,
    "pay": Walk.pay,
    "health": Walk.health,
    "caucus": Walk.caucus,
    "evidence": Walk.evidence,
    "lane": Walk.lane,
}


def a_page(text: str) -> bytes:
    """A PDF of one page with a line of ASCII text: small, but a real file."""
    stream = f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    page, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(page))
        page += b"%d 0 obj%b endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return page + b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        len(page),
    )


def _person(story: Story, person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "name_note": person.name_note,
        "document_type": "resident_id",
        "id_number": person.id_number,
        "phone": person.phone,
        "address": person.address,
        "service_address": person.address,
        "occupation": person.occupation,
        "hired_on": person.hired_on,
        "bank": "某某银行某支行",
        "bank_account": person.bank_account,
        "categories": list(story.categories),
    }


def _firm(firm: Firm) -> dict[str, Any]:
    return {
        "name": firm.name,
        "credit_code": firm.credit_code,
        "no_licence_reason": firm.no_licence_reason,
        "phone": firm.phone,
        "address": firm.address,
        "service_address": firm.address,
        "legal_representative": firm.legal_representative,
        "representative_title": "" if firm.no_licence_reason else "法定代表人",
    }


def _claim(told: Claimed) -> dict[str, Any]:
    return {"code": told.code, "claimed": told.claimed, "detail": told.detail}


def _roster(story: Story) -> list[dict[str, Any]]:
    claims: dict[int, list[dict[str, Any]]] = {}
    for told in story.claims:
        claims.setdefault(told.worker, []).append(_claim(told))
    return [
        _person(story, person) | {"claims": claims.get(index, [])}
        for index, person in enumerate(story.workers)
        if index > 0
    ]


def _terms(story: Story) -> str:
    total = sum(due.amount for due in story.plan)
    parts = len({due.number or index for index, due in enumerate(story.plan)})
    return (
        f"一、被申请人向申请人支付共计{total:,.2f}元，分{parts}期，各期的金额和日期见履行计划；\n"
        "二、款项转入申请人本人的银行账户；\n三、双方对协议内容没有异议，自愿遵守。"
    )


def walk(
    story: Story,
    journey: Journey,
    cast: Cast,
    *,
    start: date,
    within: int | None = None,
    roll: Roll = same_day,
    serial: int = 1,
) -> Walk:
    """Carry a new case along a journey whose first step is on `start`. Raises Refused."""
    with practice_clock() as clock:
        going = Walk(story, cast, clock, serial=serial, roll=roll)
        going.go(journey, start=start, within=within)
    going.reload()
    return going
