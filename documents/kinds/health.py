"""Papers of the sealed health store (C3), and reports: neither is a paper of a case file.

What the list of forms calls sealed is the store 密存: no seal is set on a health paper, because whoever set it would see it.
"""

from documents.context_types import health as contexts
from documents.context_types import reports as report_contexts
from documents.kinds import states
from documents.kinds.base import HEAD, Confidentiality, DossierPlace, Kind, Recipient, Series, Signer, need, need_if

KINDS: tuple[Kind, ...] = (
    Kind(
        code="D-39",
        title="心理服务知情同意书",
        context=contexts.HealthConsent,
        states=states.NONE,
        mandatory=(*HEAD, *need("retention"), *need_if("blank", "", "person", "counsellor", "supervisor")),
        signers=(Signer.WORKER, Signer.COUNSELLOR),
        copies=2,
        recipients=(Recipient.APPLICANT,),
        series=Series.HEALTH,
        place=DossierPlace.BACK_COVER,
        confidentiality=Confidentiality.SEALED_HEALTH,
        on_demand=True,
        of_case=False,
    ),
    Kind(
        code="D-39b",
        title="心理干预记录",
        context=contexts.HealthRecord,
        states=states.NONE,
        mandatory=(
            *HEAD,
            *need("person", "service", "served_on", "risk", "consented_on", "record", "counsellor", "supervisor"),
        ),
        signers=(Signer.WORKER, Signer.COUNSELLOR, Signer.SUPERVISOR),
        copies=1,
        recipients=(Recipient.FILE,),
        series=Series.HEALTH,
        place=DossierPlace.BACK_COVER,
        version=2,
        confidentiality=Confidentiality.SEALED_HEALTH,
        on_demand=True,
        of_case=False,
    ),
    Kind(
        code="D-39c",
        title="转介单",
        context=contexts.HealthReferral,
        states=states.NONE,
        mandatory=(*HEAD, *need("person", "institution", "grounds", "served_on", "counsellor")),
        signers=(Signer.WORKER, Signer.COUNSELLOR),
        copies=2,
        recipients=(Recipient.APPLICANT,),
        series=Series.HEALTH,
        place=DossierPlace.BACK_COVER,
        confidentiality=Confidentiality.SEALED_HEALTH,
        on_demand=True,
        of_case=False,
    ),
    Kind(
        code="D-42",
        title="统计报表",
        context=report_contexts.Statistics,
        states=states.NONE,
        mandatory=(
            *need("number", "body.name", "issued_on", "created", "place", "span", "period", "preparer"),
            *need("indicators", "indicators[].label", "indicators[].value", "indicators[].formula"),
            *need("open_before", "accepted", "closed", "open_after", "parks"),
        ),
        signers=(Signer.PREPARER, Signer.REVIEWER, Signer.HEAD),
        copies=1,
        recipients=(Recipient.FILE,),
        series=Series.REPORT,
        place=DossierPlace.BACK_COVER,
        on_demand=True,
        of_case=False,
    ),
)
