import uuid

from django.urls import reverse

from policies import services
from policies.content import Length
from policies.models import PolicyVersion
from tests.policies.conftest import answer_all


def address(version, query=""):
    path = reverse("policies:compare", urlconf="config.urls_association", args=[version.pk])
    return path + query


def shorter(officer, in_force):
    draft = services.draft_from_version(in_force.pk, actor=officer)
    content = draft.load_content()
    deadlines = tuple(
        each.model_copy(update={"maximum": Length(value=10, unit=each.maximum.unit)})
        if each.key == "request-decision"
        else each
        for each in content.deadlines
    )
    return services.edit_content(
        draft.pk,
        actor=officer,
        revision=draft.revision,
        content=content.model_copy(
            update={"deadlines": deadlines, "channels": content.channels[1:]}
        ),
    )


def test_a_draft_is_compared_with_the_version_in_force(site, association, officer, in_force):
    draft = shorter(officer, in_force)

    html = site(association, officer).get(address(draft)).content.decode()

    assert "يجب البت في الطلب خلال 10 أيام عمل" in html
    assert "وكان ذلك خلال 15 يوم عمل" in html
    assert "لم يعد استقبال الطلبات ممكنًا عبر" in html
    assert "<del>15" in html
    assert "<ins>10" in html


def test_any_two_versions_are_compared(site, association, officer, in_force):
    draft = shorter(officer, in_force)
    browser = site(association, officer)

    html = browser.get(address(in_force, f"?with={draft.pk}&all=1")).content.decode()

    assert "يمكن استقبال الطلبات عبر" in html
    assert html.count('<div class="clause-head">') > 20


def test_the_first_version_is_all_new(site, association, officer, draft):
    response = site(association, officer).get(address(draft))

    assert response.status_code == 200
    assert "<del>" not in response.content.decode()


def test_a_version_that_is_not_there_is_not_found(site, association, officer, draft):
    browser = site(association, officer)

    assert browser.get(address(draft, f"?with={uuid.uuid4()}")).status_code == 404
    assert browser.get(address(draft, "?with=x")).status_code == 404


def test_comparing_changes_nothing(site, association, officer, draft):
    answer_all(draft, officer)
    before = PolicyVersion.objects.get().revision

    site(association, officer).get(address(draft))

    assert PolicyVersion.objects.get().revision == before
