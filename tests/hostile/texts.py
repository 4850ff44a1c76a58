"""Text tables that are none, or that carry what must never come alive."""

import random

NASTY = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'; drop table cases; --",
    "../../etc/passwd",
    "{0.__class__}",
    "%s%n%n",
    "\u202e倒写",
    "\u200b",
    "_x0000_",
    "_xD800_",
    "𠮷" * 50,
    "e\u0301" * 100,
    "&#0;",
    "99999999999999999999",
)
HEADINGS = "任务号,上报时间,问题来源,地址描述,X坐标,Y坐标"
LINE = "2403010000{},2024-03-01 08:30,热线,建设路,113.29,33.74"


def _table(dice: random.Random) -> list[str]:
    return [HEADINGS, *(LINE.format(n) for n in range(dice.randrange(1, 9)))]


def a_text(dice: random.Random) -> tuple[str, bytes]:
    """One text file with one thing wrong."""
    lines = _table(dice)
    good = "\r\n".join(lines)
    wrong = dice.randrange(14)
    made: tuple[bytes, ...] = (
        good.encode() + "中文".encode("gb18030") + b"\xff\xfe\xfa" + dice.randbytes(3),
        good.encode("utf-16")[: -dice.randrange(1, 4)],
        good.encode("gb18030")[: -dice.randrange(1, 30)],
        f'{good}\r\n"unclosed,{dice.random()},\r\n{good}'.encode(),
        f'{good}\r\n"a"b,"{dice.random()}"x,c'.encode(),
        f"{good}\r\n{',' * dice.choice([100, 5_000, 300_000])}x".encode(),
        f"{good}\r\nA,{'长' * dice.choice([33_000, 400_000])}".encode(),
        (good + "\0" + str(dice.random())).encode(),
        good.replace("\r\n", dice.choice(["\r", "\n\n\n", "\x85", "\u2028"])).encode(),
        "\r\n".join([*lines, ",".join(dice.choice(NASTY) for _ in range(6))]).encode(),
        ("\n" * dice.choice([9, 20_000]) + good).encode(),
        b"\xef\xbb\xbf" * dice.randrange(1, 5) + good.encode(),
        (good.replace(",", dice.choice("|;\t ")) + str(dice.random())).encode(),
        ('"' * dice.randrange(1, 9_999)).encode(),
    )
    return dice.choice(["csv", "txt", "xlsx"]), made[wrong]
