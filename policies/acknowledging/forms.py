"""What staff fill in to sign: the answer, their name, the tick. What is refused the service says."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.errors import DomainError
from policies.acknowledging import rules
from ui.forms import RefusableForm
from ui.templatetags.ui import bidi


class SignForm(RefusableForm):
    beside: ClassVar[dict[type[DomainError], str]] = {
        rules.AnswerNeeded: "answer",
        rules.WrongAnswer: "answer",
        rules.NameNeeded: "name",
        rules.NameTooLong: "name",
        rules.NotAgreed: "agreed",
    }
    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": rules.AnswerNeeded.message}
    )
    name = forms.CharField(
        label=_("Your full name, as your signature"),
        error_messages={"required": rules.NameNeeded.message},
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    agreed = forms.BooleanField(
        label=_("I have read this version of the policy and will work by it."),
        error_messages={"required": rules.NotAgreed.message},
    )

    def __init__(
        self, *args: Any, question: str | None, answers: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer"]
        field.label = question or ""
        field.choices = [(answer, bidi(answer)) for answer in answers]
        if not question or not answers:
            del self.fields["answer"]
