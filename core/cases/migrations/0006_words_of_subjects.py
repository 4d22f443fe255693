"""An index for foundation.word_search: GIN over the words of `subject_search`, as its `words_sql` writes them."""

from django.db import migrations, models

WORDS = (
    "array_to_tsvector(array_remove(string_to_array(replace(replace(replace(replace(r"
    "eplace(replace(replace(replace(' ' || subject_search || ' ', '-', ' '), 'ء', "
    "''), ' الله ', 'الله '), ' الدين ', 'الدين '), ' عبد ', ' عبد'), ' ابو ', ' "
    "ابو'), ' ام ', ' ام'), ' ال', ' '), ' '), ''))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_types_amounts_and_appeals"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX case_words ON cases_case USING gin (({WORDS})) WITH (fastupdate = off)",
            "DROP INDEX case_words",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=~models.Q(register_number=""),
                fields=["register_number"],
                name="case_register_number",
            ),
        ),
    ]
