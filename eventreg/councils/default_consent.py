"""The consent text that the office starts from; lawyers of the organiser put it right for their council."""

from eventreg.i18n.text import Translated

KAZAKH = """Мен отырысты дайындау және өткізу үшін ұйымдастырушының менің дербес деректерімді: тегімді, атымды, \
әкемнің атын, лауазымымды, ұйымымды, телефонымды, электрондық поштамды және сауалнамадағы жауаптарымды жинауына \
және өңдеуіне келісемін.

Деректер Қазақстан Республикасында сақталады, үшінші тұлғаларға берілмейді және белгіленген мерзім өткен соң жойылады. \
Тегім, атым мен лауазымым қатысушылар тізімінде және хаттамада көрсетіледі.

Келісімді кез келген уақытта хатымыздағы сілтеме арқылы «Менің дербес деректерім» бөлімінде қайтарып алуға болады."""

RUSSIAN = """Я согласен (согласна) на сбор и обработку организатором моих персональных данных: фамилии, имени, \
отчества, должности, организации, телефона, адреса электронной почты и ответов на вопросы анкеты, для подготовки \
и проведения заседания.

Данные хранятся в Республике Казахстан, не передаются третьим лицам и удаляются по истечении установленного срока. \
Фамилия, имя и должность указываются в списке участников и в протоколе.

Согласие можно отозвать в любое время в разделе «Мои персональные данные» по ссылке из нашего письма."""

ENGLISH = """I agree that the organiser collects and processes my personal data: surname, given name, patronymic, \
post, organisation, phone, e-mail address and my answers to the questions, in order to prepare and hold the session.

The data is kept in the Republic of Kazakhstan, is not handed to third parties and is deleted after the period set. \
Surname, given name and post appear in the list of participants and in the minutes.

You can withdraw the consent at any time under “My personal data”, which the link in our letter opens."""

DEFAULT_CONSENT = Translated(kk=KAZAKH, ru=RUSSIAN, en=ENGLISH)
