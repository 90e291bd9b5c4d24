"""The fields of each kind of import, and finding their columns by the headers that people write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eventreg.i18n import gettext as _
from eventreg.i18n import speaking
from eventreg.i18n.languages import LANGUAGES
from eventreg.i18n.search_keys import search_key
from eventreg.office.models import ImportKind

NAMES = ("surname", "given_name", "patronymic")


@dataclass(frozen=True)
class FieldWord:
    """A field as the page names it; a required one must have a column."""

    name: str
    label: str
    is_required: bool = False


# Headers seen in real lists, in any script: a header is recognised when its key is that of one of these.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "код", "коды", "id"),
    "kind": ("kind", "type", "вид", "тип", "түрі"),
    "name_kk": ("name kk", "name_kk", "name in kazakh", "наименование (каз)", "қазақша атауы", "атауы"),
    "name_ru": ("name ru", "name_ru", "name in russian", "наименование (рус)", "орысша атауы", "название"),
    "name_en": ("name en", "name_en", "name in english", "название на английском", "ағылшынша атауы"),
    "short_name_kk": ("short_name_kk", "short name in kazakh", "қазақша қысқаша атауы"),
    "short_name_ru": ("short_name_ru", "short name in russian", "краткое название", "сокращение"),
    "dative_kk": ("dative_kk", "to whom, in kazakh", "кімге", "кімге (қаз)"),
    "dative_ru": ("dative_ru", "to whom, in russian", "кому", "кому (рус)"),
    "region": ("region", "регион", "область", "өңір", "өңірі", "облысы"),
    "email": ("email", "e-mail", "mail", "эл. почта", "электронная почта", "почта", "электрондық пошта", "пошта"),
    "language": ("language", "language of letters", "язык", "язык писем", "тілі", "хат тілі", "тіл"),
    "protocol_rank": ("protocol_rank", "rank", "ранг", "порядок", "протокольный порядок", "реті"),
    "full_name": ("name", "full name", "фио", "ф.и.о.", "ф.и.о", "аты-жөні", "аты жөні", "т.а.ә.", "таә"),
    "surname": ("surname", "last name", "фамилия", "тегі"),
    "given_name": ("given name", "first name", "имя", "аты"),
    "patronymic": ("patronymic", "middle name", "отчество", "әкесінің аты"),
    "post": ("post", "position", "должность", "лауазымы"),
    "phone": ("phone", "tel", "телефон", "тел.", "моб. телефон", "мобильный", "телефоны"),
    "body": ("body", "organisation", "organization", "организация", "орган", "код организации", "ұйым", "ұйым коды"),
    "contact_name": ("contact", "contact name", "contact person", "контактное лицо", "контакт", "фио контакта",
                     "байланыс тұлғасы", "байланысатын адам"),
    "contact_post": ("contact post", "contact position", "position of contact", "должность контактного лица",
                     "должность контакта", "байланыс тұлғасының лауазымы"),
    "contact_email": ("contact email", "contact e-mail", "e-mail контактного лица", "эл. почта контактного лица",
                      "почта контакта", "байланыс тұлғасының эл. поштасы", "байланыс тұлғасының поштасы"),
    "contact_phone": ("contact phone", "phone of contact", "телефон контактного лица", "телефон контакта",
                      "байланыс тұлғасының телефоны", "байланыс телефоны"),
    "role": ("role", "роль", "статус", "рөлі"),
}  # fmt: skip


def fields_of(kind: ImportKind) -> tuple[FieldWord, ...]:
    """The fields of a kind, in the order of the page."""
    if kind is ImportKind.BODIES:
        return (
            FieldWord("code", _("Code"), True),
            FieldWord("name_kk", _("Name in Kazakh"), True),
            FieldWord("name_ru", _("Name in Russian"), True),
            FieldWord("name_en", _("Name in English")),
            FieldWord("short_name_kk", _("Short name in Kazakh")),
            FieldWord("short_name_ru", _("Short name in Russian")),
            FieldWord("dative_kk", _("To whom, in Kazakh")),
            FieldWord("dative_ru", _("To whom, in Russian")),
            FieldWord("kind", _("Kind")),
            FieldWord("region", _("Region")),
            FieldWord("email", _("E-mail")),
            FieldWord("language", _("Language of letters")),
            FieldWord("protocol_rank", _("Place in protocol order")),
            FieldWord("contact_name", _("Contact: name")),
            FieldWord("contact_post", _("Contact: post")),
            FieldWord("contact_email", _("Contact: e-mail")),
            FieldWord("contact_phone", _("Contact: phone")),
        )
    role = (FieldWord("role", _("Role")),) if kind is ImportKind.REGISTRATIONS else ()
    return (*_person_fields(), *role)


def _person_fields() -> tuple[FieldWord, ...]:
    return (
        FieldWord("full_name", _("Whole name in one column")),
        FieldWord("surname", _("Surname")),
        FieldWord("given_name", _("Given name")),
        FieldWord("patronymic", _("Patronymic")),
        FieldWord("post", _("Post")),
        FieldWord("body", _("Body (code or name)")),
        FieldWord("email", _("E-mail")),
        FieldWord("phone", _("Phone")),
        FieldWord("language", _("Language of letters")),
    )


def guessed_columns(
    kind: ImportKind, headers: Sequence[str], remembered: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Field → column: as the council's last file had it, else by the words of the headers. A column is used once.

    The page's own labels are known in every language: what was exported is read again.
    """
    keys = [search_key(header) for header in headers]
    labels = _labels(kind)
    found: dict[str, int] = {}
    for word in fields_of(kind):
        known = search_key((remembered or {}).get(word.name, ""))
        wanted = [known] if known else []
        wanted += [*labels[word.name], *(search_key(header) for header in HEADERS[word.name])]
        place = next((keys.index(key) for key in wanted if key in keys), None)
        if place is not None and place not in found.values():
            found[word.name] = place
    return found


def _labels(kind: ImportKind) -> dict[str, list[str]]:
    """The folded labels of each field in every language."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            for word in fields_of(kind):
                found.setdefault(word.name, []).append(search_key(word.label))
    return found


def missing_columns(kind: ImportKind, columns: Mapping[str, int]) -> list[str]:
    """Labels of the required fields that have no column."""
    missing = [word.label for word in fields_of(kind) if word.is_required and word.name not in columns]
    if kind is not ImportKind.BODIES and not {"full_name", "surname"} & set(columns):
        missing.append(_("Surname"))
    return missing
