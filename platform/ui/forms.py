"""A form that the services may still refuse once its own fields are in order."""

from typing import ClassVar

from django import forms

from foundation.errors import DomainError


class RefusableForm(forms.Form):
    """`beside`: which field a refusal of the services belongs to; all else stands over the form."""

    beside: ClassVar[dict[type[DomainError], str]] = {}

    def refuse(self, error: DomainError) -> None:
        field = next((name for kind, name in self.beside.items() if isinstance(error, kind)), None)
        self.add_error(field if field in self.fields else None, str(error))
