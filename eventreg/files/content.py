"""What a file is, told from its bytes and never from its name, and whether it may be kept.

Photos are decoded and written anew: what is no picture fails there, and places, names and scripts that a file carries
beside the picture are gone.
"""

import unicodedata
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from eventreg.core.errors import Refusal

MEGABYTE = 1024 * 1024
DOCUMENT_SIZE = 15 * MEGABYTE
PHOTO_SIZE = 10 * MEGABYTE
PHOTO_PIXELS = 50_000_000  # a picture that unpacks to more is refused before it is unpacked
PHOTO_EDGE = 1600  # pixels of the longer side as it is kept
TYPES_SIZE = MEGABYTE  # of the list of parts inside an office file
JPEG, PNG, WEBP, PDF, ZIP = "image/jpeg", "image/png", "image/webp", "application/pdf", "application/zip"
PHOTO_FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP"}
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_TYPES = tuple(
    OFFICE + name for name in ("presentationml.presentation", "wordprocessingml.document", "spreadsheetml.sheet")
)
ENDINGS = dict(zip((PDF, JPEG, PNG, *OFFICE_TYPES), (".pdf", ".jpg", ".png", ".pptx", ".docx", ".xlsx"), strict=True))
NAME_BYTES = 120


def document_type(content: bytes) -> str:
    """The media type of a document: PDF, PowerPoint, Word, Excel, JPEG or PNG.

    Raises `Refusal`: `file_is_empty`, `file_is_too_large`, `file_type_not_allowed` (macros included).
    """
    _check_size(content, DOCUMENT_SIZE)
    found = _media_type(content)
    if found in PHOTO_FORMATS and found in ENDINGS:
        _decoded(content, found)
    if found == ZIP:
        found = _office_type(content)
    if found not in ENDINGS:
        raise Refusal("file_type_not_allowed")
    return found


def photo(content: bytes) -> bytes:
    """The picture as a JPEG of at most 1600 pixels a side, upright, without anything else that the file held.

    Raises `Refusal`: `file_is_empty`, `file_is_too_large`, `photo_type_not_allowed`, `photo_is_damaged`,
    `photo_is_too_large` (pixels).
    """
    _check_size(content, PHOTO_SIZE)
    found = _media_type(content)
    if found not in PHOTO_FORMATS:
        raise Refusal("photo_type_not_allowed")
    picture = ImageOps.exif_transpose(_decoded(content, found)).convert("RGB")
    picture.thumbnail((PHOTO_EDGE, PHOTO_EDGE))
    target = BytesIO()
    picture.save(target, "JPEG", quality=88)
    return target.getvalue()


def tidy_file_name(name: str, media_type: str) -> str:
    """A name to show and to download by: no folders, no controls or turned directions, the ending of its type.

    At most 120 bytes, cut between letters.
    """
    stem = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    ending = ENDINGS[media_type]
    visible = "".join(sign for sign in stem if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    plain = PurePosixPath(" ".join(visible.split())).stem.strip(" .") or "file"
    return plain.encode()[: NAME_BYTES - len(ending)].decode(errors="ignore") + ending


def _check_size(content: bytes, limit: int) -> None:
    if not content:
        raise Refusal("file_is_empty")
    if len(content) > limit:
        raise Refusal("file_is_too_large", megabytes=limit // MEGABYTE)


def _media_type(content: bytes) -> str:
    try:
        matches = puremagic.magic_string(content[: 64 * 1024])
    except (puremagic.PureError, ValueError):
        return ""
    beginnings = {match.mime_type for match in matches if match.offset in (0, 8) and match.byte_match}
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    return next((known for known in (PDF, *PHOTO_FORMATS) if known in beginnings), "")


def _office_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if archive.getinfo("[Content_Types].xml").file_size > TYPES_SIZE:
                return ""
            parts = archive.read("[Content_Types].xml").decode(errors="replace")
    except (KeyError, ValueError, NotImplementedError, RuntimeError, OSError, zipfile.BadZipFile, zlib.error):
        return ""
    if "macroEnabled" in parts or "vbaProject" in parts:
        return ""
    return next((known for known in OFFICE_TYPES if f"{known}.main+xml" in parts), "")


def _decoded(content: bytes, media_type: str) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=[PHOTO_FORMATS[media_type]])
        if picture.width * picture.height > PHOTO_PIXELS:
            raise Refusal("photo_is_too_large")
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refusal("photo_is_damaged") from None
    return picture
