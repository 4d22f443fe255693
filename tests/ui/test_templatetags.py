from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from ui.templatetags import ui


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0551234567", "+966 55 123 4567"),
        ("+966551234567", "+966 55 123 4567"),
        ("+971501234567", "+971 50 123 4567"),
        ("تحويلة 12", "تحويلة 12"),
    ],
)
def test_phones_run_left_to_right(typed: str, shown: str) -> None:
    assert ui.phone(typed) == f'<bdi class="num" dir="ltr">{shown}</bdi>'


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("البند 3-6", ["3-6"]),
        ("من 2026-11-02 إلى 2026-11-05", ["2026-11-02", "2026-11-05"]),
        ("واتساب +966 55 123 4567.", ["+966 55 123 4567"]),
        ("خلال 15 يوم عمل", []),
        ("الساعة 10:30", ["10:30"]),
        ("مبلغ 1,284.50 ر.س", ["1,284.50"]),
        (
            "الطلب REQ-2026-0417، والبريد mona@people.example",
            ["REQ-2026-0417", "mona@people.example"],
        ),
    ],
)
def test_numbers_with_signs_keep_their_order(text: str, isolated: list[str]) -> None:
    expected = text
    for piece in isolated:
        expected = expected.replace(piece, f'<bdi class="num" dir="ltr">{piece}</bdi>')
    assert ui.upright(text) == expected


@pytest.mark.parametrize("tag", [ui.bidi, ui.upright, ui.code, ui.phone])
def test_typed_text_stays_text(tag: object) -> None:
    assert "<script" not in tag("<script>alert('1-2')</script>")


def test_an_unknown_icon_is_a_dot() -> None:
    assert ui.icon("no such thing").endswith('#dot"></use></svg>')


@pytest.mark.parametrize(
    ("number", "words"), [(1, "يوم عمل واحد"), (2, "يوما عمل"), (3, "3 أيام عمل")]
)
def test_counted(number: int, words: str) -> None:
    with translation.override("ar"):
        assert ui.counted(number, "working_day") == words


def test_both_calendars_take_the_day_in_riyadh() -> None:
    with translation.override("ar"):
        late_evening_in_utc = ui.both_calendars(datetime(2024, 8, 24, 22, tzinfo=UTC))
        assert (late_evening_in_utc, ui.both_calendars(None)) == (
            ui.both_calendars(date(2024, 8, 25)),
            "",
        )


class Visit(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    mobile = forms.CharField(label="Mobile", widget=forms.TextInput(attrs={"type": "tel"}))
    note = forms.CharField(label="Note", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    true = forms.BooleanField(label="True")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.Form, tag: str) -> str:
    with translation.override("en"):
        return Template("{% load ui %}" + tag).render(Context({"form": form}))


def test_help_and_error_are_tied_to_the_field() -> None:
    html = drawn(Visit({"name": ""}), "{% field form.name %}")
    assert 'aria-describedby="id_name_help id_name_error"' in html
    assert '<p class="help" id="id_name_help">As on the card</p>' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_name">Name</label>' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = drawn(Visit({}), "{% field form.kind %}")
    assert html.count('aria-describedby="id_kind_error"') == 1
    assert "<legend>Kind</legend>" in html


def test_what_was_typed_is_kept() -> None:
    assert 'value="نورة"' in drawn(Visit({"name": "نورة"}), "{% field form.name %}")


def test_optional_fields_say_so() -> None:
    html = drawn(Visit(), "{% field form.note %}{% field form.name %}")
    assert html.count("(optional)") == 1


def test_numbers_of_telephones_run_left_to_right_in_fields() -> None:
    assert 'dir="ltr"' in drawn(Visit(), "{% field form.mobile %}")
    assert 'dir="ltr"' not in drawn(Visit(), "{% field form.name %}")


def test_a_form_has_all_its_fields_once() -> None:
    html = drawn(Visit({}), "{% fields form %}")
    assert [html.count(f'name="{name}"') for name in Visit.base_fields] == [1] * 6
    assert html.count('role="alert"') == 1
