"""What the papers of the outcome keep to themselves; anything else of their samples must be printed."""

INSIDE = {f"调解组织／调解组织{what}" for what in ("自称", "地址", "电话")}
OWN = INSIDE | {"文书日期"}
"""The parties' own papers carry the day on which they sign, in ink."""
NOT_PRINTED: dict[str, set[str]] = {
    "D-20": OWN,
    "D-20-relation": OWN,
    "D-21": OWN,
    "D-21-delegated": OWN,
    "D-25": INSIDE,
    "D-25-begun": INSIDE,
    "D-25b": OWN,
    "D-25b-beforehand": OWN,
    "D-26-confirmed": {"调解组织／调解组织电话"},
    "D-26-entrusted": {"调解组织／调解组织电话"},
    "D-27": OWN,
    "D-27-mixed": OWN,
    "D-38": INSIDE,
}
