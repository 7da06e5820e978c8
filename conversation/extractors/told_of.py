"""Doctors who are told of and not wished for: "Dr Lee referred me to you", "I had surgery with Dr Lee"."""

from __future__ import annotations

from collections.abc import Sequence

from conversation.extractors.entities import DoctorMention, Roster, Span, SpecialityMention
from conversation.extractors.relatives import RELATIONS
from conversation.extractors.specialities import default_code, keys_named
from conversation.extractors.text import Message, fold
from conversation.extractors.words import Words, words_of

_REFERRED = frozenset(
    "referred refers derivo deriva remite refiere remitio refirio derivado derivada remitido remitida referido "
    "referida".split()
)
"""Who did this has sent the patient on, to whomever."""
_SENT = frozenset("sent mando manda mandaron envio envia enviado enviada mandado mandada".split())
"""Who did this has, unless it was a thing that was sent: "sent me", "sent me for a scan", but "sent me a message"."""
_DID = (
    frozenset(
        "told said says recommended recommends suggested advised diagnosed prescribed ordered operated removed dijo "
        "recomendo recomienda receto aconsejo sugirio diagnostico opero recomendado recomendada thinks thought "
        "believes asked wants cree piensa opina pidio quiere gave wrote dio hizo".split()
    )
    | _REFERRED
    | _SENT
)
"""What a doctor did who is told of."""
_BETWEEN = frozenset("has have had just already also who me nos les le lo la ha que ya".split())
_BY = (("by",), ("por",))
_WITH = (("with",), ("con",))
_DONE_BY = _REFERRED | _SENT | frozenset("recommended diagnosed prescribed advised recomendado recomendada".split())
"""Before "by" and a name."""
_BEFORE_NAME = frozenset(
    "derivo deriva mando manda envio envia remitio remite dijo receto aconsejo refirio refiere derivado mandado "
    "enviado remitido referido".split()
)
"""Before a name: "me derivó el doctor Lee"; whom a friend recommended is wished for."""
_REFERRALS = frozenset("referral volante derivacion interconsulta".split())
"""What a doctor writes who sends the patient on: "a referral from Dr Lee"."""
_PAPERS = _REFERRALS | frozenset("letter note carta nota parte".split())
_FROM = (("from",), ("de",))
_OBJECT = frozenset(("a", "al"))
_ELSEWHERE = frozenset("specialist especialista colleague colega".split())
_DOCTORS = ("doctor", "doctora", "medico", "doctors")
_WHOM = frozenset("me us him her them my our son daughter mother father wife husband".split())
_ONWARD = frozenset("to for here over".split())
_ONWARD_ES = frozenset("a al para por aqui con".split())
"""Behind whom was sent: to where or for what."""
_AT = frozenset("at in from de del en".split())
"""Before the place of a doctor: "Dr Lee at the other hospital sent me"."""
_SAW = frozenset("saw had met visited vi consulte opero vio atendio trato reviso".split())
_TREATMENTS = frozenset("surgery operation procedure treatment operacion cirugia tratamiento".split())
_OVER = frozenset("had after since following last past previous tuve tras despues desde hicieron hizo hice".split())
"""Before a treatment that is told of; any other is wished for, and the doctor with it."""
_BY_NAME = frozenset("gp general family cabecera familia".split())
"""What the speciality for everything else is asked for by."""
_TITLES = frozenset("dr doctor dra doctora the el la a al my our mi su nuestro nuestra".split())
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

    `wanted` are the specialities that the message asks for. Who was seen, or said or did something, and has not sent
    the patient on, is wished for where nobody else is: by another name, or by a speciality not the doctor's own.
    """
    if not mentions:
        return ()
    words = words_of(message)
    if _goes_back(words):
        return tuple(mentions)
    told = [each for each in mentions if not each.rejected and _is_told_of(words, each)]
    kept = [each for each in mentions if each not in told]
    others = any(not each.rejected for each in kept)
    asked = _asked(words, wanted, roster) if told and wanted and not others else ()
    own = {doctor.code: doctor.speciality for doctor in roster.doctors} if asked else {}
    for each in told:
        fits = not asked or any(own.get(code) in asked for code in each.codes)
        fits = fits or (_deed(words, each.span) is not None and not _names_field(words))
        if fits and not others and not _sent_on(words, each.span):
            kept.append(each)
    return tuple(each for each in mentions if each in kept)


def without_referrers(
    message: Message, specialities: tuple[SpecialityMention, ...], doctors: Sequence[DoctorMention]
) -> tuple[SpecialityMention, ...]:
    """The specialities without that of a doctor of the patient's own who sent them on: "my GP referred me to ..."."""
    if not any(each.literal for each in specialities):
        return specialities
    words = words_of(message)
    if _goes_back(words):
        return specialities
    sent_on = [each for each in specialities if each.literal and _sent_on(words, each.span)]
    told = [each for each in specialities if each.literal and _deed(words, each.span) is not None]
    others = any(not each.rejected for each in doctors)
    others = others or any(not each.rejected for each in specialities if each not in told)
    gone = told if others else sent_on
    return tuple(each for each in specialities if each not in gone)


def _asked(words: Words, wanted: Sequence[str], roster: Roster) -> tuple[str, ...]:
    """The specialities asked for, without what "surgery" and the like only stand for in a story."""
    if not _BY_NAME.isdisjoint(words.read):
        return tuple(wanted)
    vague = {default_code(roster)}
    vague |= {each.code for each in roster.specialities if not _TREATMENTS.isdisjoint(fold(each.name).split())}
    return tuple(code for code in wanted if code not in vague)


def _names_field(words: Words) -> bool:
    """Whether a speciality is asked for by its name, not by the trouble that a doctor found: "I need a dermatologist".

    "Dr Lee diagnosed me with asthma" tells of Dr Lee's own patient, whatever asthma is treated by.
    """
    read = words.read
    if any(keys_named(word) for word in set(read) - _TREATMENTS):
        return True
    for at in (at for each in _DOCTORS for at in words.places.get(each, ())):
        # "skin doctor", "médico de la piel"
        around = (read[max(0, at - 1) : at + 1], read[at : at + 3], read[at : at + 4])
        if any(keys_named(" ".join(part)) for part in around):
            return True
    return False


def _is_told_of(words: Words, mention: DoctorMention) -> bool:
    return _deed(words, mention.span) is not None or _was_seen(words, mention.span)


def _deed(words: Words, span: Span) -> int | None:
    """Where the verb stands of what a doctor said or did, as of "Dr Lee referred me", "sent by Dr Lee"."""
    first, end = words.around(span.start, span.end)
    at = _past_place(words, end)
    while at < len(words.read) and words.read[at] in _BETWEEN:
        at += 1
    if at < len(words.read) and words.read[at] in _DID and words.sentence[at] == words.sentence[end - 1]:
        return at
    start = _untitled(words, first)
    before = _before(words, first)
    if not _BEFORE_NAME.isdisjoint(before[-1:]) and _OBJECT.isdisjoint(words.read[start:first]):
        return start - 1  # "me derivó al doctor Lee" names the one who is wished for
    if before[-1:] in _FROM:
        return next((at for at in range(start - len(before), start) if words.read[at] in _PAPERS), None)
    if before[-1:] not in _BY:
        return None
    # "referred to Dr Shah by Dr Lee"
    return next((at for at in range(max(0, start - _FAR), start) if words.read[at] in _DONE_BY), None)


def _past_place(words: Words, end: int) -> int:
    """Where a doctor's deed may begin behind the place they work at."""
    if words.read[end : end + 1] and words.read[end] in _AT:
        for at in range(end + 1, min(end + _FAR, len(words.read))):
            if words.read[at] in _REFERRED | _SENT:
                return at
    return end


def _sent_on(words: Words, span: Span) -> bool:
    """Whether a doctor sent the patient to somebody else: "referred me", "sent me to you", "said see a specialist"."""
    at = _deed(words, span)
    if at is None:
        return False
    if words.read[at] in _REFERRED | _REFERRALS or not _ELSEWHERE.isdisjoint(words.read[at:]):
        return True
    if not _REFERRALS.isdisjoint(words.read[at : at + _NEAR]) or words.read[at : at + 2] == ("parte", "de"):
        return True  # "gave me a referral", "vengo de parte de la doctora Lee"
    return words.read[at] in _SENT and _is_whom(words, span, at)


def _is_whom(words: Words, span: Span, at: int) -> bool:
    """Whether it was somebody, not something, that a doctor sent: "sent me", "sent my son for a scan", "me manda"."""
    _, end = words.around(span.start, span.end)
    is_english = words.read[at] == "sent"
    first = after = max(at + 1, end)
    while after < len(words.read) and words.read[after] in _WHOM:
        after += 1
    if is_english and at >= end and after == first:
        return False  # "sent for me", "sent a letter"
    onward = _ONWARD if is_english else _ONWARD_ES
    return words.closes(after) or words.read[after] in onward


def _was_seen(words: Words, span: Span) -> bool:
    """Whether a doctor was seen before, as of "I saw Dr Lee", "I had surgery with Dr Lee"."""
    first, end = words.around(span.start, span.end)
    before = _before(words, first)
    if not _SAW.isdisjoint(before[-1:]):
        return _STANDS.isdisjoint(words.read[end : end + 1])
    if before[-1:] not in _WITH:
        return False
    start = _untitled(words, first)
    treated = next((at for at in range(start - len(before), start) if words.read[at] in _TREATMENTS), None)
    return treated is not None and not _OVER.isdisjoint(words.read[max(0, treated - _NEAR) : treated])


def _untitled(words: Words, first: int) -> int:
    """The place of a name with its title and the small words before it."""
    while first > 0 and words.read[first - 1] in _TITLES:
        first -= 1
    return first


def _before(words: Words, first: int) -> tuple[str, ...]:
    """The few words before a name and its title."""
    first = _untitled(words, first)
    return words.read[max(0, first - _NEAR) : first]


_NEAR = 4  # words
_FAR = 8  # words


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
