"""Everything that one message says: the extractors in order, each spared what another one explained already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from conversation.extractors.choices import find_pointing
from conversation.extractors.complaints import find_complaint, find_ways
from conversation.extractors.corrections import CORRECTIONS
from conversation.extractors.described import narrow_described
from conversation.extractors.doctor_mentions import find_alternatives, narrow
from conversation.extractors.emergency import find_emergency
from conversation.extractors.entities import (
    Complaint,
    Context,
    DoctorMention,
    Emergency,
    Field,
    Intent,
    IntentMention,
    Span,
    SpecialityMention,
    Understanding,
    When,
    Wish,
)  # fmt: skip
from conversation.extractors.foreign import find_foreign
from conversation.extractors.intents import GUESS, find_intents
from conversation.extractors.language import Language, find_denied, find_language
from conversation.extractors.matching import find_matching
from conversation.extractors.people import find_doctors
from conversation.extractors.persons import find_person
from conversation.extractors.specialities import find_lacking, find_specialities
from conversation.extractors.text import UNDERSTOOD_CHARACTERS, Message, fold
from conversation.extractors.told_of import wished_for
from conversation.extractors.visits import has_visit
from conversation.extractors.when import find_whens
from conversation.extractors.wishes import (
    find_cleared,
    find_place,
    find_references,
    find_topic,
    find_wishes,
    spare_seen,
)
from conversation.extractors.words import span_of, words_of

_SOCIAL = frozenset({Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.SMALLTALK})
_ANSWERS = (Intent.YES, Intent.NO, Intent.MAYBE)
_WISH = 6
"""Words of a message that is a wish for a language and nothing else."""
_UNKNOWN = 0.3  # certainty of "other" where nothing at all is known


def understand(text: str, context: Context) -> Understanding:
    """Read one message. Pure and offline; any text is taken, however long or odd."""
    message = Message.read(text)
    whole = message if len(text) <= UNDERSTOOD_CHARACTERS else Message.read(text, None)
    emergency = find_emergency(whole)
    foreign = find_foreign(message, context)
    if foreign is not None:
        return _unread(message, context, foreign, emergency)
    intents = find_intents(message, context)

    pointed = find_pointing(message, context)
    references = find_references(message)
    is_reason = context.question == "reason" and find_complaint(message, context) is not None
    facts = find_person(message, context, is_plain=not intents and not is_reason)
    own = facts.taken if facts else ()
    age = facts.age if facts else None
    doctors = find_doctors(message, context, (*own, *((pointed.span,) if pointed else ())))
    doctors = find_alternatives(message, doctors)
    language = find_language(_unnamed(message, (*own, *(mention.span for mention in doctors))), context)
    explained = [*own, *(mention.span for mention in doctors), *(Span(first, end) for _, first, end in references)]
    if pointed:
        explained.append(pointed.span)
    if (denied := find_denied(message)) is not None:
        explained.append(denied)
    rest = without(message, explained)
    person = facts.person if facts else None
    is_born = context.question == "date_of_birth" and person is not None and person.date_of_birth is not None
    # beside a birth date that was asked for, another date is the visit's
    whens = _meant(find_whens(rest, replace(context, question=None) if is_born else context), intents)
    wishes = find_wishes(message, context)
    if Wish.USUAL_DOCTOR in wishes and whens:
        whens = spare_seen(message, whens)
    intents = tuple(mention for mention in intents if not _is_of_a_time(mention, whens))
    named = [*own, *(mention.span for mention in doctors if mention.codes), *_sites(message, context)]
    intents = tuple(mention for mention in intents if not _is_a_name(mention, named))
    specialities = find_specialities(rest, context) or find_ways(rest, context)
    complaint = None
    if not _is_paperwork(message, intents):
        complaint = find_complaint(without(message, [span for span in explained if span != age]), context)
    lacking = find_lacking(rest, context)
    if complaint is not None and any(
        _holds(each.span, complaint.span) for each in (*specialities, *lacking) if each.literal
    ):
        complaint = None  # "hand surgery" names a department and "dentist" a doctor: no trouble
    if complaint is not None and any(_is_seen(complaint.span, mention.span) for mention in doctors):
        complaint = None  # "I can't see Dr Lee" tells of no bad eyes
    named_doctors = doctors
    fields = [each.code for each in specialities if not each.rejected] or (complaint.likely if complaint else ())
    doctors = wished_for(message, doctors, fields, context.roster)
    chosen = pointed or find_matching(message, context, whens, doctors, specialities, intents)
    doctors = narrow_described(narrow(doctors, specialities, context.roster, complaint), message, context)
    place = find_place(rest, context)
    said = bool(
        named_doctors
        or specialities
        or place
        or Wish.USUAL_DOCTOR in wishes
        or ((whens or complaint) and not _is_general(message))
    )
    cleared = find_cleared(message, context)
    if context.question is None and not context.choices:
        intents = _moved(message, intents, whens, cleared)
    return Understanding(
        message=message,
        language=language.code,
        language_sure=language.sure,
        language_asked=language.asked,
        emergency=emergency,
        intents=_with_language(
            message, language, _with_guess(intents, whens, named_doctors, specialities, complaint, said=said)
        ),
        chosen=chosen,
        whens=whens,
        doctors=doctors,
        specialities=specialities,
        lacking=lacking,
        complaint=complaint,
        place=place,
        person=person,
        references=tuple(reference for reference, _, _ in references),
        wishes=wishes,
        cleared=cleared,
        topic=find_topic(message, context),
        empty=not message.tokens and not intents,
    )


def _with_language(
    message: Message, language: Language, intents: tuple[IntentMention, ...]
) -> tuple[IntentMention, ...]:
    """A language that is asked for is a wish in any words, and "no hablo inglés" refuses nothing."""
    if not language.asked:
        return intents
    unmeant = {Intent.CHANGE_LANGUAGE, Intent.THANKS, Intent.OTHER}
    if find_denied(message) is not None or len(message.tokens) <= _WISH:
        unmeant |= {Intent.NO, Intent.GOODBYE}
    return (IntentMention(Intent.CHANGE_LANGUAGE), *(each for each in intents if each.intent not in unmeant))


def _unread(message: Message, context: Context, foreign: str, emergency: Emergency | None) -> Understanding:
    """A message in a language that is not spoken here: of it only a doctor's name is sure."""
    doctors = tuple(each for each in find_doctors(message, context, ()) if each.codes and not each.similar)
    return Understanding(
        message=message,
        language=context.language,
        emergency=emergency,
        intents=(IntentMention(Intent.OTHER, _UNKNOWN),),
        doctors=narrow(doctors, (), context.roster),
        foreign=foreign,
    )


_GENERAL = frozenset("what whats who whos why how hows where wheres which is are do does should".split())
_PERSONAL = frozenset(
    "i im ive id ill my me mine we our us he she his her hes shes son daughter child you your mi mis yo available "
    "free possible ok okay fine open about good there any anything".split()
)


def _is_general(message: Message) -> bool:
    """Whether a question is about the world at large ("is flu contagious"), not about the patient or a booking."""
    read = words_of(message).read
    return bool(read) and read[0] in _GENERAL and not any(word in _PERSONAL for word in read)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_seen(complaint: Span, doctor: Span) -> bool:
    """Whether a complaint of the eyes has a doctor for its object."""
    return fold(complaint.words).endswith((" see", " ver")) and 0 <= doctor.start - complaint.end <= len(" al ")


_PAPERWORK = frozenset(
    {Intent.REPORTS, Intent.BILLING, Intent.REFILL, Intent.PRESCRIPTIONS, Intent.PHARMACY, Intent.INSURANCE}
)
_SHORT = 15  # words


def _is_paperwork(message: Message, intents: tuple[IntentMention, ...]) -> bool:
    """Whether body and illness are only named by way of a paper: "the results of my blood test"."""
    asked = {mention.intent for mention in intents} - _SOCIAL - {Intent.YES, Intent.NO}
    return bool(asked) and asked <= _PAPERWORK and len(message.tokens) <= _SHORT


def _meant(whens: tuple[When, ...], intents: tuple[IntentMention, ...]) -> tuple[When, ...]:
    """Times that are meant: "that's all for today", "see you tomorrow" and "ask me later" name none."""
    partings = [mention.span for mention in intents if mention.intent in _SOCIAL]
    put_off = [mention.span for mention in intents if mention.intent in _ANSWERS]
    whens = tuple(when for when in whens if not when.shift or not any(_holds(span, when.span) for span in put_off))
    whens = tuple(when for when in whens if not any(_holds(span, when.span) for span in partings))
    leaving = _SOCIAL & {mention.intent for mention in intents}
    if not leaving or any(mention.intent not in _SOCIAL | {Intent.NO, Intent.YES} for mention in intents):
        return whens
    return tuple(
        when for when in whens if when.times or when.span.words.lower() not in ("today", "hoy", "for today", "por hoy")
    )


def _unnamed(message: Message, names: Iterable[Span]) -> Message:
    """The message without its names: "María del Carmen" and "Dr. al Masri" are written in no language."""
    raw = message.raw
    for span in names:
        start, end = message.origin[span.start], message.origin[span.end]
        raw = raw[:start] + "_" * (end - start) + raw[end:]
    return message if raw == message.raw else Message.read(raw)


def _moved(
    message: Message, intents: tuple[IntentMention, ...], whens: tuple[When, ...], cleared: frozenset[Field]
) -> tuple[IntentMention, ...]:
    """The intents, where who has a visit and cannot come asks for another time: that moves it, and cancels nothing."""
    asks_another = any(mention.intent is Intent.MORE for mention in intents) or Field.DATE in cleared
    asks_another = asks_another or Field.TIME in cleared or any(when.shift for when in whens)
    if not asks_another or any(mention.intent is Intent.RESCHEDULE for mention in intents):
        return intents
    for mention in intents:
        unable = mention.intent is Intent.CANCEL and not _CANCELS.search(mention.span.words.lower())
        if unable or (mention.intent in (Intent.BOOK, Intent.MORE) and has_visit(words_of(message))):
            rest = [each for each in intents if each.intent not in (Intent.CANCEL, Intent.MORE, Intent.BOOK)]
            return (replace(mention, intent=Intent.RESCHEDULE), *rest)
    return intents


_CANCELS = re.compile("cancel|anul|call|scrap|drop|baja|tampoco|neither")


def _is_of_a_time(mention: IntentMention, whens: tuple[When, ...]) -> bool:
    """Whether a question or an answer is only read into words of time: "in three hours", "lo antes posible"."""
    span = mention.span
    if span.end <= span.start or mention.intent not in (Intent.INFORMATION, Intent.MOMENT, *_ANSWERS):
        return False
    if mention.intent is not Intent.MOMENT and any(_holds(when.span, span) for when in whens):
        return True
    return mention.intent is not Intent.INFORMATION and _parts_times(span, whens)


def _parts_times(span: Span, whens: tuple[When, ...]) -> bool:
    """Whether a "no" turns down or corrects one of several times: "soon but not today", "at 5, no wait, 6"."""
    refused = [when.span for when in whens if when.rejected]
    kept = [when.span for when in whens if not when.rejected]
    if any(each.start < span.end and span.start < each.end for each in refused):
        return bool(kept)
    corrects = CORRECTIONS.issuperset(fold(span.words).split())
    return corrects and any(r.end <= span.start and span.end <= k.start for r in refused for k in kept)


def _is_a_name(mention: IntentMention, names: Sequence[Span]) -> bool:
    """Whether what is asked for is only read into somebody's name or number: the bill of "Bill Gates"."""
    is_answer = mention.intent in _ANSWERS
    return mention.span.end > mention.span.start and not is_answer and any(_holds(n, mention.span) for n in names)


def _sites(message: Message, context: Context) -> list[Span]:
    """Where the names of the hospital's sites stand."""
    names = [fold(name) for place in context.roster.places for name in (place.name, place.city) if name]
    found = [(message.folded.find(name), len(name)) for name in names]
    return [span_of(message, start, start + length) for start, length in found if start >= 0]


def without(message: Message, spans: Iterable[Span]) -> Message:
    """The message with some places blanked out, offsets unchanged."""
    folded = message.folded
    for span in spans:
        folded = folded[: span.start] + "_" * (span.end - span.start) + folded[span.end :]
    return message if folded == message.folded else Message(message.raw, folded, message.origin)


def _with_guess(
    intents: tuple[IntentMention, ...],
    whens: tuple[When, ...],
    doctors: tuple[DoctorMention, ...],
    specialities: tuple[SpecialityMention, ...],
    complaint: Complaint | None,
    *,
    said: bool,
) -> tuple[IntentMention, ...]:
    """ "book", with lower certainty, for a message that only names a day, a doctor or a complaint; never empty."""
    if any(mention.intent not in _SOCIAL for mention in intents):
        return intents
    chats = any(mention.intent is Intent.SMALLTALK for mention in intents)
    if said and not (chats and not whens and not doctors):
        spans = [*(w.span for w in whens), *(d.span for d in doctors), *(s.span for s in specialities)]
        spans += [complaint.span] if complaint else []
        span = min(spans, key=lambda each: each.start, default=Span())
        return (IntentMention(Intent.BOOK, GUESS, span), *intents)
    return intents or (IntentMention(Intent.OTHER, _UNKNOWN),)
