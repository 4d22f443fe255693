"""The card of a question shows what each choice would change, and what was chosen can be taken back."""

import re

import pytest
from django.urls import reverse as reverse_in

from policies import services
from policies.checking import fingerprint
from policies.models import PolicyVersion
from tests.policies.contents import TEXT

MINIMUM = TEXT.replace("لا تزيد على 15 يوم عمل", "لا تقل عن 15 يوم عمل")


@pytest.fixture
def editor(site, association, officer):
    return site(association, officer)


def reverse(name, args):
    return reverse_in(name, urlconf="config.urls_association", args=args)


def card(html, rule_words):
    """The card that quotes these words."""
    return next(
        part for part in html.split("<article") if rule_words in part and 'name="fix"' in part
    )


def test_the_card_shows_words_that_go_and_come(editor, officer):
    draft = services.paste_text(MINIMUM, actor=officer)

    html = editor.get(reverse("policies:reading", args=[draft.pk])).content.decode()

    shown = card(html, "لا تقل عن 15 يوم عمل")
    assert re.search(r"<del>.*تقل عن.*</del>", shown)
    assert re.search(r"<ins>.*تزيد على.*</ins>", shown)
    described = re.search(r'aria-describedby="(d-[^"]+)"', shown).group(1)
    assert f'id="{described}"' in shown


def test_every_difference_has_an_id_of_its_own(editor, officer):
    draft = services.paste_text(MINIMUM.replace("من تاريخ اكتمال الطلب", ""), actor=officer)

    html = editor.get(reverse("policies:reading", args=[draft.pk])).content.decode()

    ids = re.findall(r' id="(d-[^"]+)"', html)
    assert len(ids) >= 3
    assert len(ids) == len(set(ids))


def test_a_fix_can_be_taken_back(editor, officer):
    draft = services.paste_text(MINIMUM, actor=officer)
    asked = next(f for f in draft.load_findings() if f.id == "BRP-D01")

    editor.post(
        reverse("policies:fix", args=[draft.pk]),
        {"finding": fingerprint(asked), "revision": draft.revision, "fix": "maximum"},
    )
    fixed = PolicyVersion.objects.get()
    assert "BRP-D01" not in {finding.id for finding in fixed.load_findings()}

    editor.post(reverse("policies:undo", args=[draft.pk]), {"revision": fixed.revision})

    restored = PolicyVersion.objects.get()
    assert restored.source_text == MINIMUM
    assert "BRP-D01" in {finding.id for finding in restored.load_findings()}


def test_a_text_written_out_anew_can_be_taken_back_too(editor, officer):
    text = TEXT.replace("2. نموذج الطلب.", "2.\n3. نموذج الطلب.")
    draft = services.paste_text(text, actor=officer)
    asked = next(f for f in draft.load_findings() if f.id == "BRP-L02")

    version = services.apply_fix(
        draft.pk, actor=officer, revision=1, finding=fingerprint(asked), fix="anew"
    )

    assert "BRP-L02" not in {finding.id for finding in version.load_findings()}
    assert [tool.label for tool in version.load_content().tools] == ["دليل الخدمات", "نموذج الطلب"]
    again = services.undo_last_edit(draft.pk, actor=officer, revision=version.revision)
    assert again.source_text == text
