"""What the papers between houses and of the closing keep to themselves."""

ADDRESS, PHONE, SELF = (f"调解组织／调解组织{what}" for what in ("地址", "电话", "自称"))
FORM = {ADDRESS, PHONE, SELF}
NO_ADDRESS, APPLICATION = {ADDRESS}, {ADDRESS, SELF}
OWN_NUMBER = {"案件编号"}
"""A court and a union write under numbers of their own; ours is no part of their letters."""

NOT_PRINTED: dict[str, set[str]] = {
    **dict.fromkeys(("D-23", "D-23-entrusted", "D-23-assist", "D-41", "D-41b", "D-41c"), OWN_NUMBER),
    **dict.fromkeys(("D-28", "D-28-inspection"), NO_ADDRESS),
    "D-28b": {ADDRESS, PHONE},
    **dict.fromkeys(("D-29", "D-29-open", "D-30", "D-30-plain", "D-33", "D-33-asked", "D-40b", "D-40c"), FORM),
    **dict.fromkeys(("D-40", "D-40-means"), APPLICATION),
}
