from core.rules import CompensationStage as Stage
from policies.content import Compensation, CompensationStep

MINUTES = CompensationStep(stage=Stage.COMMITTEE_MINUTES, text="محضر توقعه اللجنة")
RULING = CompensationStep(stage=Stage.RULING, text="حكم متى لزم")
PAYMENT = CompensationStep(stage=Stage.PAYMENT, text="سند صرف التعويض")


def test_the_steps_of_a_compensation_stand_on_the_portal_in_order(bring, see):
    bring(compensation=Compensation(body="لجنة الضرر", stages=(MINUTES, PAYMENT)))
    two = see("/")
    bring(compensation=Compensation(body="لجنة الإنصاف", stages=(MINUTES, RULING, PAYMENT)))
    three = see("/")
    bring(compensation=None)
    none = see("/")

    assert "لجنة الضرر" in two
    assert "1. محضر توقعه اللجنة 2. سند صرف التعويض" in two
    assert "لجنة الإنصاف" in three
    assert "1. محضر توقعه اللجنة 2. حكم متى لزم 3. سند صرف التعويض" in three
    assert "إذا لحق بك ضرر" in three
    assert "إذا لحق بك ضرر" not in none
