"""For the association's own site: a frame, a badge, the lines to copy."""

from xml.etree import ElementTree

from tests.policies.publishing.conftest import address


def test_any_site_may_frame_this_page_and_no_other(anyone, in_force):
    frame, page = anyone.get(address("embed")), anyone.get(address("policy"))

    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame
    assert frame["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_frame_sets_no_cookie_and_runs_nothing(anyone, in_force):
    frame = anyone.get(address("embed"))
    html = frame.content.decode()

    assert not frame.cookies
    assert "<script" not in html
    assert "<form" not in html
    assert "البت في الطلب" in html
    assert 'href="http://alpha.silah.test:8000/policy/"' in html
    assert 'target="_blank" rel="noopener"' in html


def test_a_frame_speaks_the_language_that_its_address_asks_for(anyone, in_force):
    english = anyone.get(address("embed") + "?language=en").content.decode()
    other = anyone.get(address("embed") + "?language=xx").content.decode()

    assert '<html lang="en" dir="ltr">' in english
    assert "Read the policy" in english
    assert '<html lang="ar" dir="rtl">' in other


def test_before_the_board_the_frame_says_so(anyone, before_the_board):
    assert "لم تُنشر السياسة بعد" in anyone.get(address("embed")).content.decode()
    assert "لم تُنشر بعد" in anyone.get(address("badge")).content.decode()


def test_the_badge_is_a_picture_that_other_sites_may_show(anyone, in_force):
    badge = anyone.get(address("badge"))

    assert badge["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert badge["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not badge.cookies
    assert ElementTree.fromstring(badge.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "الإصدار 1" in badge.content.decode()


def test_staff_copy_the_lines_from_a_page(site, association, in_force, officer):
    html = site(association, officer).get(address("for_your_site")).content.decode()

    assert '&lt;iframe src="http://alpha.silah' in html
    assert "http://alpha.silah.test:8000/policy/badge.svg" in html
