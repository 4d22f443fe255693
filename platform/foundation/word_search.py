"""Finding rows by the beginnings of words, under all spellings, through an index (GIN).

The column holds what foundation.arabic.searchable made. An index on it has to be written exactly as
`words_sql` writes it, in a migration of its own, or it is not used.
"""

from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value

from foundation.arabic import LINEAGE, WORD_FOLDS, search_words

MOST_WORDS: Final = 8


class HasWords(Func):
    """True where the column has each of the words, or words that begin so: `filter(HasWords(...))`."""

    output_field = BooleanField()

    def __init__(self, column: str, query: str, **extra: Any) -> None:
        super().__init__(F(column), Value(query), **extra)

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **extra: Any
    ) -> Any:
        column, query = self.get_source_expressions()
        column_sql, column_parameters = compiler.compile(column)
        query_sql, query_parameters = compiler.compile(query)
        sql = f"{words_sql(column_sql)} @@ ({query_sql})::tsquery"
        return sql, (*column_parameters, *query_parameters)


class OneOf(Func):
    """True where the column holds one of a few ids that a query of one column finds.

    As an array: the planner does not know how many there are, and looks each up in the column's index
    instead of reading the table in the order asked for until it has met enough of them.
    """

    output_field = BooleanField()
    template = "%(expressions)s)"
    arg_joiner = " = ANY("

    def __init__(self, column: str, ids: QuerySet[Model, Any], **extra: Any) -> None:
        super().__init__(F(column), ArraySubquery(ids), **extra)


def words_sql(column: str) -> str:
    """The words of a column, as constants say it: parameters would hide the index from the planner."""
    folded = f"' ' || {column} || ' '"
    for written, kept in WORD_FOLDS:
        folded = f"replace({folded}, '{written}', '{kept}')"
    return f"array_to_tsvector(array_remove(string_to_array({folded}, ' '), ''))"


def prefix_query(typed: str, *, whole: bool = False) -> str:
    """All words typed, each as the beginning of a word, or `whole`; empty where there is none."""
    words = [word for word in search_words(typed) if word not in LINEAGE][:MOST_WORDS]
    return " & ".join(term(word, whole=whole) for word in words)


def term(word: str, *, whole: bool = False) -> str:
    quoted = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'" if whole else f"'{quoted}':*"
