"""Collects the sentences of the code into the catalogs and compiles them; run by `make i18n`."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from eventreg.paths import PACKAGE

ROOT = PACKAGE.parent
TRANSLATED = ("kk", "ru")
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
SOURCES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("eventreg", [("**.py", "python")]),
    ("templates", [("**.html", "jinja2"), ("**.txt", "jinja2")]),
)


def collected(root: Path) -> Catalog:
    """Every sentence of the code and the templates under `root`, with the files it stands in."""
    found = Catalog(project="eventreg", charset="utf-8")
    options = {pattern: {"trimmed": "true"} for pattern in ("**.html", "**.txt")}
    for folder, methods in SOURCES:
        for name, _, message, _, context in extract_from_dir(root / folder, methods, options, KEYWORDS):
            found.add(message, None, [(f"{folder}/{name}", 1)], context=context)
    return found


def sentences(root: Path) -> Iterator[str]:
    """The English sentences of the code; of a plural its singular."""
    for message in collected(root):
        if message.id:
            yield message.id if isinstance(message.id, str) else message.id[0]


def catalog_file(language: str) -> Path:
    return PACKAGE / "i18n" / "catalogs" / language / "LC_MESSAGES" / "messages.po"


def compiled(path: Path, language: str) -> bytes:
    """The machine form of a catalog."""
    target = BytesIO()
    with path.open("rb") as source:
        write_mo(target, read_po(source, locale=language))
    return target.getvalue()


def update(language: str, found: Catalog) -> list[str]:
    """The catalog knows every sentence and no others; returns those without a translation."""
    path = catalog_file(language)
    with path.open("rb") as source:
        catalog = read_po(source, locale=language)
    catalog.update(found, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    with path.open("wb") as target:
        write_po(target, catalog, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    path.with_suffix(".mo").write_bytes(compiled(path, language))
    return [str(message.id) for message in catalog if message.id and not all(_forms(message.string))]


def _forms(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def main() -> None:
    found = collected(ROOT)
    for language in TRANSLATED:
        for sentence in update(language, found):
            print(f"{language}: no translation: {sentence}")


if __name__ == "__main__":
    main()
