"""The invitation and its official paper before an organizer edits them. No line has a case ending after a name."""

from eventreg.i18n.text import Translated

KAZAKH = """Құрметті әріптестер!

Сіздерді «{session}» тақырыбындағы отырысқа қатысуға шақырамыз.

Кімге: {addressee}
Кеңес: {council}
Уақыты: {date}
Өтетін орны: {place}
Бөлінген орын саны: {seats}

Қатысатын делегаттарды төмендегі бетте тағайындауыңызды сұраймыз. Ол үшін тіркелгі де, құпиясөз де қажет емес. \
Ұйымыңыз қатыса алмаса, сол бетте себебін көрсетіп, бас тартуға болады.

{link}

Жауап беру мерзімі: {deadline}.

Сілтеме тек сіздің ұйымыңызға арналған. Сұрақтарыңыз болса, осы хатқа жауап жазыңыз."""

RUSSIAN = """Уважаемые коллеги!

Приглашаем вас принять участие в заседании на тему «{session}».

Кому: {addressee}
Совет: {council}
Дата и время: {date}
Место проведения: {place}
Выделено мест: {seats}

Просим назначить делегатов на вашей странице: учётная запись и пароль для этого не нужны. \
Если организация не сможет участвовать, на той же странице можно отказаться, указав причину.

{link}

Срок ответа: {deadline}.

Ссылка предназначена только для вашей организации. Если у вас есть вопросы, ответьте на это письмо."""

ENGLISH = """Dear colleagues,

We invite you to take part in the session “{session}”.

To: {addressee}
Council: {council}
Date and time: {date}
Place: {place}
Seats reserved for you: {seats}

Please nominate your delegates on your page; no account and no password are needed. \
If your organisation cannot take part, you can decline on the same page and say why.

{link}

Deadline for your answer: {deadline}.

The link is meant for your organisation alone. If you have questions, reply to this letter."""

DEFAULT_SUBJECT = Translated(
    kk="Отырысқа шақыру: {date}",
    ru="Приглашение на заседание: {date}",
    en="Invitation to the session: {date}",
)
DEFAULT_TEXT = Translated(kk=KAZAKH, ru=RUSSIAN, en=ENGLISH)

OFFICIAL_KAZAKH = """Сіздерді «{session}» тақырыбындағы отырысқа қатысуға шақырамыз.

Кеңес: {council}
Уақыты: {date}
Өтетін орны: {place}
Бөлінген орын саны: {seats}

Отырысқа қатысатын делегаттарды электрондық хаттағы сілтеме арқылы тағайындауыңызды сұраймыз. \
Жауап беру мерзімі: {deadline}."""

OFFICIAL_RUSSIAN = """Приглашаем вас принять участие в заседании на тему «{session}».

Совет: {council}
Дата и время: {date}
Место проведения: {place}
Выделено мест: {seats}

Просим назначить делегатов по ссылке из электронного письма. Срок ответа: {deadline}."""

DEFAULT_OFFICIAL_TEXT = Translated(kk=OFFICIAL_KAZAKH, ru=OFFICIAL_RUSSIAN)
