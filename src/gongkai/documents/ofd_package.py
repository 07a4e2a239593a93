"""The container of an OFD: members of the zip, and its XML without the dangers of XML."""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING

from gongkai.documents.errors import Unreadable
from gongkai.documents.zips import read_member

if TYPE_CHECKING:
    from lxml.etree import _Element

DAMAGED = "这份 OFD 无法打开，文件可能已损坏或下载不完整，请重新导出后再上传。"


class Package:
    """The zip: members by absolute path, whatever slashes and letter case the producer used."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {"/" + name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}

    def resolve(self, folder: str, location: str) -> str:
        """Absolute path of a location: absolute, relative to `folder`, or (wrongly) relative to the root. "" if absent."""
        location = location.strip().replace("\\", "/")
        if not location:
            return ""
        for base in (folder, "/"):
            path = posixpath.normpath(posixpath.join("/", base, location))
            if path.lower() in self._names:
                return path
        return ""

    def bytes(self, path: str) -> bytes | None:
        """Contents of a member, or None where it is missing. Raises Unreadable where it cannot be unpacked."""
        name = self._names.get(path.lower())
        return None if name is None else read_member(self._archive, name)

    def xml(self, path: str) -> _Element | None:
        """Root element of a member, or None where it is missing. Entities and document types are refused."""
        from lxml import etree

        content = self.bytes(path)
        if content is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
        try:
            root = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise Unreadable("damaged", DAMAGED) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("bomb", "这份 OFD 里有不允许的实体定义，可能是恶意文件，已拒绝读取。请重新导出后再上传。")
        return root


def local(element: _Element) -> str:
    """Tag without its namespace: producers use several, and none at all. "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: _Element, name: str) -> list[_Element]:
    """Direct children of that local name."""
    return [child for child in element if local(child) == name]


def descendants(element: _Element, name: str) -> list[_Element]:
    """All descendants of that local name, in document order."""
    return [child for child in element.iter() if local(child) == name]


def text_of(element: _Element, name: str) -> str:
    """Text of the first direct child of that name, or ""."""
    for child in element:
        if local(child) == name:
            return child.text or ""
    return ""
