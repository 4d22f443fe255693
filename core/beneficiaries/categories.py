"""The categories that an association sorts its beneficiaries by, as it set them up itself."""

from typing import Annotated

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, StringConstraints

from core.actors import Actor
from core.beneficiaries.models import Beneficiary
from core.configuration.sections import Section
from foundation.arabic import searchable
from foundation.errors import Invalid, NotAllowed, WrongState
from tenants.people.roles import Permission

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Category(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: Key
    ar: Label
    en: Label

    @property
    def label(self) -> str:
        return self.ar if (get_language() or "ar").startswith("ar") else self.en


def _usual() -> tuple[Category, ...]:
    return (
        Category(key="orphan", ar="يتيم", en="Orphan"),
        Category(key="widow", ar="أرملة", en="Widow"),
        Category(key="divorced", ar="مطلقة", en="Divorced"),
        Category(key="low_income", ar="ذو دخل محدود", en="Low income"),
        Category(key="disability", ar="ذو إعاقة", en="With a disability"),
        Category(key="elderly", ar="كبير سن", en="Elderly"),
        Category(key="patient", ar="مريض", en="Patient"),
        Category(key="prisoner_family", ar="أسرة سجين", en="Family of a prisoner"),
    )


class Categories(BaseModel):
    model_config = ConfigDict(frozen=True)

    categories: tuple[Category, ...] = _usual()


CATEGORIES = Section("beneficiary_categories", Categories)


class MayNotSetUp(NotAllowed):
    code = "may_not_set_up"
    message = _("Your roles do not include the settings of the association.")


class CategoryInUse(WrongState):
    code = "category_in_use"
    message = _("“%(category)s” cannot be removed: beneficiaries are sorted under it.")


class CategoryTwice(Invalid):
    code = "category_twice"
    message = _("“%(category)s” is there twice.")


class UnknownCategory(Invalid):
    code = "unknown_category"
    message = _("There is no such category.")


def categories() -> tuple[Category, ...]:
    return CATEGORIES.read().categories


def save_categories(wanted: list[Category], *, actor: Actor, revision: int) -> None:
    """Raises CategoryInUse for one that somebody carries and that would be gone."""
    if not actor.has_permission(Permission.MANAGE_SETTINGS):
        raise MayNotSetUp
    for spelling in ("key", "ar", "en"):
        seen: set[str] = set()
        for category in wanted:
            value = searchable(getattr(category, spelling))
            if value in seen:
                raise CategoryTwice(category=getattr(category, spelling))
            seen.add(value)
    kept = {category.key for category in wanted}
    used = keys_in_use()
    for category in categories():
        if category.key not in kept and category.key in used:
            raise CategoryInUse(category=category.label)
    CATEGORIES.write(Categories(categories=tuple(wanted)), actor=actor, revision=revision)


def keys_in_use() -> set[str]:
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(Beneficiary._meta.db_table)
        cursor.execute(f"SELECT DISTINCT jsonb_array_elements_text(categories) FROM {table}")  # noqa: S608
        return {str(key) for (key,) in cursor.fetchall()}


def check_known(keys: list[str]) -> list[str]:
    """In the order of the settings; raises UnknownCategory."""
    order = [category.key for category in categories()]
    if not set(keys) <= set(order):
        raise UnknownCategory
    return sorted(set(keys), key=order.index)


def new_key(label: str, taken: set[str]) -> str:
    """From the English label: «Family of a prisoner» is family_of_a_prisoner."""
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in label.casefold())
    base = "_".join(filter(None, letters.split("_")))[:36]
    base = base if base[:1].isalpha() else f"c_{base}".rstrip("_")
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key
