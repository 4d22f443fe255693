"""Requests: list, retrieve, create, record what happens to them."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from drf_spectacular.utils import (
    OpenApiParameter,
    PolymorphicProxySerializer,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from api import events
from api.input import RequestInput
from api.language import View
from api.pagination import CasePagination
from api.permissions import Requires, actor_of
from api.representations import ReceivedSerializer, RequestSerializer, RequestSummarySerializer
from core.cases.models import Case
from core.cases.rules import WORKING
from core.deadlines.queries import clocks_of
from core.request_types.answers import key_of
from core.request_types.queries import published_version
from core.request_types.rules import TypeNotOffered
from core.service_requests.filled_in import details_of, read_answers
from core.service_requests.inbox import InboxFilters, inbox
from core.service_requests.intake import NO_DETAILS, Declaration, IntakeDetails
from core.service_requests.queries import request_for
from core.service_requests.services import receive_request
from core.service_requests.workflow import STATUSES
from foundation import audit, clock
from tenants.people.roles import Permission

SEE = (Permission.VIEW_CASES, Permission.VIEW_OWN_INTAKES)
WORK = tuple(WORKING)


class FiltersInput(serializers.Serializer[Any]):
    search = serializers.CharField(max_length=200, required=False, default="")
    status = serializers.ChoiceField(
        choices=[(each.value, each.label) for each in STATUSES], required=False, default=""
    )
    channel = serializers.CharField(max_length=80, required=False, default="")
    late = serializers.BooleanField(required=False, default=False)
    ended = serializers.BooleanField(required=False, default=False)


class RequestListView(Requires, View):
    required: ClassVar[dict[str, tuple[Permission, ...]]] = {
        "GET": SEE,
        "POST": (Permission.REGISTER_CASES,),
    }

    @extend_schema(
        parameters=[FiltersInput],
        responses=RequestSummarySerializer(many=True),
        summary="Requests by what is due first",
    )
    def get(self, request: Request) -> Response:
        filters = FiltersInput(data=request.query_params)
        filters.is_valid(raise_exception=True)
        cases = inbox(actor_of(request), InboxFilters(**filters.validated_data))
        paginator = CasePagination()
        page = paginator.paginate_queryset(cases, request, view=self)
        return paginator.get_paginated_response(RequestSummarySerializer(page, many=True).data)

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                type={"type": "string", "format": "uuid"},
                location=OpenApiParameter.HEADER,
                description="A UUID of your own: sent again, it gives the same request.",
            )
        ],
        request=RequestInput,
        responses={201: ReceivedSerializer},
        summary="Receive a request",
    )
    def post(self, request: Request) -> Response:
        sent = RequestInput(data=request.data)
        sent.is_valid(raise_exception=True)
        values = sent.validated_data
        declaration = Declaration(declared_at=clock.now()) if values["declared_true"] else None
        received = receive_request(
            channel_key=values["channel"],
            subject=values["subject"],
            description=values["description"],
            beneficiary_data=sent.beneficiary_data(),
            declaration=declaration,
            registered_by=actor_of(request),
            reply_channel=values["reply_channel"],
            register_number=values["register_number"],
            received_at=values["received_at"],
            operation_id=_operation_id(request),
            details=_details(values),
        )
        body = {"request": _shown(received.case), "tracking_code": received.tracking_code}
        return Response(body, status=status.HTTP_201_CREATED)


def _details(values: dict[str, Any]) -> IntakeDetails:
    if not values["type"]:
        return NO_DETAILS
    version = published_version(values["type"])
    if version is None:
        raise serializers.ValidationError({"type": [str(TypeNotOffered())]})
    form = read_answers(version, values["answers"], values["categories"])
    if form.errors:
        beside = {
            key_of(name): [str(each) for each in errors] for name, errors in form.errors.items()
        }
        raise serializers.ValidationError({"answers": beside})
    return details_of(version, form)


class RequestView(Requires, View):
    required: ClassVar[dict[str, tuple[Permission, ...]]] = {"GET": SEE}

    @extend_schema(responses=RequestSerializer, summary="One request, whole")
    def get(self, request: Request, case_id: UUID) -> Response:
        actor = actor_of(request)
        case = request_for(actor, case_id)
        with transaction.atomic():
            audit.record("case.viewed", case, actor=actor)
        return Response(_shown(case))


class RequestEventsView(Requires, View):
    required: ClassVar[dict[str, tuple[Permission, ...]]] = {"POST": WORK}

    @extend_schema(
        request=PolymorphicProxySerializer(
            component_name="RecordedEvent",
            resource_type_field_name="event",
            serializers={
                name: inline_serializer(
                    f"Event_{name}",
                    fields={
                        "event": serializers.ChoiceField(choices=[name]),
                        **event.shape().get_fields(),
                    },
                )
                for name, event in events.EVENTS.items()
            },
        ),
        responses={201: RequestSerializer},
        summary="Record what happened to a request",
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        actor = actor_of(request)
        request_for(actor, case_id)
        sent = request.data if isinstance(request.data, dict) else {}
        name = str(sent.get("event", ""))
        if name not in events.EVENTS:
            known = ", ".join(events.EVENTS)
            raise serializers.ValidationError(
                {"event": [_("One of: %(known)s.") % {"known": known}]}
            )
        events.record(case_id, name, sent, actor=actor)
        return Response(_shown(request_for(actor, case_id)), status=status.HTTP_201_CREATED)


def _shown(case: Case) -> Any:
    whole = Case.objects.select_related("beneficiary").get(pk=case.pk)
    parts: Any = _WithParts(whole)
    return RequestSerializer(parts).data


class _WithParts:
    """A case with its parts in a fixed order, for the serializer."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.clocks = list(clocks_of(case.pk))
        self.checklist = list(case.checklist.order_by("order"))
        self.missing_items = list(case.missing_items.order_by("kind", "label", "pk"))
        self.events = list(case.events.order_by("happened_at", "pk"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.case, name)


def _operation_id(request: Request) -> UUID | None:
    typed = request.headers.get("Idempotency-Key", "")
    if not typed:
        return None
    try:
        return UUID(typed)
    except ValueError as error:
        raise serializers.ValidationError(
            {"Idempotency-Key": [_("Write a UUID, such as one of your own making.")]}
        ) from error
