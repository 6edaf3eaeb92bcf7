"""What the sealed health papers and the report keep to themselves, and on how many pages they are printed."""

BODY = {f"调解组织／调解组织{what}" for what in ("地址", "电话")}
SELF = "调解组织／调解组织自称"
NOT_PRINTED = {
    "D-39": {SELF},
    "D-39-blank": {SELF, "文书日期"},
    "D-39b": BODY | {SELF},
    "D-39c": {"调解组织／调解组织地址"},
    "D-42": {SELF},
    "D-42-park": BODY | {SELF},
}
PAGES = {"D-39": 2, "D-39-blank": 2, "D-39b": 1, "D-39c": 1, "D-42": 2, "D-42-park": 2}
