"""The fixed words of documents, by language. They are terms of the office, not sentences of the interface.

Source: customary form of minutes and recommendations in Kazakhstan (Order № 236 of 25.08.2023 for requisites).
"""

WORDS: dict[str, dict[str, str]] = {
    "kk": {
        "agenda": "Күн тәртібі",
        "programme": "Бағдарлама",
        "speaker": "Баяндамашы",
        "speakers": "Баяндамашылар",
        "time": "Уақыты",
        "item": "Мәселе",
        "recommendations": "Қорытынды ұсынымдар",
        "recommend": "Ұсынады:",
        "page": "бет",
        "version": "Нұсқа",
        "check": "Тексеру",
        "deadline": "мерзімі:",
        "outgoing": "Шығыс №",
    },
    "ru": {
        "agenda": "Повестка дня",
        "programme": "Программа",
        "speaker": "Докладчик",
        "speakers": "Докладчики",
        "time": "Время",
        "item": "Вопрос",
        "recommendations": "Итоговые рекомендации",
        "recommend": "Рекомендуют:",
        "page": "стр.",
        "version": "Версия",
        "check": "Проверка",
        "deadline": "срок:",
        "outgoing": "Исх. №",
    },
    "en": {
        "agenda": "Agenda",
        "programme": "Programme",
        "speaker": "Speaker",
        "speakers": "Speakers",
        "time": "Time",
        "item": "Item",
        "recommendations": "Final recommendations",
        "recommend": "Recommend:",
        "page": "page",
        "version": "Version",
        "check": "Check",
        "deadline": "deadline:",
        "outgoing": "Ref. No.",
    },
}
