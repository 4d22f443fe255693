from policies.content import ReviewRule


def test_the_review_is_due_when_the_policy_says(bring, see, executive, at):
    at(2026, 1, 5, 9)
    bring(review=ReviewRule(every_months=12, responsible="لجنة الحوكمة"))
    yearly = [see(path, executive) for path in ("/policies/", "/reports/")]
    bring(review=ReviewRule(every_months=24))
    at(2028, 1, 6, 9)
    overdue = see("/policies/", executive)
    bring(review=None)
    none = see("/policies/", executive)

    assert ["5 يناير 2027م" in text for text in yearly] == [True, True]
    assert ["لجنة الحوكمة" in text for text in yearly] == [True, True]
    assert "كان موعد مراجعة السياسة 8 شعبان 1449هـ (5 يناير 2028م)." in overdue
    assert "مراجعة السياسة" not in none
