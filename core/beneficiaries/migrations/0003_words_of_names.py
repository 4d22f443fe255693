"""An index for foundation.word_search: GIN over the words of `name_search`, as its `words_sql` writes them."""

from django.db import migrations

WORDS = (
    "array_to_tsvector(array_remove(string_to_array(replace(replace(replace(replace(r"
    "eplace(replace(replace(replace(' ' || name_search || ' ', '-', ' '), 'ء', ''), "
    "' الله ', 'الله '), ' الدين ', 'الدين '), ' عبد ', ' عبد'), ' ابو ', ' ابو'), ' "
    "ام ', ' ام'), ' ال', ' '), ' '), ''))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("beneficiaries", "0002_the_whole_file"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX person_words ON beneficiaries_beneficiary USING gin (({WORDS})) WITH (fastupdate = off)",
            "DROP INDEX person_words",
        ),
    ]
