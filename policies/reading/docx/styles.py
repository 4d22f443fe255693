"""What the styles of a Word document say of paragraphs and runs: heading, list, hidden."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from policies.reading.docx.package import Package, W, is_on, value, whole

STYLES = "word/styles.xml"
LONGEST_CHAIN = 20


@dataclass(frozen=True)
class ListPlace:
    """What `w:numPr` says; either half may be left to the style."""

    number_id: str | None
    depth: int | None


@dataclass(frozen=True)
class Style:
    is_heading: bool = False
    is_hidden: bool = False
    place: ListPlace | None = None
    named_by: str = ""  # the style in the chain that names the list
    based_on: str = ""


@dataclass(frozen=True)
class Styles:
    known: dict[str, Style]
    default: str = ""

    def of(self, identity: str | None) -> Style:
        """With what it takes over from the styles that it is based on."""
        chain: list[tuple[str, Style]] = []
        name = identity or self.default
        while name in self.known and len(chain) < LONGEST_CHAIN:
            chain.append((name, self.known[name]))
            name = self.known[name].based_on
        listed = next(((name, style) for name, style in chain if style.place), None)
        return Style(
            is_heading=any(style.is_heading for _, style in chain),
            is_hidden=any(style.is_hidden for _, style in chain),
            place=listed[1].place if listed else None,
            named_by=listed[0] if listed else "",
        )

    @property
    def lists(self) -> dict[str, str]:
        return {
            name: style.place.number_id
            for name, style in self.known.items()
            if style.place and style.place.number_id
        }


def place_of(properties: Element | None) -> ListPlace | None:
    number = properties.find(f"{W}numPr") if properties is not None else None
    if number is None:
        return None
    depth = value(number, "ilvl")
    return ListPlace(value(number, "numId"), whole(depth, 0) if depth is not None else None)


def styles_of(package: Package) -> Styles:
    root = package.part(STYLES)
    if root is None:
        return Styles({})
    known, default = {}, ""
    for style in root.findall(f"{W}style"):
        identity = style.get(f"{W}styleId") or ""
        name = (value(style, "name") or "").lower()
        known[identity] = Style(
            is_heading=name.startswith(("heading", "عنوان ")),
            is_hidden=is_on(style.find(f"{W}rPr"), "vanish"),
            place=place_of(style.find(f"{W}pPr")),
            based_on=value(style, "basedOn") or "",
        )
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
            default = identity
    return Styles(known, default)
