"""Tables as people have them, and files that are made to burst."""

import io
import zipfile
from pathlib import Path

import pytest

from eventreg.core.errors import Refusal
from eventreg.office.imports import reading
from eventreg.office.imports.columns import guessed_columns
from eventreg.office.imports.reading import rows_of
from eventreg.office.models import ImportKind
from tests.office.tables import HEADER, a_text, a_workbook

ROW = ("ORG-1", "Қалалық әкімдік", "Городской акимат", "акимат", "a@b.kz")


def read(tmp_path: Path, content: bytes) -> list[list[str]]:
    path = tmp_path / "table"
    path.write_bytes(content)
    return [cells for _, cells in rows_of(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_text_is_read_in_its_encoding_with_its_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    assert read(tmp_path, a_text(HEADER, ROW, delimiter=delimiter, encoding=encoding)) == [list(HEADER), list(ROW)]


def test_a_text_of_old_windows_is_read(tmp_path: Path) -> None:
    russian = ("Код", "Название"), ("ORG-1", "Городской акимат")

    assert read(tmp_path, a_text(*russian, encoding="cp1251")) == [list(row) for row in russian]


def test_a_workbook_is_read_as_its_cells_are_seen(tmp_path: Path) -> None:
    content = a_workbook(HEADER, (7, "  Ұйым\u200b ", 2.0, 2.5, None))

    assert read(tmp_path, content) == [list(HEADER), ["7", "Ұйым", "2", "2.5"]]


def test_a_formula_is_not_computed(tmp_path: Path) -> None:
    assert read(tmp_path, a_workbook(("Код", "Аты"), ("=1+1", "Ұйым"))) == [["Код", "Аты"], ["", "Ұйым"]]


def test_what_an_export_disarmed_comes_back_as_it_was(tmp_path: Path) -> None:
    assert read(tmp_path, a_text(("Код", "Аты"), ("1", "'=1+1"))) == [["Код", "Аты"], ["1", "=1+1"]]


def test_rows_keep_the_numbers_of_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes(a_workbook(HEADER, (), ROW))

    assert [number for number, _ in rows_of(path)] == [1, 3]


def test_a_workbook_that_unpacks_to_half_a_gigabyte_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(64):
            part.write(b"0" * (8 * 2**20))

    with pytest.raises(Refusal, match="file_is_a_bomb"):
        read(tmp_path, target.getvalue())


def test_a_workbook_with_a_billion_laughs_is_refused(tmp_path: Path) -> None:
    laughs = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_workbook(HEADER, ROW))) as good, zipfile.ZipFile(target, "w") as evil:
        for name in good.namelist():
            evil.writestr(name, laughs if "sheet1" in name else good.read(name))

    with pytest.raises(Refusal, match="file_unreadable"):
        read(tmp_path, target.getvalue())


@pytest.mark.parametrize("content", [b"PK\x03\x04 no zip at all", b"\x00\x01\x02", b"\xd0\xcf\x11\xe0\x00\x00"])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal, match="file_unreadable"):
        read(tmp_path, content)


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", a_workbook()])
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal, match="file_empty"):
        read(tmp_path, content)


def test_too_many_rows_and_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)

    with pytest.raises(Refusal, match="too_many_rows"):
        read(tmp_path, a_text(HEADER, ROW, ROW))
    with pytest.raises(Refusal, match="too_many_columns"):
        read(tmp_path, a_text(("x",) * 101))
    with pytest.raises(Refusal, match="too_many_columns"):
        read(tmp_path, a_workbook(("x",) * 101))


def test_columns_are_recognised_by_their_headers_in_any_language() -> None:
    headers = ["№", "ФИО", "Лауазымы", "Организация", "E-mail", "Моб. телефон"]

    found = guessed_columns(ImportKind.PEOPLE, headers)

    assert found == {"full_name": 1, "post": 2, "body": 3, "email": 4, "phone": 5}
