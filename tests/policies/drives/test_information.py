from policies.content import Officer

LAYLA = Officer(name="ليلى", field="أسر الأيتام", contact="0110000001")
FAHD = Officer(name="فهد", field="كبار السن", contact="0110000002")


def test_the_portal_names_the_liaison_officers_of_the_policy(bring, see):
    bring(liaison_officers=(LAYLA,))
    one = see("/")
    bring(liaison_officers=(FAHD,))
    other = see("/")
    bring(liaison_officers=())
    none = see("/")

    shown = [
        [
            all(words in text for words in (who.name, who.field, who.contact))
            for who in (LAYLA, FAHD)
        ]
        for text in (one, other, none)
    ]
    assert shown == [[True, False], [False, True], [False, False]]
