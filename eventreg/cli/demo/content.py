"""What the demo adds to the Aktobe bundle: invented people, staff, and clauses of our own wording."""

from dataclasses import dataclass
from datetime import date

from eventreg.core.actors import Role
from eventreg.councils.actions import LetterheadDetails
from eventreg.i18n.text import Translated
from eventreg.invitations.recipients import Words
from eventreg.recommendations.models import AddresseeClass, DeadlineKind


@dataclass(frozen=True)
class DemoPerson:
    """An invented person; posts come in the language of the body."""

    surname: str
    given_name: str
    patronymic: str
    post: str


@dataclass(frozen=True)
class DemoClause:
    """A clause of the demo: whom it addresses (codes of bodies or classes) and until when."""

    text: Translated
    addressees: tuple[str | AddresseeClass, ...]
    deadline_kind: DeadlineKind
    deadline_on: date | None = None
    deadline_days: int | None = None


STAFF = (
    (Role.ORGANIZER, "Марат Жүнісов", "organizer@council.example"),
    (Role.SECRETARY, "Сәуле Ахметова", "secretary@council.example"),
    (Role.CHAIR, "Тимур Оспанов", "chair@council.example"),
    (Role.TRANSLATOR, "Гүлнар Сапарова", "translator@council.example"),
    (Role.PRESS, "Әсел Нұрланова", "press@council.example"),
    (Role.DOOR, "Дана Ким", "door@council.example"),
    (Role.AUDITOR, "Ольга Петрова", "auditor@council.example"),
)
LETTERHEAD = LetterheadDetails(
    name=Translated(
        kk="Республикалық қосымша білім беру оқу-әдістемелік орталығы",
        ru="Республиканский учебно-методический центр дополнительного образования",
    ),
    details=Translated(
        kk="010000, Астана қ., Мәңгілік Ел даңғылы, 8\nтел. +7 (7172) 24-93-05",
        ru="010000, г. Астана, проспект Мәңгілік Ел, 8\nтел. +7 (7172) 24-93-05",
    ),
    number_index="01-15/",
    signatory_post=Translated(kk="Орталық директоры", ru="Директор центра"),
    signatory_name=Translated(kk="Г. Сәрсенова", ru="Г. Сарсенова"),
)
PROGRAMME_LETTER = Words(
    subject=Translated(
        kk="Отырыс бағдарламасы өзгерді: {date}",
        ru="Изменилась программа заседания: {date}",
        en="The programme has changed: {date}",
    ),
    text=Translated(
        kk="Құрметті әріптестер!\n\nКімге: {addressee}\n\nЖаңа бағдарлама ұйымыңыздың бетінде:\n\n{link}",
        ru="Уважаемые коллеги!\n\nКому: {addressee}\n\nНовая программа — на странице вашей организации:\n\n{link}",
        en="Dear colleagues,\n\nTo: {addressee}\n\nThe new programme is on your page:\n\n{link}",
    ),
)
ADMIN = ("Рүстем Әлиев", "admin@council.example")

PEOPLE = tuple(
    DemoPerson(*line.split("|"))
    for line in """
Ахметова|Айгүл|Серікқызы|Бөлім бастығы
Касымов|Бауыржан|Сейітұлы|Заместитель директора
Жұмабаев|Ерлан|Қайратұлы|Басқарма басшысы
Иванова|Наталья|Петровна|Методист
Сәрсенбаев|Дәурен|Маратұлы|Департамент директоры
Ким|Виктор|Андреевич|Руководитель отдела
Оразбаева|Гүлмира|Тұрсынқызы|Бас маман
Петренко|Сергей|Николаевич|Педагог дополнительного образования
Нұрғалиев|Арман|Болатұлы|Сенатор
Шәріпова|Жанар|Ғалымқызы|Депутат
Мұхамеджанов|Қанат|Ербосынұлы|Әкімнің орынбасары
Смағұлова|Динара|Асқарқызы|Орталық директоры
Тлеубаев|Нурлан|Советович|Заместитель акима
Әбдіқадырова|Мөлдір|Ерғалиқызы|Бөлім меңгерушісі
Сидоров|Павел|Игоревич|Главный специалист
Бекмұхамбетова|Өркен|Һамитқызы|Әдіскер
Қожахметов|Ұлан|Сабырұлы|Басқарма басшысының орынбасары
Ли|Елена|Викторовна|Эксперт
Досмағамбетов|Асхат|Ілиясұлы|Кеңесші
Юсупова|Мадина||Руководитель кружка
""".strip().splitlines()
)

PREAMBLE = Translated(
    kk=(
        "Отырысқа қатысушылар балалар мен жастардың ғылыми-техникалық шығармашылығы жүйесін дамытудың тұжырымдамалық "
        "тәсілдерін іске асыру туралы баяндаманы тыңдап және талқылап, елімізде жас техниктердің 28 станциясы мен "
        "орталығы жұмыс істейтінін, мектептердегі 1 896 үйірмеде 27 344 бала айналысатынын атап өтеді."
    ),
    ru=(
        "Участники заседания, заслушав и обсудив доклад о реализации Концептуальных подходов к развитию системы "
        "научно-технического творчества детей и молодёжи, отмечают: в республике работают 28 станций и центров юных "
        "техников, в 1 896 кружках при школах занимаются 27 344 ребёнка."
    ),
    en=(
        "Having heard and discussed the report on the Conceptual Approaches to developing the system of scientific and "
        "technical creativity of children and young people, the participants note: 28 stations and centres of young "
        "technicians are at work in the country, and 27,344 children attend 1,896 circles in schools."
    ),
)

CLAUSES = (
    DemoClause(
        Translated(
            kk="ғылыми-техникалық бағыттағы қосымша білім беру ұйымдарын жабдықпен қамтамасыз етудің үлгілік нормаларын әзірлеу",
            ru="разработать типовые нормы оснащения организаций дополнительного образования научно-технического направления",
            en="draw up model standards for equipping organisations of science and technology additional education",
        ),
        ("MON",),
        DeadlineKind.BY_DATE,
        date(2016, 3, 1),
    ),
    DemoClause(
        Translated(
            kk="техникалық шығармашылық үйірмелерінің педагогтары үшін жыл сайын кемінде 3 республикалық семинар өткізу",
            ru="проводить ежегодно не менее 3 республиканских семинаров для педагогов кружков технического творчества",
            en="hold at least 3 national seminars a year for teachers of technical creativity circles",
        ),
        ("MON", "MIR"),
        DeadlineKind.CONTINUOUS,
    ),
    DemoClause(
        Translated(
            kk="жас өнертапқыштардың зияткерлік меншік құқықтарын қорғау туралы түсіндіру жұмыстарын ұйымдастыру",
            ru="организовать разъяснительную работу о защите прав интеллектуальной собственности юных изобретателей",
            en="organise guidance on protecting the intellectual property of young inventors",
        ),
        ("MJU",),
        DeadlineKind.QUARTER,
        date(2016, 4, 1),
    ),
    DemoClause(
        Translated(
            kk="балалар мен жасөспірімдердің жол қауіпсіздігі модельдеу үйірмелерін қолдау шараларын бекіту",
            ru="утвердить меры поддержки кружков моделирования дорожной безопасности для детей и подростков",
            en="approve measures in support of road safety modelling circles for children and adolescents",
        ),
        ("MVD",),
        DeadlineKind.WITHIN_DAYS,
        None,
        60,
    ),
    DemoClause(
        Translated(
            kk="балаларды техникалық шығармашылықпен қамтуды 2 пайыздан 5 пайызға дейін арттыру жөніндегі өңірлік жоспарларды іске асыру",
            ru="реализовать региональные планы по увеличению охвата детей техническим творчеством с 2 до 5 процентов",
            en="carry out the regional plans to raise the share of children in technical creativity from 2 to 5 per cent",
        ),
        (AddresseeClass.AKIMATS,),
        DeadlineKind.BY_DATE,
        date(2016, 12, 31),
    ),
    DemoClause(
        Translated(
            kk="ауылдық жерлерде жас техниктер станцияларының филиалдарын ашу мүмкіндігін қарастыру",
            ru="рассмотреть возможность открытия филиалов станций юных техников в сельской местности",
            en="consider opening branches of young technicians' stations in rural areas",
        ),
        (AddresseeClass.AKIMATS, AddresseeClass.EDUCATION_AUTHORITIES),
        DeadlineKind.QUARTER,
        date(2016, 7, 1),
    ),
    DemoClause(
        Translated(
            kk="техникалық үйірмелер туралы мәліметтерді тоқсан сайын ұсыну",
            ru="представлять сведения о технических кружках",
            en="submit data on technical circles",
        ),
        (AddresseeClass.EDUCATION_AUTHORITIES,),
        DeadlineKind.QUARTERLY,
        None,
        10,
    ),
    DemoClause(
        Translated(
            kk="инновациялық технологияларды пайдалану жөніндегі жұмыс тәжірибесін басқа өңірлерге тарату",
            ru="распространить опыт работы по использованию инновационных технологий в других регионах",
            en="spread the experience of using innovative technologies to other regions",
        ),
        ("CTT-AKTOBE", "DTS-PAVLODAR"),
        DeadlineKind.NONE,
    ),
)
