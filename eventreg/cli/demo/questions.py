"""What the demo's coming session asks of those who register, and what they answer."""

from datetime import datetime

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
    """Speaking, interpretation, access needs and a section; travel and meals have a form of their own."""

    def ask(name: str, details: QuestionDetails) -> None:
        add_question(council_session, name, details, by, now)

    caption = Translated(
        kk="Жарыссөзде сөз аласыз ба?", ru="Будете ли вы выступать в прениях?", en="Will you speak in the discussion?"
    )
    speaks = add_question(council_session, "speaks", QuestionDetails("yes_no", caption, is_required=True), by, now)
    caption = Translated(kk="Неше минут?", ru="Сколько минут?", en="For how many minutes?")
    minutes = QuestionDetails("number", caption, is_required=True, shown_when=speaks, shown_when_value="yes")
    ask("speaks_minutes", minutes)
    caption = Translated(kk="Ілеспе аударма тілі", ru="Язык синхронного перевода", en="Language of interpretation")
    ask("interpretation", QuestionDetails("one_of", caption, is_required=True, choices=LANGUAGES))
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
    number = registration.id
    if not questions_of(registration.council_session):
        return {}
    needs = (NEEDS[number % 3].code,) if number % 7 == 0 else ()
    speaks = "no" if number % 3 else "yes"
    return {
        "speaks": _chosen(speaks),
        "speaks_minutes": Given(str(3 + number % 3)),
        "interpretation": _chosen(LANGUAGES[(number * 3) % 4].code),
        "access_needs": Given(joined_codes(needs), needs),
        "section": _chosen(SECTIONS[0 if number % 4 == 0 else 1 + number % 2].code),
    }


def _chosen(code: str) -> Given:
    return Given(code, (code,))
