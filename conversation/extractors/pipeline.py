"""Everything that one message says: the extractors in order, each spared what another one explained already."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conversation.extractors.asked_for import SOCIAL, moved, settle, with_language
from conversation.extractors.choices import find_pointing
from conversation.extractors.complaints import find_complaint, find_ways
from conversation.extractors.described import narrow_described
from conversation.extractors.doctor_mentions import find_alternatives, narrow
from conversation.extractors.doctor_signs import is_called_doctor
from conversation.extractors.emergency import find_emergency
from conversation.extractors.entities import (
    Chosen,
    Complaint,
    Context,
    DoctorMention,
    Emergency,
    Intent,
    IntentMention,
    Person,
    Span,
    SpecialityMention,
    Understanding,
    When,
    Wish,
)  # fmt: skip
from conversation.extractors.foreign import find_foreign
from conversation.extractors.guesses import UNKNOWN, is_general, with_guess
from conversation.extractors.inquiries import asks_about, is_of_oneself
from conversation.extractors.language import Language, find_denied, find_language
from conversation.extractors.losses import beside_loss
from conversation.extractors.matching import find_matching
from conversation.extractors.medicines import is_medicine
from conversation.extractors.named_things import find_named_things
from conversation.extractors.people import find_doctors
from conversation.extractors.persons import find_person
from conversation.extractors.reference_codes import find_codes
from conversation.extractors.refill_wishes import wants_medicine
from conversation.extractors.spans import holds, meets, unnamed, without
from conversation.extractors.specialities import find_lacking, find_specialities
from conversation.extractors.text import UNDERSTOOD_CHARACTERS, Message, fold
from conversation.extractors.told_of import wished_for, without_referrers
from conversation.extractors.towns import find_beside_doctor
from conversation.extractors.visits import speaks_of_visit
from conversation.extractors.when import find_whens
from conversation.extractors.wishes import (
    find_cleared,
    find_place,
    find_references,
    find_topic,
    find_wishes,
    spare_seen,
)
from conversation.extractors.words import words_of

_ANSWERS = (Intent.YES, Intent.NO, Intent.MAYBE)


def understand(text: str, context: Context) -> Understanding:
    """Read one message. Pure and offline; any text is taken, however long or odd."""
    message = Message.read(text)
    whole = message if len(text) <= UNDERSTOOD_CHARACTERS else Message.read(text, None)
    emergency = find_emergency(whole)
    foreign = find_foreign(message, context)
    if foreign is not None:
        return _unread(message, context, foreign, emergency)
    message, intents = beside_loss(message, context)
    named = _named(message, context, intents)
    rest = without(message, named.explained)
    wishes = find_wishes(message, context)
    whens = _whens(message, rest, context, named, intents, wishes)
    intents = settle(message, context, intents, whens, named.names)
    strangers = [mention.span for mention in named.doctors if not mention.codes]
    # "doctor House" is somebody, whatever else such words are about
    intents = tuple(m for m in intents if m.intent is not Intent.OTHER or not any(meets(m.span, s) for s in strangers))
    matter = _matter(message, rest, context, named, intents)
    doctors, chosen = _wanted(message, context, named, matter, whens, intents)
    place = find_place(rest, context)
    elsewhere = _elsewhere(rest, context, place, matter)
    cleared = find_cleared(message, context)
    if context.question is None and not context.choices:
        intents = moved(message, intents, whens, cleared)
    asked = _guessed(message, context, intents, named, matter, whens, is_placed=bool(place or elsewhere), wishes=wishes)
    return Understanding(
        message=message,
        language=named.language.code,
        language_sure=named.language.sure,
        language_asked=named.language.asked,
        emergency=emergency,
        intents=with_language(message, named.language, asked),
        chosen=chosen,
        whens=whens,
        doctors=doctors,
        specialities=matter.specialities,
        lacking=matter.lacking,
        complaint=matter.complaint,
        place=place,
        elsewhere=elsewhere,
        person=named.person,
        references=named.references,
        wishes=wishes,
        cleared=cleared,
        topic=find_topic(message, context),
        empty=not message.tokens and not intents,
    )


def _unread(message: Message, context: Context, foreign: str, emergency: Emergency | None) -> Understanding:
    """A message in a language that is not spoken here: of it only a doctor's name is sure."""
    doctors = tuple(each for each in find_doctors(message, context, ()) if each.codes and not each.similar)
    return Understanding(
        message=message,
        language=context.language,
        emergency=emergency,
        intents=(IntentMention(Intent.OTHER, UNKNOWN),),
        doctors=narrow(doctors, (), context.roster),
        foreign=foreign,
    )


# --- who and what is named ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Named:
    """What a message names outright, and where, so that nothing else is read into it."""

    language: Language
    doctors: tuple[DoctorMention, ...]
    pointed: Chosen | None
    references: tuple[str, ...]
    person: Person | None
    age: Span | None
    names: list[Span]
    """Where people are named: whoever writes, and the hospital's doctors."""
    explained: list[Span]
    """All that is not to be read again."""


def _named(message: Message, context: Context, intents: tuple[IntentMention, ...]) -> _Named:
    pointed = find_pointing(message, context)
    references = find_references(message)
    is_reason = context.question == "reason" and find_complaint(message, context) is not None
    facts = find_person(message, context, is_plain=not intents and not is_reason)
    own = facts.taken if facts else ()
    doctors = find_doctors(message, context, (*own, *((pointed.span,) if pointed else ())))
    doctors = find_alternatives(message, doctors)
    if context.question in _ASKS_A_NAME:
        # whoever is asked for who they are names themselves, be a doctor called so too
        doctors = tuple(mention for mention in doctors if is_called_doctor(words_of(message), mention))
    spoken_of = [*own, *(mention.span for mention in doctors)]
    explained = [*spoken_of, *(Span(first, end) for _, first, end in references)]
    explained += [span for span in (pointed.span if pointed else None, find_denied(message)) if span is not None]
    codes = [Span(first, end) for _, first, end in find_codes(message)]
    return _Named(
        language=find_language(unnamed(message, [*spoken_of, *codes]), context),
        doctors=doctors,
        pointed=pointed,
        references=tuple(reference for reference, _, _ in references),
        person=facts.person if facts else None,
        age=facts.age if facts else None,
        names=[*own, *(mention.span for mention in doctors if mention.codes)],
        explained=explained,
    )


_ASKS_A_NAME = frozenset({"name", "date_of_birth", "guardian_name", "prove_name", "prove_birth"})


# --- when ----------------------------------------------------------------------------------------------


def _whens(
    message: Message,
    rest: Message,
    context: Context,
    named: _Named,
    intents: tuple[IntentMention, ...],
    wishes: frozenset[Wish],
) -> tuple[When, ...]:
    born = named.person.date_of_birth if named.person else None
    is_born = context.question == "date_of_birth" and born is not None
    # beside a birth date that was asked for, another date is the visit's
    whens = _meant(find_whens(rest, replace(context, question=None) if is_born else context), intents)
    return spare_seen(message, whens) if Wish.USUAL_DOCTOR in wishes and whens else whens


_DONE_LATER = frozenset({
    Intent.CANCEL, Intent.POLICY, Intent.BILLING, Intent.REFILL, Intent.REPORTS, Intent.PRESCRIPTIONS, Intent.REGISTER,
    Intent.CALLBACK, Intent.HANDOFF,
})  # fmt: skip
"""What somebody means to do later, where that stands right behind it: "can I cancel it later?"."""
_BEHIND = 4  # characters, as in " it "


def _meant(whens: tuple[When, ...], intents: tuple[IntentMention, ...]) -> tuple[When, ...]:
    """Times that are meant: "that's all for today", "see you tomorrow" and "ask me later" name none."""
    partings = [mention.span for mention in intents if mention.intent in SOCIAL]
    put_off = [mention.span for mention in intents if mention.intent in _ANSWERS]
    done_later = [mention.span for mention in intents if mention.intent in _DONE_LATER]
    whens = tuple(
        when
        for when in whens
        if not when.shift
        or not (
            any(holds(span, when.span) for span in put_off)
            or any(0 <= when.span.start - span.end <= _BEHIND for span in done_later)
        )
    )
    whens = tuple(when for when in whens if not any(holds(span, when.span) for span in partings))
    leaving = SOCIAL & {mention.intent for mention in intents}
    if not leaving or any(mention.intent not in SOCIAL | {Intent.NO, Intent.YES} for mention in intents):
        return whens
    return tuple(
        when for when in whens if when.times or when.span.words.lower() not in ("today", "hoy", "for today", "por hoy")
    )


# --- what it is about ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a visit is for: by the name of a speciality, of one that the hospital has not, or by the trouble."""

    specialities: tuple[SpecialityMention, ...]
    lacking: tuple[SpecialityMention, ...]
    complaint: Complaint | None


def _matter(
    message: Message, rest: Message, context: Context, named: _Named, intents: tuple[IntentMention, ...]
) -> _Matter:
    specialities = find_specialities(rest, context) or find_ways(rest, context)
    lacking = find_lacking(rest, context)
    complaint = None
    if not _is_paperwork(message, intents):
        told = [*(span for span in named.explained if span != named.age), *find_named_things(message, context)]
        complaint = find_complaint(without(message, told), context)
    if complaint is not None:
        called = any(holds(each.span, complaint.span) for each in (*specialities, *lacking) if each.literal)
        # "refill my metformin" tells of no complaint
        is_of_them = any(m.intent in _OF_MEDICINES for m in intents) or wants_medicine(message.raw)
        called |= is_of_them and is_medicine(complaint.span.words)
        if called or any(_is_seen(complaint.span, mention.span) for mention in named.doctors):
            # "hand surgery" names a department and "dentist" a doctor; "I can't see Dr Lee" tells of no bad eyes
            complaint = None
    return _Matter(without_referrers(message, specialities, named.doctors), lacking, complaint)


def _elsewhere(rest: Message, context: Context, place: str | None, matter: _Matter) -> str | None:
    """The town behind the wish for a doctor, where it is none with a site of the hospital's."""
    if place is not None or context.question is not None or matter.specialities or matter.lacking:
        return None
    town = find_beside_doctor(rest)
    return town.words if town is not None else None


def _is_seen(complaint: Span, doctor: Span) -> bool:
    """Whether a complaint of the eyes has a doctor for its object."""
    return fold(complaint.words).endswith((" see", " ver")) and 0 <= doctor.start - complaint.end <= len(" al ")


_PAPERWORK = frozenset(
    {Intent.REPORTS, Intent.BILLING, Intent.REFILL, Intent.PRESCRIPTIONS, Intent.PHARMACY, Intent.INSURANCE}
    | {Intent.DIAGNOSES}
)
_OF_MEDICINES = frozenset({Intent.REFILL, Intent.PRESCRIPTIONS})
_SHORT = 15  # words


def _is_paperwork(message: Message, intents: tuple[IntentMention, ...]) -> bool:
    """Whether body and illness are only named by way of a paper: "the results of my blood test"."""
    asked = {mention.intent for mention in intents} - SOCIAL - {Intent.YES, Intent.NO}
    return bool(asked) and asked <= _PAPERWORK and len(message.tokens) <= _SHORT


# --- what is wished for --------------------------------------------------------------------------------


def _wanted(
    message: Message,
    context: Context,
    named: _Named,
    matter: _Matter,
    whens: tuple[When, ...],
    intents: tuple[IntentMention, ...],
) -> tuple[tuple[DoctorMention, ...], Chosen | None]:
    """The doctors wished for, and what is chosen of the row on offer."""
    fields = [each.code for each in matter.specialities if not each.rejected]
    likely = matter.complaint.likely if matter.complaint else ()
    doctors = wished_for(message, named.doctors, fields or likely, context.roster)
    chosen = named.pointed or find_matching(message, context, whens, doctors, matter.specialities, intents)
    narrowed = narrow(doctors, matter.specialities, context.roster, matter.complaint)
    return narrow_described(narrowed, message, context), chosen


def _guessed(
    message: Message,
    context: Context,
    intents: tuple[IntentMention, ...],
    named: _Named,
    matter: _Matter,
    whens: tuple[When, ...],
    *,
    is_placed: bool,
    wishes: frozenset[Wish],
) -> tuple[IntentMention, ...]:
    complaint = matter.complaint
    spans = [when.span for when in whens] + [mention.span for mention in named.doctors]
    spans += [mention.span for mention in matter.specialities] + ([complaint.span] if complaint else [])
    names_one = bool(named.doctors or matter.specialities or is_placed or Wish.USUAL_DOCTOR in wishes)
    said = names_one or (bool(whens or complaint) and not is_general(message))
    is_open = context.question is None and not context.choices
    words = words_of(message)
    is_trouble = complaint is not None and (not named.doctors or is_of_oneself(words))
    is_asked = said and is_open and not is_trouble and bool(named.doctors or whens) and asks_about(words, spans)
    asks = None
    if is_asked:  # "did you say Thursday for my visit?" asks about one that is made
        is_own = not named.doctors and is_of_oneself(words) and speaks_of_visit(words)
        asks = Intent.APPOINTMENTS if is_own else Intent.INFORMATION
    return with_guess(intents, spans, said=said, only_chat=not whens and not named.doctors, asks=asks)
