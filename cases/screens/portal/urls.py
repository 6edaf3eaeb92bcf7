"""Addresses of the public pages. The short one is printed in the QR code of the card."""

from django.urls import path

from cases.screens.portal import answer, apply, calculators, door, own

app_name = "portal"
urlpatterns = [
    path("", door.enter, name="enter"),
    path("c/<slug:code>/", door.card, name="card"),
    path("leave/", door.leave, name="leave"),
    path("case/", own.case, name="case"),
    path("case/withdraw/", own.withdraw, name="withdraw"),
    path("case/material/", own.material, name="material"),
    path("case/material/complete/", own.complete, name="complete"),
    path("case/material/<int:piece>/", own.piece, name="piece"),
    path("case/contact/", own.contact, name="contact"),
    path("case/question/<slug:subject>/", own.question, name="question"),
    path("case/payments/<int:instalment>/received/", own.received, name="received"),
    path("case/payments/<int:instalment>/missing/", own.missing, name="missing"),
    path("case/payments/confirm/<int:payment>/", own.confirm, name="confirm"),
    path("case/readers/", own.readers, name="readers"),
    path("calculators/", calculators.calculators, name="calculators"),
    path("calculators/<slug:calculator>/", calculators.calculate, name="calculate"),
    path("limitation/", calculators.limitation, name="limitation"),
    path("answer/<str:token>/", answer.letter, name="answer"),
    path("answer/<str:token>/<slug:reply>/", answer.reply, name="reply"),
    path("answered/", answer.answered, name="answered"),
    path("apply/", apply.begin, name="apply"),
    path("apply/done/", apply.done, name="applied"),
    path("apply/<slug:step>/", apply.step, name="apply_step"),
]
