"""PDF by Typst: PDF/A-2a and PDF/UA-1 together, PDF/A-3a where a file is attached.

Data goes in as JSON, never as markup, so nothing that a person typed can become a command. Fonts are the package's own,
so that every installation prints the same.
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, cast  # Any: Typst has its own options for each format

import typst

from eventreg.documents.characters import NOT_DRAWN, drawn_alike
from eventreg.documents.qr import qr_svg
from eventreg.documents.types import AgendaDocument, RecommendationsDocument, Sealed
from eventreg.documents.words import WORDS
from eventreg.paths import PACKAGE, resource

FONTS = PACKAGE / "documents" / "fonts"
MISSING = "\N{WHITE SQUARE}"  # PDF/UA forbids a missing glyph: it is seen as a square, not lost


def agenda_pdf(document: AgendaDocument) -> bytes:
    """The agenda and the programme of every part."""
    return render_pdf("agenda.typ", document.seal, {"parts": [asdict(part) for part in document.parts]})


def recommendations_pdf(document: RecommendationsDocument) -> bytes:
    """The recommendations of every part, with the canonical JSON attached as `recommendations.json`."""
    data = {"parts": [asdict(part) for part in document.parts]}
    attachments = {"recommendations.json": document.canonical} if document.canonical else {}
    return render_pdf("recommendations.typ", document.seal, data, attachments)


def render_pdf(
    template: str,
    seal: Sealed,
    data: Mapping[str, object],
    attachments: Mapping[str, bytes] | None = None,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bytes of `templates/documents/<template>` filled with `data`; the same every time for the same input.

    `attachments` go along as files, `pictures` are there for the template to draw.
    """
    standards = ["a-3a" if attachments else "a-2a", "ua-1"]
    files = (dict(attachments or {}), dict(pictures or {}))
    return cast(bytes, _compiled(template, seal, data, *files, format="pdf", pdf_standards=standards))


def render_pages(
    template: str, seal: Sealed, data: Mapping[str, object], pictures: Mapping[str, bytes] | None = None, ppi: int = 110
) -> list[bytes]:
    """The same document's pages as pictures (PNG, `ppi` dots to the inch)."""
    rendered = _compiled(template, seal, data, {}, dict(pictures or {}), format="png", ppi=ppi)
    return list(rendered) if isinstance(rendered, list) else [rendered]


def _compiled(
    template: str,
    seal: Sealed,
    data: Mapping[str, object],
    attachments: dict[str, bytes],
    pictures: dict[str, bytes],
    **options: Any,
) -> bytes | list[bytes]:
    files = attachments | pictures
    if seal.address:
        files["seal.svg"] = qr_svg(seal.address, label=seal.address).encode()
    inputs = {**_printable(data), "seal": _seal(seal), "words": WORDS, "files": sorted(attachments)}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for source in resource("templates").joinpath("documents").glob("*.typ"):
            root.joinpath(source.name).write_bytes(source.read_bytes())
        for name, content in files.items():
            root.joinpath(name).write_bytes(content)
        return cast(
            bytes | list[bytes],
            typst.compile(
                root / template,
                root=root,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
                **options,
            ),
        )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _seal(seal: Sealed) -> dict[str, object]:
    moment = seal.released_at
    day = {"year": moment.year, "month": moment.month, "day": moment.day}
    return {**_printable({**asdict(seal), "released_at": day})}


def _printable(value: Mapping[str, object]) -> dict[str, object]:
    return {key: _drawn(item) for key, item in value.items()}


def _drawn(value: object) -> object:
    if isinstance(value, str):
        return NOT_DRAWN.sub(MISSING, drawn_alike(value))
    if isinstance(value, Mapping):
        return _printable(value)
    if isinstance(value, list | tuple):
        return [_drawn(item) for item in value]
    return value
