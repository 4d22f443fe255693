"""Form fields whose errors are the sentences of the domain."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError
from foundation.uploads import CheckedFile, FileKind, check_upload

ACCEPTED = frozenset(FileKind) - {FileKind.TEXT}
# Telephones turn their own kinds of photo into JPEG where that is asked for.
ACCEPT = "application/pdf,image/jpeg,image/png,image/webp,.docx"
MOST_FILES = 10
FILE_HELP = _("PDF, photo or Word file, up to 20 MB each.")


class TypedField(forms.CharField):
    """`normalise` gives the one written form, or raises a kind of DomainError."""

    def __init__(self, *, normalise: Callable[[str], str], **options: Any) -> None:
        super().__init__(**options)
        self.normalise = normalise

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return self.normalise(typed) if typed else ""
        except DomainError as error:
            raise ValidationError(str(error)) from error


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ACCEPT, "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name)


class FilesField(forms.Field):
    """Any number of files. `accepted` are those that are fine, also where others are not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=FilesInput(), **options)
        self.accepted: list[CheckedFile] = []

    def clean(self, value: Any) -> list[CheckedFile]:
        self.accepted, errors = [], []
        for upload in value[:MOST_FILES]:
            try:
                self.accepted.append(check_upload(upload, accept=ACCEPTED))
            except DomainError as error:
                errors.append(ValidationError(str(error)))
        if len(value) > MOST_FILES:
            errors.append(
                ValidationError(
                    _("At most %(limit)s files at once, please."), params={"limit": MOST_FILES}
                )
            )
        if errors:
            raise ValidationError(errors)
        return self.accepted


class OneFileField(forms.FileField):
    """Cleans to a CheckedFile."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        try:
            return check_upload(upload, accept=ACCEPTED)
        except DomainError as error:
            raise ValidationError(str(error)) from error
