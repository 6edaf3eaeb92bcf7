"""What forms of the procedure keep to themselves: the body's name alone stands on them, and who signs writes the date."""

PHONE, ADDRESS, SELF_NAME = (f"调解组织／调解组织{what}" for what in ("电话", "地址", "自称"))
FORM = {PHONE, ADDRESS, SELF_NAME, "文书日期"}

NOT_PRINTED: dict[str, set[str]] = {
    "D-09b": FORM - {SELF_NAME},
    "D-09b-blank": FORM - {SELF_NAME},
    "D-11": FORM,
    "D-11-aloud": FORM,
    "D-16": FORM - {"文书日期"},  # in the samples also the day of acceptance
    "D-16-blank": FORM - {"文书日期"},
    "D-17b": FORM - {ADDRESS},  # where the agreement was reached
    "D-19": FORM,
    "D-19-blank": FORM,
    "D-19-settled": FORM - {SELF_NAME},
    "D-43": FORM,
    "D-43-planned": FORM,
}
