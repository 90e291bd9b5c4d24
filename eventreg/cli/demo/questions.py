"""What the demo's coming session asks of those who register, and what they answer."""

from datetime import datetime, timedelta

from eventreg.core.actors import Actor
from eventreg.i18n.text import Translated
from eventreg.registrations.models import Registration
from eventreg.registrations.questions.actions.answering import Given
from eventreg.registrations.questions.actions.asking import Choice, QuestionDetails, add_question
from eventreg.registrations.questions.queries import questions_of
from eventreg.registrations.questions.rules import joined_codes
from eventreg.sessions.models import CouncilSession

LANGUAGES = (
    Choice("kk", Translated(kk="Қазақша", ru="Казахский", en="Kazakh")),
    Choice("ru", Translated(kk="Орысша", ru="Русский", en="Russian")),
    Choice("en", Translated(kk="Ағылшынша", ru="Английский", en="English")),
    Choice("none", Translated(kk="Аударма қажет емес", ru="Перевод не нужен", en="No interpretation needed")),
)
MEALS = (
    Choice("usual", Translated(kk="Әдеттегі ас", ru="Обычный", en="Usual")),
    Choice("vegetarian", Translated(kk="Етсіз ас", ru="Без мяса", en="Vegetarian")),
    Choice("diet", Translated(kk="Емдәмдік ас", ru="Диетический", en="Special diet")),
    Choice("none", Translated(kk="Тамақтанбаймын", ru="Обедать не буду", en="No meal")),
)
NEEDS = (
    Choice(
        "wheelchair",
        Translated(kk="Кресло-арбаға арналған орын", ru="Место для кресла-коляски", en="Place for a wheelchair"),
    ),
    Choice(
        "sign_language",
        Translated(kk="Ымдау тілінің аудармашысы", ru="Переводчик жестового языка", en="Sign language interpreter"),
    ),
    Choice("front_row", Translated(kk="Алдыңғы қатардағы орын", ru="Место в первом ряду", en="Seat in the front row")),
)
SECTIONS = (
    Choice("robotics", Translated(kk="Робот техникасы", ru="Робототехника", en="Robotics"), 8),
    Choice("arts", Translated(kk="Көркем шығармашылық", ru="Художественное творчество", en="Arts"), 25),
    Choice("nature", Translated(kk="Экология және туризм", ru="Экология и туризм", en="Ecology and tourism"), 25),
)


def ask_questions(council_session: CouncilSession, by: Actor, now: datetime) -> None:
    """Arrival, hotel, interpretation, meal, access needs and a section with limited places."""

    def ask(name: str, details: QuestionDetails) -> None:
        add_question(council_session, name, details, by, now)

    caption = Translated(
        kk="Ақтөбеге қай күні келесіз?", ru="Когда вы прибываете в Актобе?", en="When do you arrive in Aktobe?"
    )
    ask("arrival_at", QuestionDetails("date", caption, retention_days=30))
    caption = Translated(kk="Қонақүй керек пе?", ru="Нужна ли гостиница?", en="Do you need a hotel?")
    hotel = add_question(council_session, "hotel", QuestionDetails("yes_no", caption, is_required=True), by, now)
    caption = Translated(kk="Неше түнге?", ru="На сколько ночей?", en="For how many nights?")
    nights = QuestionDetails("number", caption, is_required=True, shown_when=hotel, shown_when_value="yes")
    ask("hotel_nights", nights)
    caption = Translated(kk="Ілеспе аударма тілі", ru="Язык синхронного перевода", en="Language of interpretation")
    ask("interpretation", QuestionDetails("one_of", caption, is_required=True, choices=LANGUAGES))
    caption = Translated(kk="Түскі ас", ru="Обед", en="Lunch")
    ask("meal", QuestionDetails("one_of", caption, choices=MEALS, retention_days=30))
    caption = Translated(
        kk="Сізге не дайындайық?", ru="Что вам понадобится в зале?", en="What do you need in the hall?"
    )
    ask("access_needs", QuestionDetails("several_of", caption, choices=NEEDS, retention_days=30))
    caption = Translated(
        kk="Қай секцияға қатысасыз?", ru="В какой секции вы участвуете?", en="Which section will you join?"
    )
    hint = Translated(kk="Орын саны шектеулі.", ru="Число мест ограничено.", en="Places are limited.")
    ask("section", QuestionDetails("one_of", caption, hint, is_required=True, choices=SECTIONS))


def answers_of_demo(registration: Registration) -> dict[str, Given]:
    """What this person answers; nothing where the session asks nothing."""
    number, council_session = registration.id, registration.council_session
    if not questions_of(council_session):
        return {}
    arrival = (council_session.starts_at - timedelta(days=number % 2)).date().isoformat()
    needs = (NEEDS[number % 3].code,) if number % 7 == 0 else ()
    hotel = "yes" if number % 2 else "no"
    return {
        "arrival_at": Given(arrival),
        "hotel": _chosen(hotel),
        "hotel_nights": Given(str(1 + number % 2)),
        "interpretation": _chosen(LANGUAGES[(number * 3) % 4].code),
        "meal": _chosen(MEALS[0 if number % 5 else 1 + number % 3].code),
        "access_needs": Given(joined_codes(needs), needs),
        "section": _chosen(SECTIONS[0 if number % 4 == 0 else 1 + number % 2].code),
    }


def _chosen(code: str) -> Given:
    return Given(code, (code,))
