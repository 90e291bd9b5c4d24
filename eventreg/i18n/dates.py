"""Dates, times and deadlines as official papers of Kazakhstan write them, in three languages.

Month names and plurals come from CLDR through Babel. The order and the words around them are our own: CLDR gives
«2015 ж. 18 қараша» and «18 ноября 2015 г.», while documents say «2015 жылғы 18 қараша», «18 ноября 2015 года».
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_timedelta
from babel.units import format_unit

_MONTHS_TO = {  # Kazakh months before «дейін»
    1: "қаңтарға",
    2: "ақпанға",
    3: "наурызға",
    4: "сәуірге",
    5: "мамырға",
    6: "маусымға",
    7: "шілдеге",
    8: "тамызға",
    9: "қыркүйекке",
    10: "қазанға",
    11: "қарашаға",
    12: "желтоқсанға",
}
_YEAR = {"kk": "{year} жылғы {day}", "ru": "{day} {year} года", "en": "{day} {year}"}
_CITY_TIME = {"kk": "{city} қ. уақыты", "ru": "время г. {city}", "en": "{city} time"}
_UNTIL = {"ru": "до {}", "en": "by {}"}
_JUST_NOW = {"kk": "қазір ғана", "ru": "только что", "en": "just now"}

_QUARTER = {
    "kk": "{year} жылғы {roman} тоқсанда",
    "ru": "{in_} {roman} квартале {year} года",
    "en": "in the {ordinal} quarter of {year}",
}
_HALF_YEAR = {
    "kk": "{year} жылғы {roman} жартыжылдықта",
    "ru": "{in_} {roman} полугодии {year} года",
    "en": "in the {ordinal} half of {year}",
}
_IN_YEAR = {"kk": "{} жылы", "ru": "в {} году", "en": "in {}"}
_ROMANS = ("I", "II", "III", "IV")
_ORDINALS = ("first", "second", "third", "fourth")
_WITHIN_DAYS = {
    "kk": "қабылданған күннен бастап {} күн ішінде",
    "ru": "в течение {} дней со дня принятия",
    "en": "within {} days of adoption",
}
_WITHIN_A_DAY = {  # 1, and in Russian 21, 31, 101 …
    "kk": _WITHIN_DAYS["kk"],
    "ru": "в течение {} дня со дня принятия",
    "en": "within {} day of adoption",
}
_CONTINUOUSLY = {"kk": "тұрақты түрде", "ru": "постоянно", "en": "continuously"}
_QUARTERLY = {"kk": "тоқсан сайын, {}-күніне дейін", "ru": "ежеквартально, до {} числа", "en": "quarterly, by day {}"}
_NO_DEADLINE = {"kk": "мерзімі белгіленбеген", "ru": "срок не установлен", "en": "no deadline"}


def local(moment: datetime, zone: str) -> datetime:
    """The same instant on the clocks of the zone ("Asia/Aqtobe"). ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(ZoneInfo(zone))


def long_date(day: date, language: str) -> str:
    """«2015 жылғы 18 қараша», «18 ноября 2015 года», "18 November 2015"."""
    return _YEAR[language].format(year=day.year, day=_day_and_month(day, language))


def short_date(day: date) -> str:
    """18.11.2015, the same in every language."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def time_of_day(moment: datetime | time) -> str:
    """The hour and minute on a 24-hour clock, 09:05; of a `datetime` as it stands (make it `local` first)."""
    return f"{moment.hour:02}:{moment.minute:02}"


def stamp(moment: datetime) -> str:
    """18.11.2015, 10:00 for lists; as it stands (make it `local` first)."""
    return f"{short_date(moment.date())}, {time_of_day(moment)}"


def moment_in_city(moment: datetime, zone: str, city: str, language: str, until: datetime | None = None) -> str:
    """Date and time at the venue, with the city and the offset that holds on that very day.

    «18 ноября 2015 года, 10:00 (время г. Актобе, UTC+5)». The offset also tells apart the two 23:30 of
    29 February 2024 in Almaty. With an empty city only the offset is named. `until` adds the end: «10:00–17:00», with
    its date where that is another one.
    """
    there, end = local(moment, zone), local(until or moment, zone)
    where = [_CITY_TIME[language].format(city=city)] if city else []
    hours = time_of_day(there)
    if until and end.date() == there.date():
        hours += f"–{time_of_day(end)}"
    elif until:
        hours += f" – {long_date(end, language)}, {time_of_day(end)}"
    return f"{long_date(there, language)}, {hours} ({', '.join([*where, _offset(there)])})"


def duration(minutes: int, language: str) -> str:
    """«1 сағат 30 минут», «1 час 30 минут», "1 hour 30 minutes". ValueError below zero."""
    if minutes < 0:
        raise ValueError("a duration is never negative")
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "duration-hour")] * bool(hours) + [(rest, "duration-minute")] * bool(rest or not hours)
    return " ".join(format_unit(amount, unit, length="long", locale=language) for amount, unit in parts)


def relative(moment: datetime, now: datetime, language: str) -> str:
    """How long ago or how soon, in one unit: «3 күн бұрын», «через 2 часа»; within half a minute "just now"."""
    distance = moment - now
    if abs(distance) < timedelta(seconds=30):
        return _JUST_NOW[language]
    return format_timedelta(distance, granularity="minute", threshold=1, add_direction=True, locale=language)


def until_date(day: date, language: str) -> str:
    """«2016 жылғы 1 наурызға дейін», «до 1 марта 2016 года», "by 1 March 2016"."""
    if language == "kk":
        return f"{day.year} жылғы {day.day} {_MONTHS_TO[day.month]} дейін"
    return _UNTIL[language].format(long_date(day, language))


def within_days(days: int, language: str) -> str:
    """So many calendar days after adoption: «в течение 30 дней со дня принятия»."""
    one = days == 1 if language == "en" else days % 10 == 1 and days % 100 != 11
    return (_WITHIN_A_DAY if one else _WITHIN_DAYS)[language].format(days)


def in_quarter(day: date, language: str) -> str:
    """The quarter to which the day belongs: «2016 жылғы I тоқсанда», «в I квартале 2016 года»."""
    return _in_part(_QUARTER[language], day.year, (day.month - 1) // 3)


def in_half_year(day: date, language: str) -> str:
    """The half-year to which the day belongs: «2016 жылғы I жартыжылдықта», «в I полугодии 2016 года»."""
    return _in_part(_HALF_YEAR[language], day.year, (day.month - 1) // 6)


def in_year(day: date, language: str) -> str:
    """The year to which the day belongs: «2016 жылы», «в 2016 году», "in 2016"."""
    return _IN_YEAR[language].format(day.year)


def continuously(language: str) -> str:
    """The deadline of work that has no end: «тұрақты түрде», «постоянно»."""
    return _CONTINUOUSLY[language]


def every_quarter(day_of_month: int, language: str) -> str:
    """Work with a report each quarter: «тоқсан сайын, 10-күніне дейін», «ежеквартально, до 10 числа»."""
    return _QUARTERLY[language].format(day_of_month)


def deadline(kind: str, on: date | None, days: int | None, language: str) -> str:
    """The deadline of a clause as its last words.

    `kind` and what it needs: by_date (`on`), within_days (`days` after adoption), quarter, half_year, year (`on`:
    any day of it), continuous, quarterly (`days`: the day of the month), none. ValueError for another kind, or
    when the value that it needs is missing.
    """
    dated = {"by_date": until_date, "quarter": in_quarter, "half_year": in_half_year, "year": in_year}
    counted = {"within_days": within_days, "quarterly": every_quarter}
    fixed = {"continuous": _CONTINUOUSLY, "none": _NO_DEADLINE}
    if kind in fixed:
        return fixed[kind][language]
    if kind in dated and on is not None:
        return dated[kind](on, language)
    if kind in counted and days is not None:
        return counted[kind](days, language)
    raise ValueError(f"no phrase for the deadline {kind!r} with date {on} and days {days}")


def _day_and_month(day: date, language: str) -> str:
    return format_date(day, "d MMMM", locale=language)


def _offset(moment: datetime) -> str:
    """UTC+5, UTC−3:30, UTC."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"


def _in_part(pattern: str, year: int, part: int) -> str:
    # «во втором», but «в первом», «в третьем», «в четвёртом»
    return pattern.format(year=year, roman=_ROMANS[part], ordinal=_ORDINALS[part], in_="во" if part == 1 else "в")
