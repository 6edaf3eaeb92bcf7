"""What the papers of the application keep to themselves."""

BODY = {f"调解组织／调解组织{what}" for what in ("地址", "电话")}
SELF = {"调解组织／调解组织自称"}
# A party's own paper is dated by hand when it is signed.
BY_HAND = {"文书日期"}
NOT_PRINTED = {
    "D-01": BODY | SELF | BY_HAND,
    "D-01-blank": BODY | SELF | BY_HAND,
    "D-01-group": BODY | SELF | BY_HAND,
    "D-02": {"调解组织／调解组织电话"},
    "D-06-court": {"调解组织／调解组织电话"},
    "D-08": BY_HAND,
    "D-08-firm": BY_HAND | {"当事人／证件类型"},
    "D-35": BODY | SELF | BY_HAND,
    "D-35-blank": BODY | SELF | BY_HAND,
    "D-36": BODY | BY_HAND,
    "D-36-blank": BODY | BY_HAND | {"委托人／证件类型"},
    "D-36b": BODY | SELF | BY_HAND | {"单位／证件类型"},
    "D-37": BODY | SELF | BY_HAND | {"证据／收到日期"},
    "D-37b": BODY | {"证据／证明内容"},
}
