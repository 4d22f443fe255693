"""The whole story: from an operator's first click to the figures of the executive director."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.documents import document
from tests.journeys import desk, onboarding, policy, portal
from tests.journeys.plot import Plot, cast
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Arrives = Callable[..., Visitor]

SEED = "001_dedf600a596dae41"  # the one that asks the most, and can be approved
SEEDS = Path(__file__).resolve().parents[3] / "shared" / "policies" / "seeds"

ENGLISH = Plot(
    language="en",
    slug="rumth-members",
    association="الجمعية التعاونية الزراعية بوادي الرمث",
    license_no="9812",
    kind="Cooperative",
    policy=document("cooperative"),
    people=cast(
        "rumth-members",
        {
            "Administrator": "سلوى المقبل",
            "Board secretary": "خالد الرويلي",
            "Relations officer": "منى الشمري",
            "Social researcher": "بسمة البلوي",
            "Committee member": "راكان الفهد",
            "Executive director": "طارق الدخيل",
        },
    ),
    beneficiary="Amal Al-Zubaidi",
    beneficiary_email="amal@people.example",
    identity_number="2034567814",
    subject="Seeds for two fields",
    description="The last harvest failed. Two hectares lie fallow.",
    called_for="Repair of a pump",
    outcome="Accepted",
    reason="Seeds for both fields from the spring store.",
    counts_from_submission=True,
    measures_by_survey=True,
    early_reason="Sowing ends next week.",
    referral_target="الباحث الميداني",
    documents=("بطاقة العضوية", "صك المزرعة أو عقد استئجارها"),
)


def arabic_plot() -> Plot:
    """The association is the one that the seed names, read at run time: no code knows it."""
    expected = json.loads((SEEDS / f"{SEED}.expected.json").read_text(encoding="utf-8"))
    return Plot(
        language="ar",
        slug="journey",
        association=expected["association_name"],
        license_no="7001",
        kind="Cooperative",
        policy=(SEEDS / f"{SEED}.txt").read_bytes(),
        people=cast(
            "journey",
            {
                "Administrator": "أروى الراجح",
                "Board secretary": "مازن العبيد",
                "Relations officer": "ريم الشهري",
                "Social researcher": "هدى الفارس",
                "Committee member": "فهد المنيع",
                "Executive director": "سامي الحمدان",
            },
        ),
        beneficiary="نوف بنت سعد الجهني",
        beneficiary_email="nouf@people.example",
        identity_number="1017654326",
        subject="مساعدة في إيجار السكن",
        description="تراكم إيجار شهرين بعد انقطاع العمل، ولدينا ثلاثة أطفال.",
        called_for="جهاز قياس السكر",
        outcome="Partly accepted",
        reason="تقرر تسديد إيجار شهر واحد من الشهرين.",
        referral_target=expected["referral_target"],
    )


@pytest.mark.skipif(not SEEDS.exists(), reason="the seeds lie beside the checkout")
def test_a_seed_becomes_a_decided_request_in_arabic(visitor: Arrives) -> None:
    plot = arabic_plot()
    administrator = begin(visitor, plot)
    policy.upload(administrator, plot)
    policy.see_words_of_a_value(administrator)
    policy.turn_minimum_into_maximum(administrator)
    policy.keep_without_a_reason(administrator, "Say why it stays as it is.")
    assert policy.keep_what_is_asked(administrator, "اطلع المجلس على النص وأبقاه كما هو.") > 1
    policy.edit_deadline(administrator, {}, {"Counted": "from the day it was complete"})
    policy.save(administrator)
    administrator.sees("The draft was saved.")
    go_on(visitor, plot, administrator)


def test_a_policy_becomes_a_decided_request_in_english(visitor: Arrives) -> None:
    plot = ENGLISH
    administrator = begin(visitor, plot)
    policy.upload(administrator, plot)
    administrator.sees("Nothing to ask: the text is clear and complete.")
    policy.see_words_of_a_value(administrator)
    policy.edit_deadline(
        administrator,
        {"At most": "٦"},
        {"Unit of the longest time": "weeks"},
        step="تسجيل الطلب في يومه وإعطاء صاحبه رقمًا يتابع به.",
    )
    policy.lose_the_session(administrator, plot)
    policy.save(administrator)
    policy.come_back(administrator, plot.people["Administrator"].email)
    policy.save(administrator)
    administrator.sees("The draft was saved.")
    go_on(visitor, plot, administrator)


def begin(visitor: Arrives, plot: Plot) -> Visitor:
    """From nothing to an administrator who is signed in."""
    onboarding.appoint()
    onboarding.onboard(visitor("operator", language=plot.language), plot)
    administrator = visitor("administrator", language=plot.language)
    onboarding.accept(administrator, plot.people["Administrator"])
    return administrator


def go_on(visitor: Arrives, plot: Plot, administrator: Visitor) -> None:
    """From the draft to the figures: the same in every language."""
    policy.send(administrator)
    onboarding.invite(administrator, plot, plot.people["Board secretary"])
    administrator.service.run_jobs()
    secretary = visitor("secretary", language=plot.language)
    onboarding.accept(secretary, plot.people["Board secretary"])
    onboarding.bring_the_others(plot)
    policy.approve(secretary, plot)

    beneficiary = visitor("beneficiary", language=plot.language, phone=True)
    policy.read_published(beneficiary, plot)
    portal.read_promises(beneficiary, plot)
    code = portal.submit(beneficiary, plot)
    portal.read_receipt_mail(beneficiary, plot, code)

    officer = visitor("officer", language=plot.language)
    onboarding.arrive(officer, plot, "Relations officer", "/desk/")
    desk.register_call(officer, plot)
    desk.open_case(officer, plot, plot.subject)
    missing = plot.documents[1] if plot.documents else "تعريف بالراتب"
    desk.mark_missing(officer, missing, listed=bool(plot.documents))
    officer.service.run_jobs()
    assert missing in officer.service.mailbox.text(plot.beneficiary_email)
    portal.open_case(beneficiary, plot, code)
    portal.add_missing(beneficiary, missing, clock_stands_still=plot.counts_from_submission)

    desk.open_case(officer, plot, plot.subject)
    desk.tick_steps(officer, "Before the request counts as complete")
    desk.mark_complete(officer)
    desk.ask_why_this_date(officer)
    desk.refer(officer, plot.referral_target)
    researcher = visitor("researcher", language=plot.language)
    onboarding.arrive(researcher, plot, "Social researcher", "/desk/")
    desk.open_case(researcher, plot, plot.subject)
    desk.tick_steps(researcher, "Before it goes to the body that decides")
    desk.return_from_study(researcher)
    desk.open_case(officer, plot, plot.subject)
    desk.tick_steps(officer, "Before it goes to the body that decides")
    desk.send_to_decision_body(officer)
    member = visitor("member", language=plot.language)
    onboarding.arrive(member, plot, "Committee member", "/desk/")
    desk.open_case(member, plot, plot.subject)
    desk.tick_steps(member, "Before the decision is recorded")
    desk.decide(member, plot)

    portal.read_notice_mail(beneficiary, plot)
    portal.read_decision(beneficiary, plot)
    if plot.measures_by_survey:
        portal.rate(beneficiary)
    else:
        portal.is_not_asked_to_rate(beneficiary)
    executive = visitor("executive", language=plot.language)
    onboarding.arrive(executive, plot, "Executive director", "/reports/")
    desk.read_figures(executive, plot)
