"""What the database makes of a text is what foundation.arabic makes of it, so that the index finds it."""

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.arabic import WORD_FOLDS, search_words, searchable
from foundation.word_search import prefix_query, words_sql

PIECES = (
    "عبد", "الله", "الدين", "نور", "أبو", "ام", "ال", "الغامدي", "علاء", "-", "بن", "ة", "ى",
    "محـمد", "O'Neil", "a\\b", " ", "  ", "ء", "٣",
)  # fmt: skip


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_database_and_python_see_the_same_words(association, text):
    folded = f" {searchable(text)} "
    for written, kept in WORD_FOLDS:
        folded = folded.replace(written, kept)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT tsvector_to_array({words_sql('t.x')}) FROM (SELECT %s::text AS x) t",
            [searchable(text)],
        )
        [stored] = cursor.fetchone()
        assert set(stored) == set(folded.split())
        if query := prefix_query(text):
            cursor.execute(
                f"SELECT {words_sql('t.x')} @@ (%s::text)::tsquery FROM (SELECT %s::text AS x) t",
                [query, searchable(text)],
            )
            assert cursor.fetchone() == (True,)


def test_lineage_is_left_out_and_names_are_joined():
    assert search_words("نورة بنت عبد الله بن أبو بكر الغامدي") == [
        "نوره", "عبدالله", "ابوبكر", "غامدي",
    ]  # fmt: skip
    assert prefix_query("بن") == ""
    assert prefix_query("O'Neil") == "'o''neil':*"
