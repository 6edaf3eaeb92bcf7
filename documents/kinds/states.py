"""In which states of its case a paper can be made. Named spans of the procedure, so that the registry reads as the law does.

Two sorts of paper want two sorts of span. What tells of something that has happened (accepted, ended, handed over) stays
true: it can be made, and made anew when it was wrong, from then on to the end of the file. What belongs to a step that
is running (an answer asked for, a call to a meeting, word of a stop) can be made during that step only: afterwards it
would say what is no longer so. A span is what must be given; whether the paper is called for at all, the facts say.
"""

from __future__ import annotations

from collections.abc import Mapping

from cases.states import State, Track

States = frozenset[State]

# Pieces of both tracks, in the order of a case's life

_BEFORE_APPLICATION = frozenset({State.CONSULTED, State.DRAFT})
_EXAMINED = frozenset({State.RECEIVED, State.SUPPLEMENTING, State.SEEKING_CONSENT})
_SIGNED_FOR = frozenset({State.COURT_SIGNED_FOR, State.COURT_SEEKING_CONSENT})
_PREPARED = frozenset({State.ACCEPTED, State.ASSIGNED, State.COURT_MEDIATOR_CHOSEN})
_TALKS = frozenset({State.MEDIATING, State.COURT_MEDIATING, State.COURT_APPRAISAL, State.COURT_EXTENDED})
_SIGNING = frozenset({State.SIGNING, State.COURT_SIGNING})
_FAILED = frozenset({State.FAILED, State.COURT_FAILED, State.COURT_RESUMED})
_LEFT = frozenset({State.WITHDRAWN, State.COURT_SUIT_WITHDRAWN})
_NOT_PERFORMED = frozenset(
    {
        State.EFFECTIVE,
        State.ARBITRATION_REVIEW,
        State.COURT_CONFIRMATION,
        State.CONFIRMED,
        State.CONFIRMATION_REFUSED,
        State.PERFORMING,
        State.DEFAULTED,
        State.COURT_EFFECTIVE,
        State.COURT_FILED,
        State.COURT_CONFIRMING,
        State.COURT_CONFIRMED,
        State.COURT_DISMISSED,
        State.COURT_MEDIATION_DOCUMENT,
        State.COURT_PERFORMING,
        State.COURT_DEFAULTED,
    }
)
_IN_EFFECT = _NOT_PERFORMED | {State.PERFORMED, State.HANDED_OVER, State.COURT_PERFORMED}
_CLOSED = frozenset({State.CLOSED, State.ARCHIVED, State.REOPENED, State.COURT_CLOSED, State.COURT_ARCHIVED})

# Spans

NONE: States = frozenset()
"""No paper of a case: it is made and read through a door of its own."""
ANY = frozenset(State)
PARK = frozenset(state for state in State if state.track is Track.PARK)
COURT = frozenset(state for state in State if state.track is Track.COURT)

AFTER_APPLICATION = ANY - _BEFORE_APPLICATION
AFTER_PARK_APPLICATION = AFTER_APPLICATION & PARK
SUPPLEMENTING = frozenset({State.SUPPLEMENTING})
ASKING = _PREPARED | _TALKS | {State.SEEKING_CONSENT, State.COURT_SEEKING_CONSENT, State.SUSPENDED}
"""Also during the talks: a respondent who is brought in later has to be asked too (R17 22)."""
AFTER_REJECTION = frozenset({State.NOT_ACCEPTED}) | (_CLOSED & PARK)
AFTER_REFUSAL = frozenset({State.CONSENT_REFUSED}) | (_CLOSED & PARK)
AFTER_REPLY = COURT - {State.COURT_PUSHED}

STOPPED = frozenset({State.SUSPENDED, State.COURT_SHAM_SUSPENDED})
RUNNING = _TALKS | _SIGNING
CALLING = _SIGNED_FOR | _PREPARED | {State.SUSPENDED} | RUNNING | _NOT_PERFORMED
"""The day after a stop may be fixed before the stop is over, and a mediator also brings the parties to one table while the
agreement is being performed. Nobody is called to what a court looks into as sham, or to talks that are over."""
BEFORE_THE_END = _EXAMINED | _SIGNED_FOR | _PREPARED | _TALKS | STOPPED | _SIGNING
CONSENTING = BEFORE_THE_END | _IN_EFFECT
"""After effect what may be told to a court, to arbitration or to a body of legal aid is still the party's to allow."""
REPRESENTED = CONSENTING | _BEFORE_APPLICATION | {State.COURT_PUSHED}

AFTER_MEDIATION_BEGAN = _TALKS | STOPPED | _SIGNING | _FAILED | _LEFT | _IN_EFFECT | _CLOSED
AFTER_ASSIGNMENT = AFTER_MEDIATION_BEGAN | {State.ASSIGNED, State.COURT_MEDIATOR_CHOSEN}
AFTER_ACCEPTANCE = AFTER_ASSIGNMENT | {State.ACCEPTED, State.COURT_CONSENT_REFUSED} | _SIGNED_FOR
AFTER_PARK_ACCEPTANCE = AFTER_ACCEPTANCE & PARK
WITHDRAWING = BEFORE_THE_END | {State.WITHDRAWN, State.COURT_FAILED, State.COURT_RESUMED} | _CLOSED
AFTER_LAPSE = frozenset({State.WITHDRAWN}) | (_CLOSED & PARK)

AFTER_TEXT_WAS_FIXED = _SIGNING | _IN_EFFECT | _CLOSED
AFTER_EFFECT = _IN_EFFECT | _CLOSED
"""The law's days to apply run from effect, whether or not the room has closed its file meanwhile."""
BEING_PERFORMED = _NOT_PERFORMED
AFTER_THE_TALKS = _FAILED | {State.COURT_CONSENT_REFUSED} | _IN_EFFECT | _CLOSED
"""Also in effect: each worker who did not settle gets notice of the end while the others have an agreement."""
REPORTING = (AFTER_THE_TALKS & COURT) | {State.COURT_SIGNING}
"""What is signed in a suit is reported before it has effect: the court makes its own document of it (TY16 20)."""
AFTER_HAND_OVER = (
    frozenset(
        {
            State.HANDED_OVER,
            State.COURT_FILED,
            State.COURT_CONFIRMING,
            State.COURT_CONFIRMED,
            State.COURT_DISMISSED,
            State.COURT_PERFORMING,
            State.COURT_PERFORMED,
            State.COURT_DEFAULTED,
        }
    )
    | _CLOSED
)
"""A case of a court goes on after a hand-over: the debtor may still pay, the parties may still ask for confirmation."""

CLOSING = (
    frozenset(
        {
            State.NOT_ACCEPTED,
            State.CONSENT_REFUSED,
            State.WITHDRAWN,
            State.FAILED,
            State.PERFORMED,
            State.HANDED_OVER,
            State.COURT_DECLINED,
            State.COURT_CONSENT_REFUSED,
            State.COURT_DISMISSED,
            State.COURT_MEDIATION_DOCUMENT,
            State.COURT_SUIT_WITHDRAWN,
            State.COURT_FAILED,
            State.COURT_RESUMED,
            State.COURT_PERFORMED,
            State.COURT_DEFAULTED,
        }
    )
    | _CLOSED
)
"""The form goes to the head before the file is closed."""
AFTER_PARK_CLOSING = _CLOSED & PARK

LABELS: Mapping[States, str] = {
    NONE: "不属于一件案件",
    ANY: "任何阶段",
    PARK: "三师一室案件的任何阶段",
    COURT: "法院推送以后",
    AFTER_APPLICATION: "收到申请（法院推送）以后",
    AFTER_PARK_APPLICATION: "收到申请以后",
    SUPPLEMENTING: "等待补正期间",
    ASKING: "征询意见起，协议定稿以前",
    AFTER_REJECTION: "不予受理以后",
    AFTER_REFUSAL: "对方不同意调解而终结以后",
    AFTER_REPLY: "签收或者不予接收以后",
    STOPPED: "中止期间",
    RUNNING: "调解进行期间",
    CALLING: "受理（签收）起，调解进行和协议履行期间",
    BEFORE_THE_END: "收到申请（签收）起，调解结束以前",
    CONSENTING: "收到申请（签收）起，调解结束以前；达成协议的，结案以前",
    REPRESENTED: "调解结束以前；达成协议的，结案以前",
    AFTER_MEDIATION_BEGAN: "开始调解以后",
    AFTER_ASSIGNMENT: "确定调解员以后",
    AFTER_ACCEPTANCE: "受理（签收）以后",
    AFTER_PARK_ACCEPTANCE: "受理以后",
    WITHDRAWING: "收到申请（签收）起，调解结束以前；撤回、和解以后",
    AFTER_LAPSE: "按撤回处理以后",
    AFTER_TEXT_WAS_FIXED: "协议定稿以后",
    AFTER_EFFECT: "协议生效以后",
    BEING_PERFORMED: "协议生效以后，履行完毕或者移交以前",
    AFTER_THE_TALKS: "调解终结以后；达成协议的，协议生效以后",
    REPORTING: "调解终结、协议签署或者生效以后",
    AFTER_HAND_OVER: "移交以后",
    CLOSING: "可以结案时和结案以后",
    AFTER_PARK_CLOSING: "结案以后",
}
"""How the list of forms calls each span; every kind has one of these."""
