"""Contexts of the papers of the sealed health store."""

from __future__ import annotations

from dataclasses import dataclass, field

from documents.context_types.base import Mask, Paper, shown


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthConsent(Paper):
    """D-39: what the service is and is not, who may read its record, and the separate consent (PIPL 17, 29, 30; JSF 23)."""

    blank: str = field(default="", metadata=shown("空白表", steers=True))
    person: str = field(default="", metadata=shown("接受服务的人"))
    counsellor: str = field(default="", metadata=shown("健康工程师"))
    supervisor: str = field(default="", metadata=shown("指定督导"))
    retention: str = field(default="", metadata=shown("保存期限"))


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthRecord(Paper):
    """D-39b: the sealed note as a record that counsellor and supervisor keep."""

    person: str = field(default="", metadata=shown("接受服务的人"))
    service: str = field(default="", metadata=shown("服务方式"))
    served_on: str = field(default="", metadata=shown("服务日期"))
    risk: str = field(default="", metadata=shown("风险等级"))
    consented_on: str = field(default="", metadata=shown("本人同意的日期"))
    record: tuple[str, ...] = field(default=(), metadata=shown("记录", mask=Mask.WHOLE))
    counsellor: str = field(default="", metadata=shown("健康工程师"))
    supervisor: str = field(default="", metadata=shown("指定督导"))


@dataclass(frozen=True, kw_only=True, slots=True)
class HealthReferral(Paper):
    """D-39c: the advice to see a medical institution, handed to the person (JSF 23); no diagnosis and no note."""

    person: str = field(default="", metadata=shown("接受服务的人"))
    institution: str = field(default="", metadata=shown("建议就诊的医疗机构"))
    grounds: tuple[str, ...] = field(default=(), metadata=shown("转介的理由", mask=Mask.WHOLE))
    served_on: str = field(default="", metadata=shown("服务日期"))
    counsellor: str = field(default="", metadata=shown("健康工程师"))
