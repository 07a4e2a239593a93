"""The file: its parts in a zip, always in the same order and with the same dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from gongkai.annual.write.docx import styles
from gongkai.annual.write.docx.page import SECTION
from gongkai.annual.write.docx.xml import HEAD, NAMESPACES, escape
from gongkai.annual.write.plan import Printed

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_KINDS = {
    "document": "document.main",
    "styles": "styles",
    "fontTable": "fontTable",
    "settings": "settings",
    "footerOdd": "footer",
    "footerEven": "footer",
    "comments": "comments",
}
"""Parts of the document and their content types."""
_IDS = {"footerOdd": "rIdOdd", "footerEven": "rIdEven"}
_ROOT = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)


def package(printed: Printed, body: str, comments: str | None = None) -> bytes:
    """The bytes of the file; `comments` is the part of that name, where there are any."""
    return packed(printed.title, printed.agency, body + SECTION, {} if comments is None else {"comments": comments})


def packed(title: str, author: str | None, body: str, more: Mapping[str, str] | None = None) -> bytes:
    """A file in the styles of official documents. `body` is the inside of `w:body`, with its sections; `more` are parts by
    name."""
    parts = {
        "document": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "styles": styles.STYLES,
        "fontTable": styles.FONTS,
        "settings": styles.SETTINGS,
        "footerOdd": styles.ODD_FOOTER,
        "footerEven": styles.EVEN_FOOTER,
        **(more or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, "[Content_Types].xml", _content_types(parts))
        _add(archive, "_rels/.rels", _ROOT)
        _add(archive, "docProps/core.xml", _properties(title, author))
        for name, text in parts.items():
            _add(archive, f"word/{name}.xml", text)
        _add(archive, "word/_rels/document.xml.rels", _relationships(parts))
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 0  # the same on every machine
    archive.writestr(info, text.encode())


def _content_types(parts: dict[str, str]) -> str:
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        + "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{_KINDS[name]}+xml"/>' for name in parts)
        + "</Types>"
    )


def _relationships(parts: dict[str, str]) -> str:
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{_IDS.get(name, f"rId{number}")}" Type="{_OFFICE}/{_KINDS[name]}" Target="{name}.xml"/>'
            for number, name in enumerate(parts)
            if name != "document"
        )
        + "</Relationships>"
    )


def _properties(title: str, author: str | None) -> str:
    creator = f"<dc:creator>{escape(author)}</dc:creator>" if author else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title>{creator}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )
