"""The policy in force, for anybody to read, print and cite clause by clause."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policies import phrases, queries
from policies.content import Deadline, PolicyContent
from policies.marking import promised_time
from policies.models import ApprovalRecord, PolicyVersion
from tenants.people.access import public_page


@public_page
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    version = queries.version_in_force()
    if version is None:
        return render(request, "policies/publishing/nothing.html")
    content = version.load_content()
    return render(
        request,
        "policies/publishing/policy.html",
        {
            "version": version,
            "content": content,
            "articles": [
                {"article": article, "items": content.items_of(article)}
                for article in content.articles
            ],
            "promises": [
                _promise(deadline) for deadline in content.deadlines if deadline.milestone
            ],
            "approval": _approval(version),
        },
    )


@public_page
@require_safe
def policy_json(request: HttpRequest) -> JsonResponse:
    version = queries.version_in_force()
    if version is None:
        answer = {"code": "no_policy_in_force", "detail": _("No policy is in force yet.")}
        return JsonResponse(answer, status=404)
    content = version.load_content()
    return JsonResponse(_published(version, content), json_dumps_params={"ensure_ascii": False})


def _promise(deadline: Deadline) -> dict[str, Any]:
    return {
        "what": phrases.MILESTONES[deadline.milestone] if deadline.milestone else "",
        "time": promised_time(deadline),
        "start": phrases.STARTS[deadline.start] if deadline.start else "",
        "address": deadline.address,
    }


def _approval(version: PolicyVersion) -> ApprovalRecord | None:
    return ApprovalRecord.objects.filter(version=version).order_by("pk").first()


def _published(version: PolicyVersion, content: PolicyContent) -> dict[str, Any]:
    approval = _approval(version)
    return {
        "version": version.number,
        "digest": version.digest,
        "in_force_from": version.in_force_from,
        "title": content.title,
        "association_name": content.association_name,
        "license_no": content.license_no,
        "introduction": list(content.introduction),
        "articles": [
            {
                "address": article.address,
                "heading": article.heading,
                "text": article.text,
                "items": [
                    {"address": item.address, "text": item.text}
                    for item in content.items_of(article)
                ],
            }
            for article in content.articles
        ],
        "approval": approval
        and {
            "body": approval.body,
            "session_number": approval.session_number,
            "session_ordinal": approval.session_ordinal,
            "hijri_date": approval.hijri_date,
            "gregorian_date": approval.gregorian_date,
            "chairman": approval.chairman,
        },
    }
