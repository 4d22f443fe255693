from policies.content import Complaints

SAID = Complaints(
    handler="وحدة الإنصاف",
    channels=("صندوق الشكاوى", "رقم الواتساب"),
    appeal="نائب رئيس المجلس",
    anonymous=True,
    amicable_first=True,
    outside_authority="المركز الوطني",
)
SENTENCES = (
    "وحدة الإنصاف",
    "صندوق الشكاوى",
    "رقم الواتساب",
    "نائب رئيس المجلس",
    "يمكنك أن تشتكي دون ذكر اسمك.",
    "تُحاوَل التسوية الودية أولًا.",
    "المركز الوطني",
)


def test_the_portal_tells_how_to_complain_as_the_policy_has_it(bring, see):
    bring(complaints=SAID)
    full = see("/")
    bring(complaints=Complaints(handler="وحدة الإنصاف", anonymous=False))
    short = see("/")

    assert [words in full for words in SENTENCES] == [True] * 7
    assert [words in short for words in SENTENCES] == [True] + [False] * 6
    assert "لا تُقبل الشكوى من غير اسم." in short


def test_where_the_policy_says_nothing_the_portal_says_nothing(bring, see):
    bring(complaints=SAID, deadlines=())
    told = see("/")
    bring(complaints=None)

    heading = "إن لم تكن راضيًا"
    assert (heading in told, heading in see("/")) == (True, False)
