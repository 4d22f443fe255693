from policies.content import Entry
from tests.core.requests import receive


def test_the_tools_of_the_policy_stand_beside_each_case(bring, see, everyone):
    bring(tools=(Entry(label="دليل الأسر المنتجة", address="2-1"),))
    first = receive(everyone, channel_key="phone").case
    bring(tools=(Entry(label="نموذج الزيارة المنزلية", address="2-1"),))
    second = receive(everyone, channel_key="phone").case

    shown = [
        [words in see(f"/desk/requests/{case.pk}/", everyone) for case in (first, second)]
        for words in ("دليل الأسر المنتجة", "نموذج الزيارة المنزلية")
    ]

    assert shown == [[True, False], [False, True]]  # a case keeps the version it arrived under
