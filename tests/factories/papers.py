"""Templates of papers as people may send them: a shipped one with other words or other parts."""

import io
import zipfile
from xml.sax.saxutils import escape

from chamber.files.kinds import KINDS
from chamber.files.services import PreparedFile
from chamber.registry.papers import Paper

DOCUMENT = "word/document.xml"


def changed(paper: Paper, **parts: bytes | None) -> bytes:
    """The shipped template with other parts, by their paths with `__` for `/`; None leaves one out."""
    out, new = io.BytesIO(), {name.replace("__", "/"): data for name, data in parts.items()}
    with zipfile.ZipFile(paper.template) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part in old.infolist():
            if part.filename not in new:
                made.writestr(part.filename, old.read(part))
        for name, data in new.items():
            if data is not None:
                made.writestr(name, data)
    return out.getvalue()


def document(paper: Paper) -> str:
    """The XML of the shipped template's text."""
    with zipfile.ZipFile(paper.template) as packed:
        return packed.read(DOCUMENT).decode()


def saying(paper: Paper, *lines: str) -> bytes:
    """The shipped template with these paragraphs before its own."""
    return with_xml(paper, "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines))


def with_xml(paper: Paper, xml: str) -> bytes:
    """The shipped template with this XML before its own paragraphs."""
    return changed(paper, **{DOCUMENT: document(paper).replace("<w:body>", f"<w:body>{xml}", 1).encode()})


def text_of(made: bytes) -> list[str]:
    """The paragraphs of a paper that have words."""
    from docx import Document

    return [one.text for one in Document(io.BytesIO(made)).paragraphs if one.text.strip()]


def prepared(data: bytes, name: str = "自己的.docx") -> PreparedFile:
    """These bytes as a checked upload."""
    return PreparedFile(name, KINDS["docx"].media_type, data, "0" * 64)
