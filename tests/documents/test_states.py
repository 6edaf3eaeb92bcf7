"""In which states of a case its papers can be made: the table is that of the procedure (domain 2.1, 2.2), not of the code."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

from cases.models import Case, Meeting
from cases.practice import journeys
from cases.services import actors
from cases.services.refusal import Refused
from cases.services.worklist import states_with_move
from cases.states import FINISHED_STATES, Mode, State
from cases.workflow.moves import transitions_of
from documents import kinds, services
from documents.kinds import states
from documents.models import Document
from documents.subjects import each_ones, of_kind
from tests.factories import Team, a_group_story, a_room_with_team, a_story
from tests.scenarios import along, at

TO_RESPONDENT = {"D-06", "D-26"}
TO_APPLICANT = {"D-08", "D-25b", "D-27", "D-36", "D-40"}


@pytest.fixture
def team() -> Team:
    return a_room_with_team()


def about(kind: str, case: Case) -> dict[str, Any]:
    """Whom or what such a paper is about, so that nothing but the state stands against it."""
    if kind in TO_RESPONDENT:
        return {"party": case.respondents[0]}
    if kind in TO_APPLICANT:
        return {"party": case.applicants[0]}
    if kind == "D-36b":
        return {"party": case.respondents[0]}
    if kind in ("D-10", "D-12"):
        status = Meeting.Status.PLANNED if kind == "D-10" else Meeting.Status.HELD
        return {"meeting": case.meetings.filter(status=status).first()}
    return {}


def fresh(case: Case) -> Case:
    return Case.objects.for_rows().get(pk=case.pk)


# The registry


def test_every_kind_has_a_named_span_and_only_papers_of_cases_have_states() -> None:
    assert {code for code, kind in kinds.KINDS.items() if kind.states not in states.LABELS} == set()
    assert {code for code, kind in kinds.KINDS.items() if bool(kind.states) != kind.of_case} == set()


def test_every_span_is_of_use_and_has_a_name_of_its_own() -> None:
    assert set(states.LABELS) == {kind.states for kind in kinds.KINDS.values()}
    assert len(set(states.LABELS.values())) == len(states.LABELS)


@pytest.mark.parametrize("track", list(Case.track_classes))
def test_every_paper_a_move_names_can_be_made_in_the_state_it_leads_to(track: str) -> None:
    """The papers of a move are made after the state has changed."""
    wrong = [
        (transition.custom["move"].number, code, str(transition.target))
        for transitions in transitions_of(Case.track_classes[track]).values()
        for transition in transitions
        for code in transition.custom["move"].papers
        if code in kinds.KINDS and kinds.kind(code).of_case and transition.target not in kinds.kind(code).states
    ]
    assert wrong == []


def test_the_closing_form_is_there_wherever_a_case_can_be_closed_and_afterwards() -> None:
    assert kinds.kind("D-29").states == states_with_move("close") | set(FINISHED_STATES)


def test_the_list_of_forms_says_when_each_can_be_made() -> None:
    """docs/papers is drawn by hand from time to time; its words may not lag behind the registry."""
    gallery = _script("gallery")
    text = (Path(settings.BASE_DIR) / "docs" / "papers" / "README.md").read_text(encoding="utf-8")
    assert "\n".join(gallery.spans()) in text
    sections = {part.split(" ", 1)[0]: part for part in text.split("\n## ")[1:]}
    assert set(sections) == set(kinds.KINDS)
    assert [code for code, kind in kinds.KINDS.items() if f"页，{gallery.about(kind)}\n" not in sections[code]] == []


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(settings.BASE_DIR) / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The procedure

TABLE: dict[str, tuple[journeys.Journey, str, str]] = {
    # what has happened, papers that can be made then, papers that cannot
    "consulted": (journeys.CONSULTED, "D-01 D-36", "D-03 D-08 D-19 D-40"),
    "A10 draft": (journeys.DRAFT, "D-01 D-36 D-36b", "D-02 D-03 D-04 D-08 D-40"),
    "A20 received": (journeys.RECEIVED, "D-01 D-03 D-08 D-19 D-40", "D-03b D-04 D-06 D-07 D-29"),
    "A21 asked for a supplement": (journeys.SUPPLEMENTING, "D-03b D-08 D-19", "D-05 D-06"),
    "A3 the supplement has come": (journeys.SUPPLEMENTED, "D-03", "D-03b D-19b"),
    "A3b it has not": (journeys.LAPSED, "D-19b D-29", "D-03b D-08 D-36"),
    "A22 the other side is asked": (journeys.SEEKING_CONSENT, "D-06 D-08", "D-04 D-05 D-05b D-07"),
    "A30 not accepted": (journeys.NOT_ACCEPTED, "D-05 D-29", "D-05b D-06 D-08 D-19 D-36"),
    "A31 the other side refused": (journeys.CONSENT_REFUSED, "D-05b D-29", "D-05 D-06 D-08 D-13 D-36b"),
    "A40 accepted": (journeys.ACCEPTED, "D-04 D-06 D-07 D-08", "D-09 D-12 D-14 D-16 D-29"),
    "A50 assigned": (journeys.ASSIGNED, "D-09 D-09b D-19", "D-12 D-15 D-17"),
    "A60 talks": (journeys.MEDIATING, "D-09b D-10 D-16 D-19", "D-13 D-14 D-15 D-17 D-29"),
    "A61 suspended": (journeys.SUSPENDED, "D-12 D-14 D-19", "D-15 D-17"),
    "A12 resumed": (journeys.RESUMED, "D-15 D-16", "D-14"),
    "A70 the text is fixed": (journeys.SIGNING, "D-17 D-19", "D-06 D-13 D-20 D-21 D-25"),
    "A15 the text is taken back": (
        (*journeys.SIGNING, journeys.step("change_text", journeys.M, reason="单位要求更正收款账号")),
        "D-16 D-19",
        "D-17 D-20",
    ),
    "A17 one side does not sign": (journeys.UNSIGNED, "D-13 D-29", "D-08 D-09b D-17 D-19 D-36"),
    "A71 in effect": (journeys.EFFECTIVE, "D-08 D-17 D-20 D-21 D-22 D-25 D-36", "D-06 D-09b D-13 D-19 D-26 D-29"),
    "A72 withdrawn, a meeting still planned": (journeys.WITHDRAWN, "D-19 D-29", "D-06 D-08 D-09b D-10 D-13"),
    "A74 failed": (journeys.FAILED, "D-12 D-13 D-29 D-40", "D-06 D-08 D-09b D-19 D-25 D-36"),
    "A92 not performed": (journeys.DEFAULTED, "D-25 D-26 D-27", "D-28 D-29 D-30"),
    "A93 handed over": (journeys.HANDED_OVER, "D-08 D-27 D-28 D-29", "D-06 D-26"),
    "A27b handed over to a court's mediation": (journeys.TRANSFERRED, "D-12 D-29", "D-08 D-19 D-28 D-36"),
    "A95 closed": (journeys.CLOSED, "D-04 D-17 D-25 D-29", "D-06 D-08 D-19 D-26 D-33 D-36 D-36b"),
    "A31a reopening asked for": (journeys.REOPENING_ASKED, "D-29 D-33", "D-08"),
    "A24 mediated again as another case": (journeys.MEDIATED_AGAIN, "D-17", "D-08 D-26 D-29"),
    "B10 pushed": (journeys.COURT_PUSHED, "D-36", "D-01 D-03 D-07 D-08 D-19 D-23b"),
    "B11 declined": (journeys.COURT_DECLINED, "D-23b D-29", "D-07 D-08 D-36"),
    "B10b pushed again": (journeys.COURT_PUSHED_AGAIN, "D-36", "D-07 D-08 D-23b D-29"),
    "B20 signed for": (journeys.COURT_SIGNED_FOR, "D-07 D-08 D-19 D-23b", "D-03 D-04 D-09 D-24"),
    "B22 the other side refused": (journeys.COURT_CONSENT_REFUSED, "D-13 D-24 D-29", "D-06 D-08 D-12 D-19"),
    "B41 suspended as a sham": (journeys.COURT_SHAM_SUSPENDED, "D-12 D-14", "D-06 D-15 D-24"),
    "B41b the court lets it go on": (journeys.COURT_SHAM_CLEARED, "D-15 D-16", "D-14 D-24"),
    "B51 in effect": (journeys.COURT_EFFECTIVE, "D-17 D-21 D-22 D-24", "D-04 D-06 D-19 D-28"),
    "B70 failed": (journeys.COURT_FAILED, "D-13 D-24 D-29", "D-06 D-08 D-19 D-36"),
    "B90 closed": (journeys.COURT_CLOSED, "D-17 D-23b D-24 D-29", "D-06 D-08 D-26 D-30 D-33"),
}


@pytest.mark.django_db
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", TABLE)
def test_what_can_be_made_when(team: Team, name: str) -> None:
    journey, can, cannot = TABLE[name]
    mode = Mode.DELEGATED if any(step.what == "delegate" for step in journey) else None
    case = fresh(along(journey, team=team, story=a_story(mode=mode)).case)
    by = actors.staff(case, team.head)
    assert [kind for kind in can.split() if not of_kind(case, kind)] == [], "cannot be made"
    before = Document.objects.count()
    for kind in cannot.split():
        with pytest.raises(Refused, match=rf"案件现在（{case.status.label}）还不能出具《{kinds.kind(kind).title}》"):
            services.issue(kind, case, by=by, **about(kind, case))
    assert Document.objects.count() == before
    found = {subject.kind for subject in services.issuable(case)}
    assert found.isdisjoint(cannot.split()), "offered though it is refused"


@pytest.mark.django_db
@pytest.mark.usefixtures("undrawn")
def test_an_allowed_paper_is_made_by_the_same_door(team: Team) -> None:
    case = fresh(at(State.SUSPENDED, team=team))
    made = services.issue("D-19", case, by=actors.staff(case, team.head))
    assert (made.kind, made.case_id) == ("D-19", case.pk)


@pytest.mark.django_db
@pytest.mark.usefixtures("undrawn")
def test_what_is_made_for_each_of_many_stands_behind_the_same_gate(team: Team) -> None:
    """No worker gets an agreement of his own while the text is being changed."""
    story = a_group_story(workers=3)
    fixed = fresh(along(journeys.SIGNING, team=team, story=story).case)
    assert len(each_ones(fixed, "D-17")) == 3
    journey = (*journeys.SIGNING, journeys.step("change_text", journeys.M, reason="更正收款账号"))
    changed = fresh(along(journey, team=team, story=a_group_story(workers=3)).case)
    assert each_ones(changed, "D-17") == []
    assert each_ones(changed, "D-08") != []


@pytest.mark.django_db
@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("code", [code for code, kind in kinds.KINDS.items() if not kind.of_case])
def test_papers_of_no_case_are_never_one_of_a_case(team: Team, code: str) -> None:
    case = fresh(at(State.RECEIVED, team=team))
    with pytest.raises(Refused, match="还不能出具"):
        services.issue(code, case, by=actors.staff(case, team.head))
