"""The checker reads numbers, dates and verbs in Kazakh and Russian."""

import pytest

from eventreg.i18n.text import Translated
from eventreg.recommendations.checks import Fault, clause_findings, text_findings
from eventreg.recommendations.differences import Segment, word_differences
from eventreg.recommendations.figures import differing_figures
from eventreg.recommendations.models import AddresseeClass, Clause, ClauseAddressee, DeadlineKind


def a_plain_clause(**changes: object) -> Clause:
    values = {
        "text": Translated(kk="жоспар әзірлеуді", ru="разработать план", en="draw up a plan"),
        "addressees": [ClauseAddressee(addressee_class=AddresseeClass.AKIMATS)],
        "deadline_kind": DeadlineKind.CONTINUOUS,
    }
    return Clause(**{**values, **changes})


@pytest.mark.parametrize(
    ("kk", "ru"),
    [
        ("2016 жылғы 1 наурызға дейін", "до 1 марта 2016 года"),
        ("2016 жылғы наурыздың 1-іне дейін", "до 1 марта 2016 года"),
        ("01.03.2016 дейін", "до 1 марта 2016 года"),
        ("27 344 бала, 28 000-нан астам", "27344 ребёнка, более 28\u00a0000"),
        ("2016 жылғы І тоқсанда", "в I квартале 2016 года"),
        ("1-тоқсанда", "в I квартале"),
        ("XXI ғасыр", "ХХІ век"),
        ("1,50 млн", "1,5 млн"),
        ("2016 жылғы наурызда", "в марте 2016 года"),
        ("маусымдық мектеп", "сезонная школа"),
        ("500-ге жуық үйірме", "около 500 кружков"),
    ],
)
def test_equal_figures_may_be_written_in_different_ways(kk: str, ru: str) -> None:
    assert differing_figures(kk, ru) == ([], [])


@pytest.mark.parametrize(
    ("kk", "ru", "only_kk", "only_ru"),
    [
        ("1 сәуірге дейін", "до 1 марта", ["1 сәуірге"], ["1 марта"]),
        ("2016 жылғы 2 наурызға дейін", "до 1 марта 2016 года", ["2 наурызға"], ["1 марта"]),
        ("28 станция", "29 станций", ["28"], ["29"]),
        ("1 наурыздан 5 сәуірге дейін", "с 5 марта до 1 апреля", ["1 наурыздан", "5 сәуірге"], ["5 марта", "1 апреля"]),
        ("үш станция", "3 станции", [], ["3"]),
        ("II тоқсанда", "в I квартале", ["II"], ["I"]),
    ],
)
def test_figures_that_differ_are_named_as_they_stand(kk: str, ru: str, only_kk: list[str], only_ru: list[str]) -> None:
    assert differing_figures(kk, ru) == (only_kk, only_ru)


def test_a_clause_without_a_fault_has_no_findings() -> None:
    assert clause_findings(a_plain_clause()) == []


@pytest.mark.parametrize(
    ("changes", "fault", "blocks"),
    [
        ({"addressees": []}, Fault.NO_ADDRESSEE, True),
        ({"deadline_kind": DeadlineKind.NONE}, Fault.NO_DEADLINE, False),
        ({"text": Translated(kk="жоспар әзірлеуді", en="draw up a plan")}, Fault.LANGUAGE_MISSING, True),
        ({"text": Translated(kk="жоспар әзірлеуді", ru="разработать план")}, Fault.LANGUAGE_MISSING, False),
        ({"text": Translated(kk="1 жоспар", ru="2 плана", en="a plan")}, Fault.FIGURES_DIFFER, True),
        ({"text": Translated(kk="жұмысты жандандыруды", ru="провести работу", en="work")}, Fault.VAGUE, False),
        ({"text": Translated(kk="жоспар әзірлеуді", ru="усилить работу", en="work")}, Fault.VAGUE, False),
        ({"text": Translated(kk="әзірлеуді", ru="разработать и утвердить план", en="x")}, Fault.TWO_DUTIES, False),
        ({"text": Translated(kk="әзірлеуді және бекітуді", ru="утвердить план", en="x")}, Fault.TWO_DUTIES, False),
    ],
)
def test_each_fault_is_found(changes: dict[str, object], fault: Fault, blocks: bool) -> None:
    (finding,) = clause_findings(a_plain_clause(**changes))

    assert (finding.fault, finding.blocks) == (fault, blocks)


@pytest.mark.parametrize(
    "text",
    ["развивать деятельность и сеть станций", "открыть 2 кружка и 3 секции", "обновить печать и память о съезде"],
)
def test_nouns_joined_by_and_are_one_duty(text: str) -> None:
    findings = clause_findings(a_plain_clause(text=Translated(kk="2 3" if "2" in text else "а", ru=text, en="x")))

    assert [finding.fault for finding in findings] == []


def test_a_missing_language_is_not_also_a_difference_of_figures() -> None:
    findings = text_findings(Translated(ru="до 1 марта"))

    assert [(finding.fault, finding.language) for finding in findings] == [
        (Fault.LANGUAGE_MISSING, "kk"),
        (Fault.LANGUAGE_MISSING, "en"),
    ]


def test_differences_are_words_not_letters() -> None:
    segments = word_differences("до 1 марта 2016 года", "до 1 апреля 2016 года")

    assert segments == [
        Segment("same", "до 1 "),
        Segment("removed", "марта"),
        Segment("added", "апреля"),
        Segment("same", " 2016 года"),
    ]


def test_a_very_long_text_is_compared_by_lines() -> None:
    before = "\n".join(f"строка {number}" for number in range(2000))

    segments = word_differences(before, before.replace("строка 7\n", "строка семь\n"))

    assert [segment.text for segment in segments if segment.kind != "same"] == ["строка 7\n", "строка семь\n"]
