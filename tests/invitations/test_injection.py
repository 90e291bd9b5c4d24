"""What people type into a mailing is text: never a template, markup, a link of somebody else, or a header."""

from html import escape

import pytest
from sqlalchemy import select

from eventreg.core import clock
from eventreg.core.actors import Role
from eventreg.core.db import session, transaction
from eventreg.core.links import absolute_url
from eventreg.documents.official_letter import official_letter_docx, official_letter_pdf
from eventreg.i18n.text import Translated
from eventreg.invitations.documents import OfficialLetters
from eventreg.invitations.mails import DEAD_PATH, mailing_stencil, personal_values
from eventreg.invitations.models import CampaignKind, Invitation, InvitationState
from eventreg.invitations.recipients import READY, Wording, Words, wording_of
from eventreg.mail.models import Letter
from eventreg.mail.stencils import Stencil
from eventreg.sessions.models import CouncilSession
from tests.browser import Browser
from tests.cast import sign_in
from tests.factories import a_body, an_invitation
from tests.invitations.conftest import Start

PAYLOADS = (
    "{{7*7}}", "{{ 7 * 7 }}", "{{config}}", "{{ self.__init__.__globals__ }}", "{{''.__class__.__mro__}}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{{request}}", "{{ link }}", "{%raw%}{{link}}{%endraw%}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}", "{% include '/etc/passwd' %}", "{# note #}",
    "${7*7}", "#{7*7}", "@{7*7}", "*{7*7}", "<%= 7*7 %>", "{7*7}", "{0.__class__}", "{body.__init__}", "{body!r}",
    "{body:>999999999}", "{link.url}", "{Link}", "{ body }", "{}", "{0}", "%(x)s", "%(body)s", "%s %d %n",
    "$body ${boddy}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "<a href=javascript:1>x</a>",
    "[[link:invitation:abcdefghijklmnop:1]]", "[[link:password:abc:1]]", "https://x.example/i/AAAAAAAAAAAAAAAAAAAAAAAA",
    "#read(\"/etc/passwd\") #sys.inputs", "]]> <!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]> &a;",
    "\\input{/etc/passwd}", "=HYPERLINK(\"x\")", "'; DROP TABLE letter; --", "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
)  # fmt: skip


def stencil_of(council_session: CouncilSession, wording: Wording) -> Stencil:
    return mailing_stencil(council_session, wording, "en", "")


def values_of(invitation: Invitation) -> dict[str, str]:
    link = absolute_url(DEAD_PATH)
    return {**personal_values(invitation, 2, "en"), "link": link, "stop_link": "", "number": "", "dated": ""}


def test_there_are_forty_attacks_at_least() -> None:
    assert len(set(PAYLOADS)) >= 40


def test_as_a_template_a_payload_is_refused_or_stands_as_it_was_typed(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    address = "/office/rcc/2026-11-23/invitations/letter?lang=en"
    invitation = session().scalars(select(Invitation)).first()
    assert invitation is not None
    refused = 0
    for payload in PAYLOADS:
        before = wording_of(council_session).words
        page = browser.submit(browser.get(address), "", text_en=f"{payload}\n\n{{link}}")
        session().rollback()
        if page.status == 422:
            refused += 1
            assert wording_of(council_session).words == before, payload
            assert payload in page.form("")["text_en"]
            continue
        parts = stencil_of(council_session, wording_of(council_session)).filled(values_of(invitation))
        assert payload in parts.text, payload
        assert escape(payload).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in parts.html, payload
    assert 20 <= refused < len(PAYLOADS)


def test_a_refused_placeholder_is_named_beside_those_that_exist(
    council_session: CouncilSession, browser: Browser
) -> None:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get("/office/rcc/2026-11-23/invitations/letter?lang=en")

    page = browser.submit(page, "", text_en="{body.__init__} {link}")

    assert "There is no placeholder {body.__init__}." in page.text
    assert "{body}, {addressee}, {session}" in page.text


def test_as_a_value_a_payload_is_printed_and_never_read_again(council_session: CouncilSession, start: Start) -> None:
    with transaction():
        for number, payload in enumerate(PAYLOADS):
            body = a_body(f"EVIL-{number:02}", language="en")
            body.name = Translated(en=payload)
            body.dative = Translated()
            an_invitation(council_session, body, state=InvitationState.DRAFT)
    start()

    for number, payload in enumerate(PAYLOADS):
        found = select(Letter).filter_by(recipient=f"evil-{number:02}@invitee.example")
        letter = session().scalars(found).one()
        own = letter.text.count("[[link:")
        printed = payload.replace("[[link:", "[ [link:")
        assert f"To: {printed}\n" in letter.text, payload
        assert escape(printed).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in letter.html, payload
        assert own == 1, payload


@pytest.mark.parametrize("payload", PAYLOADS[-9:])
def test_on_paper_a_payload_is_plain_text(council_session: CouncilSession, payload: str) -> None:
    invitation = session().scalars(select(Invitation)).first()
    assert invitation is not None
    words = Words(READY.subject, READY.text, True, Translated(kk=payload, ru=payload))

    letter = OfficialLetters(council_session, words, clock.now()).letter(invitation, 2, None)

    assert b"root:" not in official_letter_pdf(letter)
    assert official_letter_docx(letter).startswith(b"PK")
    assert letter.parts[0].paragraphs == (payload,)


def test_a_link_stands_neither_in_a_subject_nor_on_paper(council_session: CouncilSession, browser: Browser) -> None:
    sign_in(browser, council_session.council, Role.ORGANIZER)
    page = browser.get("/office/rcc/2026-11-23/mailings/new?lang=en")
    words = {f"{name}_{code}": "x" for name in ("subject", "text") for code in ("kk", "ru", "en")}

    for field in ("subject_en", "official_kk"):
        answer = browser.submit(page, "", **words | {field: "see {link}"})
        assert "The personal link belongs into the text of the e-mail only." in answer.text

    assert browser.submit(page, "", **words).status == 200
    assert wording_of(council_session).kind is CampaignKind.INVITATION
