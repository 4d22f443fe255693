"""The forms of an import: the file, and which of its columns is which field."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.case_imports.columns import COLUMNS, REQUIRED, Column
from core.case_imports.sheets import titles_of
from core.case_imports.table import Table
from core.rules import Channel
from foundation.errors import DomainError
from foundation.sheets import LARGEST_SHEET

WHOLE_FILE: Final = "channel_of_all"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("At most 5,000 rows and 10 MB. Nothing is imported before you have seen it."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    def content(self) -> bytes:
        """No more than a byte beyond what is allowed."""
        found: bytes = self.cleaned_data["file"].read(LARGEST_SHEET + 1)
        return found

    def refuse(self, error: DomainError) -> None:
        self.add_error("file", str(error))


class ColumnsForm(forms.Form):
    """A choice for each field; empty where the file does not have it. The channel may be said once of the
    whole file.
    """

    def __init__(
        self, *args: Any, table: Table, channels: Sequence[Channel] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.head = table.head
        titles = [(str(place), title) for place, title in titles_of(table.head)]
        for column, words in COLUMNS.items():
            self.fields[column.value] = forms.ChoiceField(
                label=words.label,  # type: ignore[arg-type]
                required=column in REQUIRED and column != Column.CHANNEL,
                choices=[("", _("not in the file")), *titles],
            )
            if column == Column.CHANNEL:
                self.fields[WHOLE_FILE] = forms.ChoiceField(
                    label=_("Channel of the whole file"),
                    required=False,
                    choices=[
                        ("", _("as each row says")),
                        *((channel.key, channel.label) for channel in channels),
                    ],
                    help_text=_(
                        "If the file has no column for it. Rows without a channel take it."
                    ),
                )

    def clean(self) -> dict[str, Any]:
        seen: dict[str, str] = {}
        for name, place in self._places():
            if place and place in seen:
                title = self.head[int(place)]
                said = _("“%(head)s” is chosen for two fields.") % {"head": title}
                self.add_error(name, ValidationError(said))
            elif place:
                seen[place] = name
        if not self.cleaned_data.get(Column.CHANNEL) and not self.channel_key():
            missing = _("Choose its column, or the channel of the whole file below.")
            self.add_error(Column.CHANNEL.value, ValidationError(missing))
        return self.cleaned_data

    def columns(self) -> dict[str, int]:
        return {Column(name).value: int(place) for name, place in self._places() if place}

    def channel_key(self) -> str:
        chosen: str = self.cleaned_data.get(WHOLE_FILE, "")
        return chosen

    def _places(self) -> list[tuple[str, str]]:
        return [(name, at) for name, at in self.cleaned_data.items() if name != WHOLE_FILE]
