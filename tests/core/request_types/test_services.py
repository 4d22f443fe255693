import pytest

from core.request_types import queries, services
from core.request_types.content import Words
from core.request_types.enums import FormState
from core.request_types.models import RequestTypeVersion
from core.request_types.rules import (
    FormChanged,
    FormFaulty,
    MayNotEditTypes,
    NameMissing,
    NotADraft,
)
from core.service_requests.intake import IntakeDetails
from foundation.models import AuditEntry
from tenants.people.models import User
from tenants.people.roles import Role
from tests.core.request_types.contents import content, field, publish
from tests.core.requests import receive
from tests.racing import together


def states(key):
    rows = RequestTypeVersion.objects.filter(key=key).order_by("number")
    return list(rows.values_list("number", "state"))


def test_a_type_begins_as_a_draft_at_the_end_of_the_list(administrator):
    first = services.create_type(content(), actor=administrator)
    second = services.create_type(content(), actor=administrator)
    assert [(each.key, each.number, each.state, each.order) for each in (first, second)] == [
        ("overdue-rent", 1, "draft", 1),
        ("overdue-rent-2", 1, "draft", 2),
    ]


def test_an_edit_of_an_old_page_is_refused(administrator):
    draft = services.create_type(content(), actor=administrator)
    services.edit_draft(draft.pk, actor=administrator, revision=1, content=content())
    with pytest.raises(FormChanged):
        services.edit_draft(
            draft.pk, actor=administrator, revision=1, content=content(field("a", "text"))
        )
    assert queries.content_of(RequestTypeVersion.objects.get()).fields == ()


def test_publishing_replaces_what_was_published(administrator):
    first = publish(content(), administrator)
    second = publish(content(field("a", "text")), administrator, following=first)
    assert states(first.key) == [(1, "replaced"), (2, "published")]
    assert queries.published() == [second]


def test_a_request_keeps_the_version_it_came_on(administrator, officer):
    first = publish(content(field("a", "text")), administrator)
    details = IntakeDetails(request_type=first, answers={"fields": {"a": "x"}})
    case = receive(officer, details=details).case
    publish(content(), administrator, following=first)
    case.refresh_from_db()
    assert (case.request_type_id, case.request_type.number) == (first.pk, 1)
    assert [each.key for each in queries.content_of(case.request_type).fields] == ["a"]


def test_a_form_with_faults_is_not_published(administrator):
    draft = services.create_type(content(field("a", "choice")), actor=administrator)
    with pytest.raises(FormFaulty):
        services.publish(draft.pk, actor=administrator, revision=1)
    assert states(draft.key) == [(1, "draft")]


def test_what_is_published_is_not_edited(administrator):
    version = publish(content(), administrator)
    with pytest.raises(NotADraft):
        services.edit_draft(version.pk, actor=administrator, revision=1, content=content())


def test_a_withdrawn_type_is_offered_to_nobody_and_can_come_back(administrator):
    first = publish(content(), administrator)
    services.withdraw(first.pk, actor=administrator)
    assert queries.published() == []
    publish(content(), administrator, following=first)
    assert states(first.key) == [(1, "replaced"), (2, "published")]


def test_a_copy_is_a_type_of_its_own(administrator):
    version = publish(content(field("a", "text")), administrator)
    copy = services.duplicate(
        version.pk, actor=administrator, name=Words(ar="أجرة", en="Repair of a home")
    )
    assert (copy.key, copy.state, queries.content_of(copy).fields) == (
        "repair-of-a-home",
        FormState.DRAFT,
        queries.content_of(version).fields,
    )


def test_types_change_places_with_all_their_versions(administrator):
    first, second = publish(content(), administrator), publish(content(), administrator)
    publish(content(), administrator, following=first)
    services.move_type(second.key, actor=administrator, by=-1)
    assert [line.key for line in queries.types()] == [second.key, first.key]
    services.move_type(second.key, actor=administrator, by=-1)
    assert [line.key for line in queries.types()] == [second.key, first.key]


def test_a_draft_can_be_thrown_away(administrator):
    version = publish(content(), administrator)
    draft = services.begin_draft(version.key, actor=administrator)
    assert services.begin_draft(version.key, actor=administrator) == draft
    services.discard_draft(draft.pk, actor=administrator)
    assert states(version.key) == [(1, "published")]


def test_a_name_in_arabic_is_needed_from_the_start(administrator):
    with pytest.raises(NameMissing):
        services.create_type(content(name={"en": "Rent"}), actor=administrator)


def test_only_those_whose_part_it_is_change_types(administrator, officer, make_person):
    version = publish(content(), administrator)
    for work in (
        lambda: services.create_type(content(), actor=officer),
        lambda: services.begin_draft(version.key, actor=officer),
        lambda: services.withdraw(version.pk, actor=officer),
        lambda: services.duplicate(version.pk, actor=officer, name=Words(ar="ا")),
        lambda: services.move_type(version.key, actor=officer, by=1),
    ):
        with pytest.raises(MayNotEditTypes):
            work()
    policy_officer = make_person(Role.POLICY_OFFICER)
    assert services.begin_draft(version.key, actor=policy_officer).number == 2


def test_every_change_is_on_record(administrator):
    version = publish(content(), administrator)
    services.withdraw(version.pk, actor=administrator)
    actions = AuditEntry.objects.filter(action__startswith="request_type.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "request_type.created",
        "request_type.published",
        "request_type.withdrawn",
    ]


@pytest.fixture
def somebody(own_association, policy):
    """Who may set up types, committed for other connections to see."""
    user = User.objects.create_user("t@race.example", password="x" * 12, display_name="تهاني")
    user.role_grants.create(role=Role.ADMINISTRATOR)
    return user


@pytest.mark.slow
def test_of_two_who_publish_at_once_one_is_told(own_association, somebody):
    draft = services.create_type(content(), actor=somebody)
    results = together(
        own_association,
        2,
        lambda: services.publish(draft.pk, actor=somebody, revision=1).number,
    )
    assert sorted(map(str, results)) == ["1", "not_a_draft"]


@pytest.mark.slow
def test_of_two_who_begin_a_draft_at_once_both_get_the_same(own_association, somebody):
    version = publish(content(), somebody)
    results = together(
        own_association, 2, lambda: services.begin_draft(version.key, actor=somebody).number
    )
    assert results == [2, 2]
