import pytest
from django.core import mail

from foundation.models import AuditEntry
from policies import rules, services
from policies.board.tasks import tell_of_answer, tell_of_remark
from policies.models import ClauseComment
from policies.services import comments
from tenants.people.roles import Role


@pytest.fixture
def researcher(association, make_person):
    return make_person(Role.SOCIAL_RESEARCHER, name="هند")


@pytest.fixture
def remark(draft, researcher):
    return services.add_comment(draft.pk, actor=researcher, address="3-2", text="من يحيل؟ ")


def test_a_remark_keeps_what_the_clause_said(remark, draft, officer):
    content = draft.load_content()
    words = content.clause_text("3-2")
    steps = list(content.steps)
    steps[1] = steps[1].model_copy(update={"text": "نص آخر للخطوة"})
    services.edit_content(
        draft.pk,
        actor=officer,
        revision=draft.revision,
        content=content.model_copy(update={"steps": tuple(steps)}),
    )

    kept = ClauseComment.objects.get(pk=remark.pk)
    assert (kept.text, kept.quoted) == ("من يحيل؟", words)
    assert AuditEntry.objects.get(action="policy.remark_made").details == {"clause": "3-2"}


def test_those_concerned_are_told_and_the_author_of_the_answer(
    draft, officer, secretary, researcher, association
):
    remark = services.add_comment(draft.pk, actor=researcher, address="3-2", text="من يحيل؟")
    tell_of_remark.func(association_id=str(association.pk), comment_id=str(remark.pk))
    services.resolve_comment(draft.pk, remark.pk, actor=officer, resolution="الضابط")
    tell_of_answer.func(association_id=str(association.pk), comment_id=str(remark.pk))
    tell_of_remark.func(association_id=str(association.pk), comment_id=str(remark.pk))

    told = [sent.to[0] for sent in mail.outbox]
    assert (sorted(told[:2]), told[2:]) == (
        sorted([officer.email, secretary.email]),
        [researcher.email],
    )
    assert all("/review/" in sent.body and "{{" not in sent.body for sent in mail.outbox)


@pytest.mark.parametrize(
    ("address", "text", "error"),
    [
        ("3-2", "  ", comments.RemarkEmpty),
        ("3-2", "ا" * 4001, comments.RemarkTooLong),
        ("99", "نص", comments.NoSuchClause),
    ],
)
def test_what_is_no_remark_is_refused(draft, researcher, address, text, error):
    with pytest.raises(error):
        services.add_comment(draft.pk, actor=researcher, address=address, text=text)


def test_a_version_in_force_takes_no_remark(in_force, researcher):
    with pytest.raises(rules.NotUnderReview):
        services.add_comment(in_force.pk, actor=researcher, address="1", text="نص")


def test_only_the_policy_officer_settles_it_once_and_with_an_answer(
    remark, draft, officer, researcher
):
    with pytest.raises(rules.MayNotEditPolicies):
        services.resolve_comment(draft.pk, remark.pk, actor=researcher, resolution="نعم")
    with pytest.raises(comments.AnswerNeeded):
        services.resolve_comment(draft.pk, remark.pk, actor=officer, resolution=" ")

    services.resolve_comment(draft.pk, remark.pk, actor=officer, resolution="وُضح")

    with pytest.raises(comments.AlreadyResolved):
        services.resolve_comment(draft.pk, remark.pk, actor=officer, resolution="وُضح")


def test_a_remark_of_another_version_is_not_found(remark, officer, draft):
    other = services.draft_from_version(draft.pk, actor=officer)

    with pytest.raises(ClauseComment.DoesNotExist):
        services.resolve_comment(other.pk, remark.pk, actor=officer, resolution="نعم")
