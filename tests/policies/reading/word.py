"""Word files made by hand for tests: the XML of each part, packed as Word packs it."""

import io
import zipfile

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def word_file(body, **parts):
    """`parts`: numbering, styles, footnotes, header1 … as the XML inside their root."""
    roots = {
        "footnotes": "footnotes",
        "endnotes": "endnotes",
        "numbering": "numbering",
        "styles": "styles",
    }
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    headers = [name for name in parts if name.startswith("header")]
    for name, inner in parts.items():
        root = roots.get(name, "hdr")
        files[f"word/{name}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/header" Target="{name}.xml"/>'
        for name in headers
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    )
    return packed(files)


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs, style="", number=None, depth=0, properties=""):
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        inner += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    words = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{inner}{properties}</w:pPr>{words}</w:p>"


def level(depth, style, text, *, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identity, *levels, more=""):
    return f'<w:abstractNum w:abstractNumId="{identity}">{more}{"".join(levels)}</w:abstractNum>'


def number(identity, abstract_id, overrides=""):
    return (
        f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'
    )


def row(*cells):
    """A cell is its words, or XML."""
    return (
        "<w:tr>"
        + "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
        + "</w:tr>"
    )


def tc(*paragraphs, properties=""):
    inner = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def field(code, result, *, ended=True):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{code}</w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + (mark.format("end") if ended else "")
    )
