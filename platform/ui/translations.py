"""The catalogs of Arabic: gathered from the source with Babel alone, checked, and compiled.

English sentences stand in the code; every app keeps its Arabic in <app>/locale/ar/LC_MESSAGES.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import normalize, read_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
LOCALE = "ar"
WIDTH = 99
FORMS = 6
# As in Django's own Arabic catalog; Babel's differs, and catalogs of one language are merged.
PLURAL_FORMS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5;"
)
HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Language: ar\\n"\n'
    '"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n'
    f'"Plural-Forms: {PLURAL_FORMS}\\n"\n'
)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
SKIPPED_FOLDERS = {"locale", "node_modules", "static", "migrations", "__pycache__", "vendor"}
ARABIC_LETTER = re.compile("[\u0621-\u064a]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")

Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Source:
    """A folder with a catalog of its own: one of our apps, or a folder in LOCALE_PATHS."""

    label: str
    folder: Path

    @property
    def po(self) -> Path:
        return self.folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


@dataclass(slots=True)
class Entry:
    """One sentence of the source; `plural` where it is counted."""

    text: str
    context: str | None = None
    plural: str | None = None
    places: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.text, self.context


@dataclass(frozen=True, slots=True)
class Problem:
    label: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.label}: {self.what}: {self.text!r}"


Entries = dict[Key, Entry]


def sources() -> list[Source]:
    """Every catalog of the project, by label."""
    found = {
        Path(config.path).resolve(): config.label
        for config in apps.get_app_configs()
        if _is_ours(Path(config.path).resolve())
    }
    for locale_path in settings.LOCALE_PATHS:
        folder = Path(locale_path).resolve().parent
        found.setdefault(folder, folder.name)
    return sorted(
        (Source(label, folder) for folder, label in found.items()), key=lambda source: source.label
    )


def _is_ours(folder: Path) -> bool:
    if not folder.is_relative_to(ROOT):
        return False
    parts = folder.relative_to(ROOT).parts
    return not any(part.startswith(".") or part == "site-packages" for part in parts)


def gather(source: Source) -> Entries:
    """What the source says, in the order of its words; apps inside it gather their own."""
    entries: Entries = {}
    inner = {other.folder for other in sources()} - {source.folder}
    for path in _files(source.folder, inner):
        _gather_file(path, entries)
    return dict(sorted(entries.items(), key=lambda item: (item[0][0], item[0][1] or "")))


def _files(folder: Path, inner: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED_FOLDERS and path not in inner:
                yield from _files(path, inner)
        elif path.suffix in {".py", ".html", ".txt"}:
            yield path


def _gather_file(path: Path, entries: Entries) -> None:
    place = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = _as_python(text, place)
    for _, texts, notes, context in extract(
        "python", BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    ):
        text, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, None)
        entry = entries.setdefault((text, context), Entry(text, context))
        entry.plural = entry.plural or plural
        entry.places.add(place)
        entry.notes += [note for note in notes if note not in entry.notes]


def _as_python(template: str, place: str) -> str:
    """Django turns tags into calls; indentation goes, so that the tokenizer is content."""
    return "\n".join(line.strip() for line in templatize(template, origin=place).splitlines())


def read(source: Source) -> Catalog:
    if not source.po.exists():
        return _parsed(HEADER.encode())
    return _parsed(source.po.read_bytes())


def _parsed(content: bytes) -> Catalog:
    return read_po(BytesIO(content), locale=LOCALE, abort_invalid=True)


def update(source: Source) -> bool:
    """Write the catalog with what the source says now; True where the file changed.

    Translations are kept, sentences that are gone go, nothing is guessed.
    """
    entries = gather(source)
    catalog = read(source)
    blocks = [HEADER] + [_block(entry, catalog.get(*key)) for key, entry in entries.items()]
    content = "\n".join(blocks)
    if not entries or (source.po.exists() and source.po.read_text(encoding="utf-8") == content):
        return False
    source.po.parent.mkdir(parents=True, exist_ok=True)
    source.po.write_text(content, encoding="utf-8")
    return True


def _block(entry: Entry, known: Message | None) -> str:
    lines = [f"#. {note}" for note in entry.notes]
    lines += [f"#: {place}" for place in sorted(entry.places)]
    flags = ["fuzzy"] * bool(known and known.fuzzy)
    flags += ["python-format"] * ("%(" in entry.text)
    if flags:
        lines.append(f"#, {', '.join(flags)}")
    if entry.context:
        lines.append(f"msgctxt {normalize(entry.context, width=WIDTH)}")
    lines.append(f"msgid {normalize(entry.text, width=WIDTH)}")
    words = _words(known)
    if entry.plural is None:
        lines.append(f"msgstr {normalize(words[0] if words else '', width=WIDTH)}")
    else:
        lines.append(f"msgid_plural {normalize(entry.plural, width=WIDTH)}")
        words = (*words, *[""] * FORMS)[:FORMS]
        lines += [f"msgstr[{n}] {normalize(word, width=WIDTH)}" for n, word in enumerate(words)]
    return "\n".join(lines) + "\n"


def _words(message: Message | None) -> tuple[str, ...]:
    """The Arabic of a sentence: one form, or six; empty where there is none."""
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def problems(wanted: Iterable[Source]) -> list[Problem]:
    """Everything that would show English, or the wrong words, to somebody who reads Arabic."""
    chosen = list(wanted)
    found = [problem for source in chosen for problem in _problems_of(source)]
    return found + _conflicts(chosen)


def _problems_of(source: Source) -> Iterator[Problem]:
    entries, catalog = gather(source), read(source)
    if entries and f"Plural-Forms: {PLURAL_FORMS}" not in _header_of(source):
        yield Problem(source.label, "", "the header lacks the six plural forms")
    for key, entry in entries.items():
        yield from _problems_with(source.label, entry, catalog.get(*key))
    for message in catalog:
        if message.id and _key(message) not in entries:
            yield Problem(source.label, _key(message)[0], "no longer in the source")


def _header_of(source: Source) -> str:
    return source.po.read_text(encoding="utf-8")[:1000] if source.po.exists() else ""


def _key(message: Message) -> Key:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def _problems_with(label: str, entry: Entry, known: Message | None) -> Iterator[Problem]:
    if ARABIC_LETTER.search(entry.text):
        yield Problem(label, entry.text, "write English in the code")
    if known is None:
        yield Problem(label, entry.text, "missing from the catalog")
        return
    if known.fuzzy:
        yield Problem(label, entry.text, "marked fuzzy")
    words = _words(known)
    if len(words) != (FORMS if entry.plural else 1) or not all(words):
        yield Problem(label, entry.text, "not translated")
        return
    yield from _placeholder_problems(label, entry, words)


def _placeholder_problems(label: str, entry: Entry, words: tuple[str, ...]) -> Iterator[Problem]:
    """A counted sentence may leave its number out («يومان»); nothing may invent a name."""
    wanted = set(PLACEHOLDER.findall(entry.text)) | set(PLACEHOLDER.findall(entry.plural or ""))
    for word in words:
        given = set(PLACEHOLDER.findall(word))
        if given - wanted or (entry.plural is None and wanted - given):
            yield Problem(label, entry.text, "other placeholders than the source")
            return


def _conflicts(chosen: list[Source]) -> list[Problem]:
    """One sentence with two translations: which one shows would depend on the order of apps."""
    told: dict[Key, tuple[str, tuple[str, ...]]] = {}
    found: list[Problem] = []
    labels = {source.label for source in chosen}
    for source in sources():
        for message in read(source):
            words = _words(message)
            if not message.id or not all(words) or not words:
                continue
            label, others = told.setdefault(_key(message), (source.label, words))
            if others != words and labels & {label, source.label}:
                found.append(
                    Problem(source.label, _key(message)[0], f"translated differently in {label}")
                )
    return found


def strays() -> list[Problem]:
    """Sentences in our packages that no catalog covers, and that Django does not know either."""
    covered = {source.folder for source in sources()}
    entries: Entries = {}
    for path in _files(ROOT / "platform", covered):
        _gather_file(path, entries)
    for package in {folder.relative_to(ROOT).parts[0] for folder in covered} - {"platform"}:
        for path in _files(ROOT / package, covered):
            if not any(path.is_relative_to(folder) for folder in covered):
                _gather_file(path, entries)
    with override(LOCALE):
        return [
            Problem(
                "everywhere",
                f"{entry.text} ({', '.join(sorted(entry.places))})",
                "no catalog covers it",
            )
            for entry in entries.values()
            if gettext(entry.text) == entry.text
        ]


def compile_catalog(source: Source) -> bool:
    """Write the .mo beside the .po; True where there was something to do."""
    if not source.po.exists() or _is_fresh(source):
        return False
    content = BytesIO()
    write_mo(content, read(source))
    unfinished = source.mo.with_suffix(f".{os.getpid()}.tmp")
    unfinished.write_bytes(content.getvalue())
    unfinished.replace(source.mo)
    return True


def _is_fresh(source: Source) -> bool:
    return source.mo.exists() and source.mo.stat().st_mtime >= source.po.stat().st_mtime
