"""The kinds of files that may be uploaded, found from their bytes and never from their names."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO

from flask_babel import gettext as _

from ..errors import DomainError
from ..tables.reading import is_html

MAX_UNPACKED = 150 * 1024 * 1024
MAX_PARTS = 5000
"""Of a packed office file; beyond that it is a bomb, whatever it says about itself."""

_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kind:
    """One sort of file that may come in."""

    suffix: str
    media_type: str
    suffixes: tuple[str, ...]
    """Endings that its name may have; the first is put on where there is none."""


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.suffix: kind
    for kind in (
        Kind("pdf", "application/pdf", ("pdf",)),
        Kind("jpg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif", "png")),
        Kind("png", "image/png", ("png", "jpg", "jpeg")),
        Kind("docx", _OPEN_XML + "wordprocessingml.document", ("docx",)),
        Kind("xlsx", _OPEN_XML + "spreadsheetml.sheet", ("xlsx",)),
        Kind("txt", "text/plain", ("txt",)),
        Kind("xls", "application/vnd.ms-excel", ("xls",)),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
        Kind("csv", "text/csv", ("csv", "txt")),
        # Many systems export a page and call it .xls. Kept as plain text: no browser may take it for one of ours.
        Kind("html", "text/plain", ("html", "htm", "xls", "csv", "txt")),
    )
}
PICTURES = frozenset({"jpg", "png"})
ALLOWED = frozenset({"pdf", "jpg", "png", "docx", "xlsx", "txt"})
"""What may be attached to a thing."""
SPREADSHEETS = frozenset({"xlsx", "xls", "ods", "csv", "html"})
"""What a roster may come in as."""

_PACKED = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes, allow: frozenset[str]) -> Kind:
    """The kind of these bytes; DomainError where it is none of `allow`, packed too tightly, or with macros."""
    suffix = _suffix_of(data, allow)
    if suffix not in allow:
        raise DomainError(_refusal(data, allow))
    return KINDS[suffix]


def is_picture(data: bytes) -> bool:
    """Whether these bytes begin like a picture that can be shown."""
    return data.startswith((_JPEG, _PNG))


def _suffix_of(data: bytes, allow: frozenset[str]) -> str:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"%PDF-":
        return "pdf"
    if data.startswith(_JPEG):
        return "jpg"
    if data.startswith(_PNG):
        return "png"
    if data.startswith(b"PK\x03\x04"):
        return _suffix_of_zip(data)
    if data.startswith(_OLE):
        sheet = any(word.encode("utf-16-le") in data for word in ("Workbook", "Book"))
        return "xls" if sheet else ""
    if decoded(data) is not None:
        if "html" in allow and is_html(data):
            return "html"
        return "csv" if "csv" in allow else "txt"
    return ""


def _suffix_of_zip(data: bytes) -> str:
    """The kind of a zip by the parts in it; every part is unpacked once, so that its real size counts."""
    damaged = DomainError(_("This file is damaged and cannot be opened. Please save it again and choose it once more."))
    # Counted before the list of them is made: each of a million would be an object.
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        raise _bomb()
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = {part.filename for part in packed.infolist()}
            _refuse_bomb(packed)
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise DomainError(_("This file has macros in it. Please save it without them, as .docx or .xlsx."))
            if "mimetype" in names and packed.read("mimetype").strip() == KINDS["ods"].media_type.encode():
                return "ods"
            if "[Content_Types].xml" in names:
                return next((suffix for part, suffix in _PACKED.items() if part in names), "")
            return ""
    except DomainError:
        raise
    except Exception:
        # A broken stream fails in zipfile or in the codec, each with an exception class of its own.
        raise damaged from None


def _refuse_bomb(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _bomb()
    # Office knows no others, and these ask for as much memory as their own headers say.
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise zipfile.BadZipFile
    left = MAX_UNPACKED
    for part in parts:
        with packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise _bomb()


def _bomb() -> DomainError:
    return DomainError(_("This file is abnormally large when unpacked. Please send the content in another way."))


def decoded(data: bytes) -> str | None:
    """Plain text in UTF-8, UTF-16 with its mark, or GB 18030; None where the bytes are something else."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    return None


def names_of(allow: frozenset[str]) -> str:
    """The kinds as a page lists them; a web page comes in as what somebody called .xls, so it is not named."""
    return str(_(", ")).join(suffix.upper() for suffix in KINDS if suffix in allow and suffix != "html")


def _refusal(data: bytes, allow: frozenset[str]) -> str:
    names = names_of(allow)
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"hevc", b"msf1", b"avif"):
        return _(
            "Photos in the format HEIC cannot be read here. Send the photo to yourself through WeChat and save it "
            "from there, or set the camera to “most compatible”. Accepted file types: %(kinds)s.",
            kinds=names,
        )
    if data.startswith(_OLE):
        return _(
            "This file is in an old Office format. Please save it in a new one. Accepted file types: %(kinds)s.",
            kinds=names,
        )
    return _("This type of file is not accepted. Accepted file types: %(kinds)s.", kinds=names)
