import re

from foundation.ids import new_schema_name, new_ulid


def test_schema_name_is_a_lower_case_ulid_behind_t() -> None:
    assert re.fullmatch(r"t_[0-9a-hjkmnp-tv-z]{26}", new_schema_name()) is not None


def test_names_are_never_the_same() -> None:
    assert len({new_ulid() for _time in range(1000)}) == 1000
