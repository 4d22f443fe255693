"""The parts of a Word file: each read within bounds, without entities, and never from outside."""

import posixpath
import zipfile
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LARGEST_PART = 20 * 1024 * 1024
DEEPEST = 200
DOCUMENT = "word/document.xml"
# Parts of the document's own words that would have to be fetched, or opened by another program.
CONTENT_FROM_OUTSIDE = ("aFChunk", "subDocument", "oleObject", "frame")


class WrongDocx(Exception):
    """A document that cannot or must not be opened; `harmful` where it tried to reach outside."""

    def __init__(self, *, harmful: bool) -> None:
        self.harmful = harmful
        super().__init__()


class Package:
    """What is asked for is read once; a part that is not there is None."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = frozenset(archive.namelist())

    def part(self, name: str) -> Element | None:
        """Reads no more than it should, whatever size the archive claims."""
        if name not in self.names:
            return None
        with self.archive.open(name) as part:
            data = part.read(LARGEST_PART + 1)
        if len(data) > LARGEST_PART:
            raise WrongDocx(harmful=True)
        try:
            root: Element = fromstring(data.replace(STRICT, TRANSITIONAL), forbid_dtd=True)
        except DefusedXmlException as error:
            raise WrongDocx(harmful=True) from error
        except (ParseError, ValueError, LookupError) as error:
            raise WrongDocx(harmful=False) from error
        if _is_deep(root):
            raise WrongDocx(harmful=True)
        return root

    def document(self) -> Element:
        root = self.part(DOCUMENT)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise WrongDocx(harmful=False)
        return body

    def related(self, kind: str) -> list[str]:
        """Names of the parts of this kind that the document refers to, in the order of their names."""
        found = []
        for relation in self._relations():
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = relation.get("Target", "")
                found.append(posixpath.normpath(posixpath.join("word", target)).lstrip("/"))
        return sorted(name for name in found if name in self.names)

    def check_relations(self) -> None:
        for relation in self._relations():
            kind = relation.get("Type", "").rpartition("/")[2]
            outside = relation.get("TargetMode") == "External"
            if kind == "aFChunk" or (outside and kind in CONTENT_FROM_OUTSIDE):
                raise WrongDocx(harmful=True)
            if outside and kind == "attachedTemplate" and _is_on_the_web(relation):
                raise WrongDocx(harmful=True)

    def _relations(self) -> list[Element]:
        root = self.part("word/_rels/document.xml.rels")
        settings = self.part("word/_rels/settings.xml.rels")
        return [
            relation
            for part in (root, settings)
            if part is not None
            for relation in part.findall(f"{RELATIONS}Relationship")
        ]


def _is_on_the_web(relation: Element) -> bool:
    return relation.get("Target", "").lower().startswith(("http:", "https:", "\\\\", "//"))


def _is_deep(root: Element) -> bool:
    """Walked level by level, for the walk through the words is recursive."""
    level = [root]
    for _depth in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def value(element: Element | None, name: str) -> str | None:
    """What a property such as `w:numId` says in `w:val`."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def is_on(element: Element | None, name: str) -> bool:
    """A property that is there means yes, unless it says no."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child is not None and child.get(f"{W}val", "true") not in {"0", "false", "off"}


def whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default
