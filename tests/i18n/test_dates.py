"""Dates, times and deadlines read as official papers write them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventreg.i18n import dates

SESSION = datetime(2015, 11, 18, 5, 0, tzinfo=UTC)
LANGUAGES = ("kk", "ru", "en")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_a_long_date_is_written_as_in_documents() -> None:
    written = [dates.long_date(date(2015, 11, 18), language) for language in LANGUAGES]

    assert written == ["2015 жылғы 18 қараша", "18 ноября 2015 года", "18 November 2015"]


def test_a_short_date_has_two_digits_for_day_and_month() -> None:
    assert dates.short_date(date(2016, 3, 1)) == "01.03.2016"


def test_the_time_of_day_is_on_a_24_hour_clock() -> None:
    assert [dates.time_of_day(time(9, 5)), dates.time_of_day(dates.local(SESSION, "Asia/Aqtobe"))] == ["09:05", "10:00"]


def test_a_moment_names_the_city_and_the_offset() -> None:
    cities = zip(("Ақтөбе", "Актобе", "Aktobe"), LANGUAGES, strict=True)

    written = [dates.moment_in_city(SESSION, "Asia/Aqtobe", city, language) for city, language in cities]

    assert written == [
        "2015 жылғы 18 қараша, 10:00 (Ақтөбе қ. уақыты, UTC+5)",
        "18 ноября 2015 года, 10:00 (время г. Актобе, UTC+5)",
        "18 November 2015, 10:00 (Aktobe time, UTC+5)",
    ]


def test_the_date_is_that_of_the_city() -> None:
    late = datetime(2015, 11, 17, 20, 0, tzinfo=UTC)

    assert dates.moment_in_city(late, "Asia/Aqtobe", "Aktobe", "en").startswith("18 November 2015, 01:00")


@pytest.mark.parametrize(("day", "offset"), [(date(2015, 11, 18), "UTC+6"), (date(2026, 11, 18), "UTC+5")])
def test_the_offset_is_the_one_of_that_date(day: date, offset: str) -> None:
    moment = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)

    assert dates.moment_in_city(moment, "Asia/Almaty", "Алматы", "ru").endswith(f"(время г. Алматы, {offset})")


def test_the_two_half_past_elevens_of_the_night_when_clocks_went_back_can_be_told_apart() -> None:
    first, second = (datetime(2024, 2, 29, hour, 30, tzinfo=UTC) for hour in (17, 18))

    written = [dates.moment_in_city(moment, "Asia/Almaty", "Almaty", "en") for moment in (first, second)]

    assert written == [
        "29 February 2024, 23:30 (Almaty time, UTC+6)",
        "29 February 2024, 23:30 (Almaty time, UTC+5)",
    ]


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Kolkata", "UTC+5:30"), ("America/St_Johns", "UTC−3:30"), ("UTC", "UTC")]
)
def test_offsets_of_any_zone_can_be_written(zone: str, offset: str) -> None:
    assert dates.moment_in_city(SESSION, zone, "", "en").endswith(f"({offset})")


def test_an_end_stands_before_the_bracket_and_names_its_date_when_it_is_another() -> None:
    same_day, next_day = SESSION + timedelta(hours=7), SESSION + timedelta(days=1)

    assert dates.moment_in_city(SESSION, "Asia/Aqtobe", "Aktobe", "en", same_day) == (
        "18 November 2015, 10:00–17:00 (Aktobe time, UTC+5)"
    )
    assert dates.moment_in_city(SESSION, "Asia/Aqtobe", "Aktobe", "en", next_day) == (
        "18 November 2015, 10:00 – 19 November 2015, 10:00 (Aktobe time, UTC+5)"
    )


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        dates.local(SESSION.replace(tzinfo=None), "Asia/Aqtobe")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, ["0 минут", "0 минут", "0 minutes"]),
        (1, ["1 минут", "1 минута", "1 minute"]),
        (22, ["22 минут", "22 минуты", "22 minutes"]),
        (60, ["1 сағат", "1 час", "1 hour"]),
        (305, ["5 сағат 5 минут", "5 часов 5 минут", "5 hours 5 minutes"]),
    ],
)
def test_a_duration_is_told_in_hours_and_minutes(minutes: int, expected: list[str]) -> None:
    assert [dates.duration(minutes, language) for language in LANGUAGES] == expected


def test_a_negative_duration_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        dates.duration(-1, "kk")


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        (timedelta(seconds=-5), ["қазір ғана", "только что", "just now"]),
        (timedelta(seconds=-40), ["1 минут бұрын", "1 минуту назад", "1 minute ago"]),
        (timedelta(days=-3), ["3 күн бұрын", "3 дня назад", "3 days ago"]),
        (timedelta(hours=5), ["5 сағаттан кейін", "через 5 часов", "in 5 hours"]),
    ],
)
def test_a_near_moment_is_told_by_its_distance(distance: timedelta, expected: list[str]) -> None:
    assert [dates.relative(NOW + distance, NOW, language) for language in LANGUAGES] == expected


def test_a_deadline_by_date_has_the_month_in_the_right_case() -> None:
    written = [dates.deadline("by_date", date(2016, 3, 1), None, language) for language in LANGUAGES]

    assert written == ["2016 жылғы 1 наурызға дейін", "до 1 марта 2016 года", "by 1 March 2016"]


@given(st.integers(1, 12))
def test_the_kazakh_dative_of_a_month_follows_the_rules_of_harmony(month: int) -> None:
    name = dates.long_date(date(2016, month, 1), "kk").split()[-1]
    front = next(letter for letter in reversed(name) if letter in "аоұыәөүіе") in "әөүіе"
    voiceless = name[-1] in "қкпстш"

    written = dates.until_date(date(2016, month, 1), "kk")

    suffix = {(True, True): "ке", (True, False): "ге", (False, True): "қа", (False, False): "ға"}[front, voiceless]
    assert written == f"2016 жылғы 1 {name}{suffix} дейін"


@pytest.mark.parametrize(
    ("days", "ru", "en"),
    [
        (1, "в течение 1 дня со дня принятия", "within 1 day of adoption"),
        (11, "в течение 11 дней со дня принятия", "within 11 days of adoption"),
        (21, "в течение 21 дня со дня принятия", "within 21 days of adoption"),
        (30, "в течение 30 дней со дня принятия", "within 30 days of adoption"),
    ],
)
def test_a_deadline_in_days_counts_from_adoption(days: int, ru: str, en: str) -> None:
    written = [dates.deadline("within_days", None, days, language) for language in LANGUAGES]

    assert written == [f"қабылданған күннен бастап {days} күн ішінде", ru, en]


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        (
            "quarter",
            date(2016, 3, 31),
            ["2016 жылғы I тоқсанда", "в I квартале 2016 года", "in the first quarter of 2016"],
        ),
        (
            "quarter",
            date(2016, 4, 1),
            ["2016 жылғы II тоқсанда", "во II квартале 2016 года", "in the second quarter of 2016"],
        ),
        (
            "quarter",
            date(2016, 12, 31),
            ["2016 жылғы IV тоқсанда", "в IV квартале 2016 года", "in the fourth quarter of 2016"],
        ),
        (
            "half_year",
            date(2016, 6, 30),
            ["2016 жылғы I жартыжылдықта", "в I полугодии 2016 года", "in the first half of 2016"],
        ),
        (
            "half_year",
            date(2016, 7, 1),
            ["2016 жылғы II жартыжылдықта", "во II полугодии 2016 года", "in the second half of 2016"],
        ),
        ("year", date(2016, 7, 1), ["2016 жылы", "в 2016 году", "in 2016"]),
    ],
)
def test_a_deadline_in_a_period_names_the_period(kind: str, day: date, expected: list[str]) -> None:
    assert [dates.deadline(kind, day, None, language) for language in LANGUAGES] == expected


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("continuous", None, ["тұрақты түрде", "постоянно", "continuously"]),
        ("quarterly", 10, ["тоқсан сайын, 10-күніне дейін", "ежеквартально, до 10 числа", "quarterly, by day 10"]),
        ("none", None, ["мерзімі белгіленбеген", "срок не установлен", "no deadline"]),
    ],
)
def test_a_deadline_without_a_last_day_says_so(kind: str, days: int | None, expected: list[str]) -> None:
    assert [dates.deadline(kind, None, days, language) for language in LANGUAGES] == expected


@pytest.mark.parametrize("kind", ["by_date", "quarter", "within_days", "quarterly", "someday"])
def test_a_deadline_that_lacks_its_value_is_a_mistake(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        dates.deadline(kind, None, None, "ru")
