"""What the pages of invitations and of other mailings have in common: words, preview, and the check before sending."""

from collections.abc import Sequence

from flask import request

from eventreg.bodies.models import BodyKind
from eventreg.bodies.queries import all_regions
from eventreg.bodies.words import body_kind_words
from eventreg.core import clock
from eventreg.core.db import session
from eventreg.core.links import absolute_url
from eventreg.core.pages import page_language, render
from eventreg.councils.queries import upcoming_label
from eventreg.i18n import gettext as _
from eventreg.i18n.dates import local
from eventreg.i18n.languages import ENDONYMS, known_language
from eventreg.i18n.text import Translated
from eventreg.invitations.checks import has_signatory, languages_without_text, undeclined, undeclined_among
from eventreg.invitations.forms import TestLetterForm, WordsForm
from eventreg.invitations.mails import DEAD_PATH, placeholder_values, shared_values
from eventreg.invitations.models import Campaign, CampaignKind, Invitation
from eventreg.invitations.narrowed_sending import narrowed_sending
from eventreg.invitations.outgoing import number_entered
from eventreg.invitations.queries import Narrowed, board, neighbours
from eventreg.invitations.recipients import Audience, Wording, sending_of
from eventreg.invitations.rules import Standing, takes_answers, takes_nominations
from eventreg.invitations.views.blueprints import Answer, arguments_of
from eventreg.invitations.wording import fill, paragraphs
from eventreg.invitations.words import standing_words
from eventreg.sessions.models import CouncilSession

MOST_TICKED = 2000


def words_page(council_session: CouncilSession, wording: Wording, form: WordsForm) -> Answer:
    """The form with the words; somebody else's words beside one's own when both were edited."""
    conflicts = form.conflicts() if form.is_submitted() and form.is_outdated else []
    return render(
        "mailings/words.html",
        409 if conflicts else 200,
        form=form,
        conflicts=conflicts,
        council_session=council_session,
        wording=wording,
        is_invitation=wording.kind is CampaignKind.INVITATION,
        first=session().scalar(board(council_session, Narrowed(), clock.now()).limit(1)),
    )


def preview_page(
    council_session: CouncilSession, wording: Wording, invitation: Invitation, form: TestLetterForm
) -> Answer:
    """The letter as this body will read it, with a link that opens nothing."""
    language = known_language(request.args.get("letter")) or invitation.language
    values = placeholder_values(invitation, language, absolute_url(DEAD_PATH))
    before, after = neighbours(invitation)
    return render(
        "mailings/preview.html",
        council_session=council_session,
        wording=wording,
        is_invitation=wording.kind is CampaignKind.INVITATION,
        invitation=invitation,
        language=language,
        is_silent=bool(languages_without_text(wording.words, [language])),
        subject=fill(wording.words.subject.in_language(language), values),
        paragraphs=paragraphs(wording.words.text.in_language(language), values),
        before=before,
        after=after,
        form=form,
    )


def check_page(council_session: CouncilSession, wording: Wording) -> Answer:
    """Whom the mailing would go to, and a button that says how many."""
    audience, language, council = audience_asked(), page_language(), council_session.council
    sending = sending_of(council_session, clock.now(), wording, audience)
    return render(
        "mailings/send.html",
        council_session=council_session,
        wording=wording,
        is_invitation=wording.kind is CampaignKind.INVITATION,
        sending=sending,
        is_late=_is_late(council_session, wording),
        is_unsigned=wording.words.has_official_letter and not has_signatory(council),
        undeclined=undeclined(sending),
        entered=number_entered(sending.ids),
        upcoming=upcoming_label(council, local(clock.now(), council.time_zone).date()),
        silent=[ENDONYMS[code] for code in languages_without_text(wording.words, sending.languages)],
        subject=subject_of(wording.campaign, council_session) if wording.campaign else "",
        audience=audience,
        bodies=[(one.public_id, one.body.name.in_language(language)) for one in _to_tick(council_session, wording)],
        kinds=body_kind_words(),
        regions=[(region.code, region.name.in_language(language)) for region in all_regions()],
    )


def check_all_page(council_session: CouncilSession, narrowed: Narrowed) -> Answer:
    """Whom the letter would go to of those whom the board is narrowed to, and a button that says how many."""
    sending = narrowed_sending(council_session, narrowed, clock.now())
    silent = languages_without_text(sending.wording.words, sending.by_present_words)
    return render(
        "invitations/send_all.html",
        council_session=council_session,
        sending=sending,
        filter=arguments_of(narrowed),
        filter_words=_filter_words(narrowed),
        has_papers=any(part.has_papers for part in sending.parts),
        is_late=_is_late(council_session, sending.wording),
        is_unsigned=any(part.has_papers for part in sending.parts) and not has_signatory(council_session.council),
        undeclined=undeclined_among(sending.new_papers),
        silent=[ENDONYMS[language] for language in silent],
    )


def _filter_words(narrowed: Narrowed) -> list[tuple[str, str]]:
    """What the board is narrowed to, as its filter says it."""
    regions = {region.code: region.name.in_language(page_language()) for region in all_regions()}
    found = (
        (_("Name or code"), narrowed.text),
        (_("State"), standing_words()[narrowed.standing] if narrowed.standing else ""),
        (_("Kind"), body_kind_words()[narrowed.kind] if narrowed.kind else ""),
        (_("Region"), regions.get(narrowed.region, narrowed.region)),
    )
    return [(label, value) for label, value in found if value]


def _is_late(council_session: CouncilSession, wording: Wording) -> bool:
    """Invited now, a body could not nominate any more."""
    is_invitation = wording.kind is CampaignKind.INVITATION
    return is_invitation and takes_answers(council_session) and not takes_nominations(council_session, clock.now())


def _to_tick(council_session: CouncilSession, wording: Wording) -> Sequence[Invitation]:
    """Bodies that may be ticked one by one; an invitation goes to everybody who has none."""
    if wording.kind is CampaignKind.INVITATION:
        return ()
    return session().scalars(board(council_session, Narrowed(), clock.now())).all()


def audience_asked() -> Audience:
    """The bodies that the present request names by kind, region and state; unknown values count for nothing."""
    asked = request.values
    regions = {region.code for region in all_regions()}
    return Audience(
        kinds=tuple(BodyKind(value) for value in asked.getlist("kind") if value in list(BodyKind)),
        regions=tuple(value for value in asked.getlist("region") if value in regions),
        standings=tuple(Standing(value) for value in asked.getlist("standing") if value in list(Standing)),
        bodies=tuple(value[:40] for value in asked.getlist("body")[:MOST_TICKED]),
    )


def subject_of(campaign: Campaign, council_session: CouncilSession) -> str:
    """The subject in the reader's language, with date and place filled in; what is each body's own stays open."""
    language = page_language()
    return fill(Translated(campaign.subject).in_language(language), shared_values(council_session, language))
