"""Doctors who are told of and not wished for: "Dr Lee referred me to you", "I had surgery with Dr Lee"."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.entities import DoctorMention, Roster
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.text import Message
from conversation.extractors.words import Words, words_of

_DID = frozenset(
    "referred refers sent told said says recommended recommends suggested advised diagnosed prescribed ordered "
    "operated removed mando mandaron derivo dijo recomendo recomienda envio remitio receto aconsejo sugirio "
    "diagnostico opero refirio".split()
)
"""What a doctor did who is told of."""
_BETWEEN = frozenset("has have had just already also who me nos le les lo la ha que ya".split())
_BY = (("by",), ("por",))
_WITH = (("with",), ("con",))
_SENT = frozenset(
    "referred sent recommended diagnosed prescribed advised derivado derivada remitido remitida "
    "enviado enviada mandado mandada referido referida recomendado recomendada".split()
)
_SENT_ON = frozenset("derivo mando envio remitio recomendo dijo receto aconsejo sugirio refirio".split())
"""Before a name: "me derivó el doctor Lee"."""
_SAW = frozenset("saw had met visited vi consulte opero vio atendio trato reviso".split())
_TREATMENTS = frozenset("surgery operation procedure treatment operacion cirugia tratamiento".split())
_TITLES = frozenset("dr doctor dra doctora the el la a al".split())
_STANDS = frozenset("is has was had can have works does do esta tiene".split())
"""Behind a doctor who was seen on a list: "I saw Dr Lee has a free hour"."""
_RETURNS = frozenset(
    "again followup return returning revision control seguimiento volver vuelva volviera same misma mismo nuevo".split()
)
_COMES = frozenset("come coming came go going get be".split())
_PRONOUNS = frozenset("him her".split())
_BEFORE_PRONOUNS = frozenset("see seeing with want prefer to for".split())
_SEE_THEM = frozenset("verlo verla verle".split())


def wished_for(
    message: Message, mentions: Sequence[DoctorMention], wanted: Sequence[str], roster: Roster
) -> tuple[DoctorMention, ...]:
    """The doctors without those who are only told of; whoever would go back to one of them wishes for that one.

    `wanted` are the specialities that the message asks for. Who was seen and not said to have sent the patient on is
    wished for where nobody else is: by another name, or by a speciality that is not the doctor's own.
    """
    if not mentions:
        return ()
    words = words_of(message)
    if _goes_back(words):
        return tuple(mentions)
    own = {doctor.code: doctor.speciality for doctor in roster.doctors} if wanted else {}
    kept = [each for each in mentions if each.rejected or not _is_told_of(words, each)]
    others = any(not each.rejected for each in kept)
    for each in mentions:
        fits = not wanted or any(own.get(code) in wanted for code in each.codes)
        if each not in kept and fits and not others and not _sent_on(words, each):
            kept.append(each)
    return tuple(each for each in mentions if each in kept)


def _is_told_of(words: Words, mention: DoctorMention) -> bool:
    return _sent_on(words, mention) or _was_seen(words, mention)


def _sent_on(words: Words, mention: DoctorMention) -> bool:
    """Whether a doctor said or did something, as of "Dr Lee referred me", "sent by Dr Lee"."""
    first, end = words.around(mention.span.start, mention.span.end)
    at = end
    while at < len(words.read) and words.read[at] in _BETWEEN:
        at += 1
    if at < len(words.read) and words.read[at] in _DID and words.sentence[at] == words.sentence[end - 1]:
        return True
    before = _before(words, first)
    if not _SENT_ON.isdisjoint(before[-1:]):
        return True
    return before[-1:] in _BY and not _SENT.isdisjoint(before)


def _was_seen(words: Words, mention: DoctorMention) -> bool:
    """Whether a doctor was seen before, as of "I saw Dr Lee", "surgery with Dr Lee"."""
    first, end = words.around(mention.span.start, mention.span.end)
    before = _before(words, first)
    if not _SAW.isdisjoint(before[-1:]):
        return _STANDS.isdisjoint(words.read[end : end + 1])
    return before[-1:] in _WITH and not _TREATMENTS.isdisjoint(before)


def _before(words: Words, first: int) -> tuple[str, ...]:
    """The few words before a name and its title."""
    while first > 0 and words.read[first - 1] in _TITLES:
        first -= 1
    return words.read[max(0, first - _NEAR) : first]


_NEAR = 4  # words


def _goes_back(words: Words) -> bool:
    """Whether whoever tells of a doctor would see the same one again: "he said to come back", "with her again"."""
    read = words.read
    if not _RETURNS.isdisjoint(read) or not _SEE_THEM.isdisjoint(read):
        return True
    if any(read[at - 1] in _COMES for at in words.places.get("back", ()) if at):
        return True
    if not RELATIONS.keys().isdisjoint(read):
        return False  # "my son was seen by Dr Lee, now I need someone for him"
    told = (at for each in _PRONOUNS for at in words.places.get(each, ()) if at)
    return any(read[at - 1] in _BEFORE_PRONOUNS for at in told)
