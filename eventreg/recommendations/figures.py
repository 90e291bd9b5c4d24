"""Numbers and dates in Kazakh and Russian wording, so that the two texts can be compared.

A date written in any way gives the same tokens: «1 марта 2016 года», «2016 жылғы 1 наурыз» and 01.03.2016 are all
`day 1.3` and `number 2016`. Case endings, hyphens and spaces between thousands do not matter; «I квартал» equals
«1-тоқсан». Numbers in words are not read.
"""

import re
from collections import Counter
from dataclasses import dataclass

MONTHS = (
    ("январ", "қаңтар"),
    ("феврал", "ақпан"),
    ("март", "наурыз"),
    ("апрел", "сәуір"),
    (r"ма(?:й|я|ю|е|ем)(?!\w)", "мамыр"),
    ("июн", "маусым"),
    ("июл", "шілде"),
    ("август", "тамыз"),
    ("сентябр", "қыркүйек"),
    ("октябр", "қазан"),
    ("ноябр", "қараша"),
    ("декабр", "желтоқсан"),
)
_MONTH = "|".join(f"(?P<m{number}>{ru}|{kk})" for number, (ru, kk) in enumerate(MONTHS, start=1))
# A month with its ending, but no adjective («мартовский», «маусымдық»).
_MONTH_WORD = rf"(?<!\w)(?:{_MONTH})(?!\w*(?:ск|дық|дік|тық|тік))\w{{0,8}}(?!\w)"
PATTERN = re.compile(
    r"(?<!\d)(?P<y1>\d{4})-(?P<mo1>\d\d)-(?P<d1>\d\d)(?!\d)"
    r"|(?<!\d)(?P<d2>\d{1,2})\.(?P<mo2>\d{1,2})\.(?P<y2>\d{4})(?!\d)"
    rf"|(?:(?<![\d.,])(?P<before>\d{{1,2}})\s+)?{_MONTH_WORD}"
    r"(?(before)|(?:\s+(?:айының\s+)?(?P<after>\d{1,2})(?![\d.,]*\d))?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?<!\w)(?P<roman>[IVXІХ]+)(?!\w)",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
ROMAN = {"I": 1, "V": 5, "X": 10}
LATIN = str.maketrans("ІХ", "IX")  # Cyrillic letters that are typed for Roman numerals


@dataclass(frozen=True)
class Figure:
    """A number or a date: `token` compares, `words` show it as it was written."""

    token: str
    words: str


def figures(text: str) -> list[Figure]:
    """Every number and date of the text, in reading order."""
    joined = THOUSANDS.sub(lambda found: re.sub(r"\s", "", found[0]), text)
    return [figure for found in PATTERN.finditer(joined) for figure in _figures(found)]


def differing_figures(left: str, right: str) -> tuple[list[str], list[str]]:
    """What stands in one text alone, as written there; two empty lists when the texts agree."""
    in_left, in_right = figures(left), figures(right)
    return _surplus(in_left, in_right), _surplus(in_right, in_left)


def _surplus(ours: list[Figure], theirs: list[Figure]) -> list[str]:
    left = Counter(figure.token for figure in theirs)
    surplus = []
    for figure in ours:
        if left[figure.token]:
            left[figure.token] -= 1
        else:
            surplus.append(figure.words)
    return surplus


def _figures(found: re.Match[str]) -> list[Figure]:
    part = found.groupdict()
    words = found[0].strip()
    if part["number"]:
        return [Figure(f"number {_plain(part['number'])}", words)]
    if part["roman"]:
        return _roman(part["roman"], words)
    year = part["y1"] or part["y2"]
    if year:
        day, month = part["d1"] or part["d2"], part["mo1"] or part["mo2"]
        return [Figure(f"day {int(day)}.{int(month)}", words), Figure(f"number {year}", year)]
    return _by_month(part, words)


def _by_month(part: dict[str, str | None], words: str) -> list[Figure]:
    """«1 марта», «наурыздың 1-іне» or a bare month."""
    month = next(number for number in range(1, 13) if part[f"m{number}"])
    day = part["before"] or part["after"]
    if day is None:
        return [Figure(f"month {month}", words)]
    return [Figure(f"day {int(day)}.{month}", words)]


def _roman(numeral: str, words: str) -> list[Figure]:
    """The value of a Roman numeral up to XXXIX; letters that are none of our centuries and quarters give nothing."""
    if numeral != numeral.upper():
        return []
    values = [ROMAN[letter] for letter in numeral.translate(LATIN)]
    signs = [-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)]
    return [Figure(f"number {sum(signs)}", words)]


def _plain(number: str) -> str:
    """1,50 and 1.5 are different texts but equal figures; so are 05 and 5."""
    whole, _, fraction = number.replace(".", ",").partition(",")
    fraction = fraction.rstrip("0") if "," not in fraction else fraction
    return f"{int(whole)},{fraction}" if fraction else str(int(whole))
