"""How addressees and deadlines are worded in the document, in three languages.

Source of the Kazakh and Russian dative forms: the glossary of the project; in official Kazakh «ұсыным» is a
recommendation, «ұсыныс» a proposal.
"""

from datetime import date

from eventreg.bodies.models import Body
from eventreg.i18n import dates
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.text import Translated
from eventreg.recommendations.models import AddresseeClass, ClauseAddressee, Deadline, DeadlineKind

SHYMKENT_ROSE = date(2018, 6, 19)  # the third city of republican significance; before it the two stood by name

CLASSES: dict[AddresseeClass, tuple[Translated, Translated]] = {  # who, and to whom
    AddresseeClass.MINISTRIES: (
        Translated(kk="мүдделі министрліктер", ru="заинтересованные министерства", en="ministries concerned"),
        Translated(kk="мүдделі министрліктерге", ru="заинтересованным министерствам", en="ministries concerned"),
    ),
    AddresseeClass.AKIMATS: (
        Translated(
            kk="облыстардың, республикалық маңызы бар қалалардың және астананың әкімдіктері",
            ru="акиматы областей, городов республиканского значения и столицы",
            en="akimats of regions, cities of republican significance and the capital",
        ),
        Translated(
            kk="облыстардың, республикалық маңызы бар қалалардың және астананың әкімдіктеріне",
            ru="акиматам областей, городов республиканского значения и столицы",
            en="akimats of regions, cities of republican significance and the capital",
        ),
    ),
    AddresseeClass.EDUCATION_AUTHORITIES: (
        Translated(
            kk="облыстардың, республикалық маңызы бар қалалардың және астананың білім басқармалары",
            ru="управления образования областей, городов республиканского значения и столицы",
            en="education departments of regions, cities of republican significance and the capital",
        ),
        Translated(
            kk="облыстардың, республикалық маңызы бар қалалардың және астананың білім басқармаларына",
            ru="управлениям образования областей, городов республиканского значения и столицы",
            en="education departments of regions, cities of republican significance and the capital",
        ),
    ),
    AddresseeClass.EDUCATION_ORGANISATIONS: (
        Translated(
            kk="білім беру ұйымдарының басшылары",
            ru="руководители организаций образования",
            en="heads of education organisations",
        ),
        Translated(
            kk="білім беру ұйымдарының басшыларына",
            ru="руководителям организаций образования",
            en="heads of education organisations",
        ),
    ),
    AddresseeClass.NGOS: (
        Translated(
            kk="үкіметтік емес ұйымдар", ru="неправительственные организации", en="non-governmental organisations"
        ),
        Translated(
            kk="үкіметтік емес ұйымдарға", ru="неправительственным организациям", en="non-governmental organisations"
        ),
    ),
    AddresseeClass.COMPANIES: (
        Translated(kk="коммерциялық құрылымдар", ru="коммерческие структуры", en="companies"),
        Translated(kk="коммерциялық құрылымдарға", ru="коммерческим структурам", en="companies"),
    ),
}
OF_BOTH_CITIES = {  # what is said until Shymkent rose
    "облыстардың, республикалық маңызы бар қалалардың және астананың": "облыстардың, Астана және Алматы қалаларының",
    "областей, городов республиканского значения и столицы": "областей, городов Астаны и Алматы",
    "regions, cities of republican significance and the capital": "regions and the cities of Astana and Almaty",
}


def addressee_names(addressee: ClauseAddressee, on: date) -> tuple[Translated, Translated]:
    """Who the addressee is, and the form that a clause speaks to (dative in Kazakh and Russian), on that day."""
    if addressee.body:
        return body_names(addressee.body)
    return class_names(addressee.addressee_class or AddresseeClass.MINISTRIES, on)


def body_names(body: Body) -> tuple[Translated, Translated]:
    """Name and dative; a dative that nobody entered is replaced by the name, which `checks` points out."""
    return body.name, Translated({code: body.dative.get(code) or body.name.get(code) for code in LANGUAGES})


def class_names(addressee_class: AddresseeClass, on: date) -> tuple[Translated, Translated]:
    """Name and dative of a class of bodies; the cities are named as they were on that day."""
    name, dative = CLASSES[addressee_class]
    return (name, dative) if on >= SHYMKENT_ROSE else (_of_both_cities(name), _of_both_cities(dative))


def _of_both_cities(words: Translated) -> Translated:
    for now, before in OF_BOTH_CITIES.items():
        words = Translated({code: text.replace(now, before) for code, text in words.items()})
    return words


def deadline_phrases(deadline: Deadline) -> Translated:
    """The phrase that ends a clause («до 1 марта 2016 года») in each language; empty without a deadline."""
    if deadline.kind is DeadlineKind.NONE:
        return Translated()
    kind, on, days = deadline.kind.value, deadline.on, deadline.days
    return Translated({code: dates.deadline(kind, on, days, code) for code in LANGUAGES})
