"""What the papers of a dossier keep to themselves."""

_BODY = {f"调解组织／调解组织{what}" for what in ("地址", "电话", "自称")}
_HEAD = _BODY | {"案件编号", "文书日期"}
NOT_PRINTED = {
    "D-31": _BODY | {"文书日期"},
    "D-31b": _HEAD,
    "D-31c": _HEAD,
    "D-31d": {"调解组织／调解组织自称", "文书日期"},
    "D-31e": _BODY | {"文书日期"},
    "D-32": _HEAD,
    "D-32b": _BODY,
}
