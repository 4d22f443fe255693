import pytest


@pytest.fixture
def editor(site, association, officer):
    return site(association, officer)
