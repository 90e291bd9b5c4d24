"""Templates compile, hold no inline code, and every sentence in them is in the catalogs."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader

from eventreg.app import CATALOGS
from eventreg.paths import resource

TEMPLATES = resource("templates")
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt"))
ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True)
PAGES = [name for name in NAMES if not name.startswith("mail/")]


def catalog_of(language: str) -> Catalog:
    with (CATALOGS / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles_and_uses_what_it_imports(name: str) -> None:
    source = (TEMPLATES / name).read_text()

    ENVIRONMENT.parse(source)

    for imported in re.findall(r"{%-? from [\"'][\w/.]+[\"'] import ([^%]+?)(?: with context)? -?%}", source):
        for word in imported.split(","):
            local = word.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{local}\b", source)) > 1, f"{name} imports {local} and does not use it"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_no_inline_code(name: str) -> None:
    source = (TEMPLATES / name).read_text()

    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=", source) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_bare_sentence_stands_in_a_template(name: str) -> None:
    source = re.sub(r"{#.*?#}|<svg.*?</svg>", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)
    source = re.sub(r"<code.*?</code>|{% block page_kind %}\w+{% endblock %}", "", source, flags=re.DOTALL)
    source = re.sub(r"{%-?\s*trans.*?endtrans\s*-?%}", "", source, flags=re.DOTALL)
    bare = re.sub(r"{{.*?}}|{%.*?%}|<[^>]*>|&\w+;", " ", source, flags=re.DOTALL)

    assert re.findall(r"[A-Za-z]{4,}", re.sub(r"\b(eventreg|SHA|https?|Message|checkboxes)\b", "", bare)) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_is_complete(language: str) -> None:
    catalog = catalog_of(language)

    empty = [message.id for message in catalog if message.id and not _is_full(message.string)]
    fuzzy = [message.id for message in catalog if message.id and message.fuzzy]

    assert empty == []
    assert fuzzy == []


def _is_full(string: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_translation_keeps_the_places_of_its_sentence(language: str) -> None:
    catalog = catalog_of(language)
    place = re.compile(r"%\((\w+)\)|<(\w+)")

    for message in catalog:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = {found for source in sources for found in place.findall(source)}
        for string in strings:
            assert set(place.findall(string or "")) == wanted, f"{language}: {message.id!r} → {string!r}"


def test_the_catalogs_know_every_sentence_of_the_code() -> None:
    from eventreg.cli.catalogs import sentences  # imported here, since it needs Babel's extraction only in this test

    known = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalog_of("kk")}

    assert sorted(set(sentences(Path(TEMPLATES).parent)) - known) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_compiled_catalog_is_that_of_the_text(language: str) -> None:
    from eventreg.cli.catalogs import compiled

    folder = CATALOGS / language / "LC_MESSAGES"

    assert (folder / "messages.mo").read_bytes() == compiled(folder / "messages.po", language)
