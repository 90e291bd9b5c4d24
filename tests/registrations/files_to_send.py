"""Files that people send, good and bad ones."""

import zipfile
from io import BytesIO

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, (10, 90, 90)).save(target, kind)
    return target.getvalue()


def office_file(parts: str = PRESENTATION) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("[Content_Types].xml"), f'<Types><Override ContentType="{parts}"/></Types>')
        archive.writestr(zipfile.ZipInfo("ppt/presentation.xml"), "<p/>")
    return target.getvalue()


FILES = {
    "slides.pdf": PDF,
    "slides.pptx": office_file(),
    "slides.svg": SVG,
    "slides.html": HTML,
    "face.svg": SVG,
    "face.jpg": picture("JPEG"),
    "face.png": picture("PNG"),
}
