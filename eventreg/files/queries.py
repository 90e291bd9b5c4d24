"""Reading stored files."""

from pathlib import Path

from eventreg.core.canonical import sha256_hex
from eventreg.core.config import current_settings
from eventreg.files.models import StoredFile


def path_of(digest: str) -> Path:
    """Where the bytes with this SHA-256 (hex) lie: DATA_DIR/files/<first two>/<rest>."""
    return current_settings().data_dir / "files" / digest[:2] / digest[2:]


def read(stored_file: StoredFile) -> bytes:
    """The bytes as they were stored. Raises `OSError` when they are gone or are not the same any more."""
    return read_digest(stored_file.sha256)


def read_digest(digest: str) -> bytes:
    """The bytes with this SHA-256 (hex); raises like `read`."""
    content = path_of(digest).read_bytes()
    if sha256_hex(content) != digest:
        raise OSError(f"the stored file {digest} is damaged")
    return content
