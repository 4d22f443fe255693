import gettext
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.management import CommandError, call_command
from django.utils import translation

from ui import translations
from ui.translations import Source

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

LABEL = _("Open")
def left(n): return ngettext("%(n)d day left", "%(n)d days left", n) % {"n": n}
MONTH = pgettext("month", "May")
"""
PAGE = """{% load i18n %}<p>
  {% translate "Hello" %} {% trans 'Open' as x %}
     {% blocktranslate trimmed with name=user %}
    Dear {{ name }},
      welcome
  {% endblocktranslate %}
   {{ _("Bye")|upper }}{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
</p>"""
DAYS = ("لا أيام", "يوم", "يومان", "%(n)d أيام", "%(n)d يومًا", "%(n)d يوم")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    (tmp_path / "labels.py").write_text(CODE, encoding="utf-8")
    return Source("sample", tmp_path)


def translate(source: Source, text: str, words: str) -> None:
    """As a person does: fill one empty msgstr in."""
    content = source.po.read_text(encoding="utf-8")
    before = f'msgid "{text}"\nmsgstr ""'
    assert content.count(before) == 1
    source.po.write_text(content.replace(before, before[:-2] + f'"{words}"'), encoding="utf-8")


def translate_days(source: Source) -> None:
    content = source.po.read_text(encoding="utf-8")
    for number, words in enumerate(DAYS):
        content = content.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{words}"')
    source.po.write_text(content, encoding="utf-8")


def complaints(source: Source) -> list[tuple[str, str]]:
    return [(problem.text, problem.what) for problem in translations.problems([source])]


def test_sentences_of_code_and_pages_are_gathered(source: Source) -> None:
    (source.folder / "page.html").write_text(PAGE, encoding="utf-8")
    entries = translations.gather(source).values()
    found = [(entry.text, entry.context, entry.plural) for entry in entries]
    assert found == [
        ("%(n)d day left", None, "%(n)d days left"),
        ("%(n)s case", None, "%(n)s cases"),
        ("Bye", None, None),
        ("Dear %(name)s, welcome", None, None),
        ("Hello", None, None),
        ("May", "month", None),
        ("Open", None, None),
    ]


def test_a_new_catalog_has_the_six_forms(source: Source) -> None:
    assert translations.update(source) is True
    catalog = translations.read(source)
    assert catalog.get("%(n)d day left").string == ("",) * 6
    assert translations.PLURAL_FORMS in source.po.read_text(encoding="utf-8")


def test_translations_survive_and_lost_sentences_go(source: Source) -> None:
    translations.update(source)
    translate(source, "Open", "مفتوح")
    (source.folder / "labels.py").write_text(
        'from django.utils.translation import gettext as _\nA = _("Open")\nB = _("Shut")\n'
    )
    assert complaints(source) == [
        ("Shut", "missing from the catalog"),
        ("%(n)d day left", "no longer in the source"),
        ("May", "no longer in the source"),
    ]
    translations.update(source)
    catalog = translations.read(source)
    assert [(message.id, message.string) for message in catalog if message.id] == [
        ("Open", "مفتوح"),
        ("Shut", ""),
    ]


def test_a_second_run_changes_nothing(source: Source) -> None:
    translations.update(source)
    assert translations.update(source) is False


def test_what_is_not_translated_is_told(source: Source) -> None:
    translations.update(source)
    translate(source, "Open", "مفتوح")
    assert complaints(source) == [
        ("%(n)d day left", "not translated"),
        ("May", "not translated"),
    ]


def test_a_whole_catalog_has_no_problems(source: Source) -> None:
    translations.update(source)
    translate(source, "Open", "مفتوح")
    translate(source, "May", "مايو")
    translate_days(source)
    assert complaints(source) == []


def test_guesses_are_told(source: Source) -> None:
    translations.update(source)
    translate(source, "Open", "مفتوح")
    content = source.po.read_text(encoding="utf-8")
    source.po.write_text(
        content.replace('msgid "Open"', '#, fuzzy\nmsgid "Open"'), encoding="utf-8"
    )
    assert ("Open", "marked fuzzy") in complaints(source)


def test_arabic_in_the_code_is_told(source: Source) -> None:
    (source.folder / "labels.py").write_text(
        'from django.utils.translation import gettext as _\nA = _("مفتوح")\n', encoding="utf-8"
    )
    translations.update(source)
    assert ("مفتوح", "write English in the code") in complaints(source)


@pytest.mark.parametrize("words", ["لك يا %(user)s", "لك", "لك يا %(name)s وأنت يا %(user)s"])
def test_other_placeholders_are_told(source: Source, words: str) -> None:
    (source.folder / "labels.py").write_text(
        'from django.utils.translation import gettext as _\nA = _("For %(name)s")\n'
    )
    translations.update(source)
    translate(source, "For %(name)s", words)
    assert complaints(source) == [("For %(name)s", "other placeholders than the source")]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا أيام"),
        (1, "يوم"),
        (2, "يومان"),
        (3, "3 أيام"),
        (11, "11 يومًا"),
        (100, "100 يوم"),
        (103, "103 أيام"),
    ],
)
def test_compiled_catalogs_count_in_arabic(source: Source, number: int, words: str) -> None:
    translations.update(source)
    translate_days(source)
    assert translations.compile_catalog(source) is True
    with source.mo.open("rb") as compiled:
        said = gettext.GNUTranslations(compiled).ngettext(
            "%(n)d day left", "%(n)d days left", number
        )
    assert (said % {"n": number} if "%" in said else said) == words


def test_a_fresh_catalog_is_not_compiled_again(source: Source) -> None:
    translations.update(source)
    assert (translations.compile_catalog(source), translations.compile_catalog(source)) == (
        True,
        False,
    )


def test_our_apps_are_found_and_nothing_else() -> None:
    labels = {source.label for source in translations.sources()}
    assert {"ui", "foundation", "tenants", "people", "cases"} <= labels
    assert labels.isdisjoint({"auth", "account", "mfa", "django_tenants"})


def test_an_app_leaves_the_apps_inside_it_to_themselves() -> None:
    by_label = {source.label: source for source in translations.sources()}
    places = {
        place
        for entry in translations.gather(by_label["tenants"]).values()
        for place in entry.places
    }
    assert [place for place in places if place.startswith("tenants/people/")] == []


def test_an_unknown_app_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"No app nonsense; there are: .*ui"):
        call_command("messages", "nonsense", stdout=StringIO())


def test_every_sentence_of_the_interface_is_arabic() -> None:
    by_label = {source.label: source for source in translations.sources()}
    assert [str(problem) for problem in translations.problems([by_label["ui"]])] == []


def test_a_short_password_is_refused_in_arabic() -> None:
    with translation.override("ar"):
        said = MinimumLengthValidator(12).get_error_message()
    assert said == "كلمة المرور قصيرة جدًا. لا تقل عن 12 حرفًا."
