"""What an association sets for its complaints beside its policy: subjects, its own dates, who stands in."""

from typing import Final, Self
from uuid import UUID

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, model_validator

from core.configuration.sections import Section

KEY_PATTERN: Final = r"^[a-z][a-z0-9_]{0,39}$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(_Part):
    """A choice in both languages; `key` is what is stored."""

    key: str = Field(pattern=KEY_PATTERN)
    ar: str = Field(min_length=1, max_length=120)
    en: str = Field(default="", max_length=120)

    def __str__(self) -> str:
        arabic = (get_language() or "ar").startswith("ar")
        return self.ar if arabic else self.en or self.ar


class Subject(Named):
    """What complaints are about. A sensitive one makes its complaints sensitive when they come."""

    sensitive: bool = False


SUBJECTS: Final = (
    Subject(key="delay", ar="تأخّر الخدمة أو الرد", en="Delay of a service or a reply"),
    Subject(key="quality", ar="جودة الخدمة أو ما سُلّم", en="Quality of what was given"),
    Subject(key="treatment", ar="أسلوب التعامل", en="How somebody was treated"),
    Subject(key="decision", ar="قرار لم يُقنع صاحبه", en="A decision"),
    Subject(key="information", ar="معلومة ناقصة أو خاطئة", en="Missing or wrong information"),
    Subject(
        key="privacy", ar="خصوصية البيانات أو إفشاؤها", en="Privacy of data", sensitive=True
    ),
    Subject(
        key="abuse", ar="إيذاء أو تحرّش أو استغلال", en="Abuse, harassment, exploitation",
        sensitive=True,
    ),
    Subject(
        key="integrity", ar="تضارب مصالح أو فساد مالي", en="Conflict of interest or corruption",
        sensitive=True,
    ),
    Subject(key="other", ar="موضوع آخر", en="Something else"),
)  # fmt: skip
REASONS: Final = (
    Named(key="facts", ar="ثبتت الواقعة بالأدلة", en="The facts are proven"),
    Named(key="procedure", ar="خولفت إجراءات السياسة", en="The policy's procedure was broken"),
    Named(key="promise", ar="لم تُحترم مهلة موعودة", en="A promised date was not kept"),
    Named(key="no_proof", ar="لم يقم دليل على الواقعة", en="Nothing proves it"),
    Named(key="by_rule", ar="كان التصرف موافقًا للسياسة", en="The policy was followed"),
    Named(key="outside", ar="السبب خارج عن عمل الجمعية", en="The cause lies outside"),
)
TURNED_AWAY: Final = (
    Named(key="not_ours", ar="لا تخصّ الجمعية ولا خدماتها", en="Not about the association"),
    Named(key="repeated", ar="سبق البتّ فيها ولا جديد", en="Decided before, and nothing is new"),
    Named(key="double", ar="مكررة عن شكوى مفتوحة", en="The same as an open complaint"),
    Named(key="empty", ar="لا يُفهم منها ما يُشتكى منه", en="It cannot be understood"),
)


class ComplaintSettings(_Part):
    """Days are working days but for `reopening_days` and `appeal_days`, which count every day.

    `reply_days` holds where the policy promises no date of its own. `line_upwards`: the direct superior
    of who is complained about loses sight of it too. `board_member`: to whom it goes when everybody
    else is kept out. `pattern_count` alike within `pattern_days` are a pattern.
    """

    subjects: tuple[Subject, ...] = SUBJECTS
    reasons: tuple[Named, ...] = REASONS
    turned_away: tuple[Named, ...] = TURNED_AWAY
    reply_days: int = Field(default=10, ge=1, le=365)
    sensitive_reply_days: int = Field(default=5, ge=1, le=365)
    settlement_days: int = Field(default=7, ge=1, le=365)
    investigation_days: int = Field(default=15, ge=1, le=365)
    reopening_days: int = Field(default=30, ge=1, le=3650)
    appeal_days: int = Field(default=30, ge=1, le=3650)
    anonymous: bool = True
    line_upwards: bool = True
    board_member: UUID | None = None
    pattern_count: int = Field(default=3, ge=2, le=100)
    pattern_days: int = Field(default=90, ge=7, le=730)

    @model_validator(mode="after")
    def _keys_once(self) -> Self:
        for named in (self.subjects, self.reasons, self.turned_away):
            keys = [each.key for each in named]
            if not keys or len(keys) != len(set(keys)):
                raise ValueError("each choice needs a key of its own")
        return self

    def subject(self, key: str) -> Subject | None:
        return next((each for each in self.subjects if each.key == key), None)


SETTINGS: Final = Section("complaints", ComplaintSettings)
