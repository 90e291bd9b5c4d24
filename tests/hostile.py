"""Strings that people, programs and attackers type, in a fixed order."""

import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import islice

MARKS = "".join(sign for sign in map(chr, range(sys.maxunicode)) if unicodedata.category(sign) in ("Mn", "Me"))
KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ"
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠SUM(1)",
            '=HYPERLINK("http://e.example")',
            "=cmd|' /C calc'!A0", "'=1", '";=1', "=1;=2")  # fmt: skip
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "<b>b</b>",
          "</textarea>",
          "</title><script>", "<!--", "]]>", "&lt;b&gt;", "&amp;", "'\"><", "[Pay](http://e.example)", "http://e.example",
          "javascript:alert(1)", "{% raw %}", "<w:t>x</w:t>", "<text:p>")  # fmt: skip
TEMPLATES = ("{{7*7}}", "{% for x in y %}", "{0.__init__.__globals__}", "{name}", "${7*7}", "%(name)s", "%s%n",
             "#{7*7}", "{link}",
             "[[link:registration:abc:1]]", "<%= 1 %>", "_x0041_", "#let x = 1")  # fmt: skip
UNSTORABLE = ("а\x00б", "\x00", "\ud800", "а\udfffб", "\x1b[31m", "\x7f", "\x08", "\ufffe", "\uffff", "\ufffd", "\x9b")
RTL = ("مرحبا", "שלום", "\u202eabc", "a\u202db", "\u2066x\u2069", "\u200fа")
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # what would turn the text around it
ZERO_WIDTH = ("а\u200bб", "а\u200cб", "а\u200dб", "\ufeffа", "а\u00adб", "а\u2060б", "\u200b")
EMOJI = ("👨‍👩‍👧", "🇰🇿", "😀" * 20, "❤️", "👍🏽", "e\u0301", "и\u0306", "Å", "ﬁ", "①", "𝔄", "a" + "\u0301" * 50)
LONG = ("ә" * 10_000, "a" * 10_000, "<" * 10_000, "ұ" * 199, "ү" * 200, "ө" * 201, "ь\u0301" * 150)
SPACES = (" ", "\u00a0", "\u3000", "\u2028", "a\u2029b", "a\r\nb", "a\nb", "a\tb", "  a  b  ", "\n\n")
HEADERS = (
    "a\r\nBcc: e@e.example",
    "a\nSubject: x",
    "=?utf-8?q?x?=",
    "../../etc/passwd",
    "..\\..\\x",
    "CON",
    "a;b,c",
    "a@b",
    "a:b",
)
SQL = ("' OR 1=1 --", "Robert'); DROP TABLE person;--", "\\", "%", "_", "null", "None", "0", "undefined", "NaN")
ZALGO = (  # 8 and 9, 30 and 31 marks on one letter; a name drowned in them; marks that NFC would join first
    "а" + "\u0301" * 8, "а" + "\u0301" * 9, "а" + "\u0489" * 30, "а" + "\u0489" * 31,
    "".join(letter + "\u0300\u0316\u0334\u0489" * 10 for letter in "Зальго"), "\u0301" * 12, "и\u0306" + "\u0323" * 8,
)  # fmt: skip
GROUPS = (FORMULAS, MARKUP, TEMPLATES, UNSTORABLE, RTL, ZERO_WIDTH, EMOJI, LONG, SPACES, HEADERS, SQL, ZALGO)
ALL = tuple(text for group in GROUPS for text in group)
RANGES = ((0x20, 0x7E), (0x400, 0x52F),
          (0x600, 0x6FF), (0x1F300, 0x1F64F), (0x4E00, 0x4FFF), (0x300, 0x36F), (0x0, 0x1F),
          (0xD800, 0xDFFF), (0x2000, 0x206F), (0xE000, 0xE0FF), (0x10000, 0x100FF))  # fmt: skip


def hostile_strings(count: int) -> list[str]:
    """`count` different strings: each known one, then mixtures of them and of letters from everywhere."""
    return list(islice(dict.fromkeys((*ALL, *islice(_mixtures(), count * 3))), count))


def is_storable(text: str) -> bool:
    """Text that a database, XML and a spreadsheet can keep."""
    return not any(
        unicodedata.category(sign) == "Cs" or sign in "\ufffd\ufffe\uffff" or _is_control(sign) for sign in text
    )


def most_marks(text: str) -> int:
    """Marks on the letter that carries the most."""
    found = re.findall(f"[{MARKS}]+", unicodedata.normalize("NFD", text))
    return max(map(len, found), default=0)


def told_apart(text: str) -> str:
    """What must come back: NFC, without zero-width spaces, with single spaces between the words."""
    visible = text.translate(dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad" + DIRECTIONS)))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def as_sent(text: str) -> bytes:
    """The bytes of a string as a program would send them, lone surrogates included."""
    return text.encode(errors="surrogatepass")


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" and not sign.isspace()


def _mixtures() -> Iterator[str]:
    chance = random.Random(2015)  # the same strings each time
    while True:
        if chance.random() < 0.5:
            yield "".join(chance.choice(ALL)[:60] for _ in range(chance.randint(2, 3)))
        else:
            first, last = chance.choice(RANGES)
            letters = (chr(chance.randint(first, last)) for _ in range(chance.randint(1, 40)))
            yield chance.choice(KAZAKH) + "".join(letters)
