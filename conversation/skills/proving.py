"""Asking for a proof of who writes, and taking the answer. A wrong answer and an unknown patient sound the same."""

from __future__ import annotations

import json

from conversation.extractors.codes import find_code, find_ending
from conversation.household import known_people
from conversation.messages import Reply
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.phrases.voice import Voice
from conversation.proofs import (
    SIGNED,
    Method,
    is_locked,
    level_of,
    method_for,
    reachable,
    with_proof,
    wrong_answer,
)
from conversation.skills.my_appointments import my_appointments
from conversation.skills.patients import is_full_name
from conversation.state import Offered, Proving
from conversation.turn import Desk
from hospital import codes, handles, inbox, outbox, people, threads
from hospital.audit import Entry
from hospital.people import Contact, Person

CHANNEL = "sms"
"""What carries a code to the number on file."""
CODES_ASKED = 3
"""How often a code can be asked for in one proof."""


def need_level(desk: Desk, pen: Pen, person: Person, level: int) -> bool:
    """Ask for what is missing until it is proven that whoever writes may do this for a person. True when asked."""
    if level_of(desk, pen.state, person) >= level:
        return False
    if _refuse_when_locked(desk, pen):
        return True
    method = method_for(desk, person)
    if method is None:
        pen.keep(proving=None)
        _desk(desk, pen, Say.PROOF_NOT_HERE)
        return True
    before = pen.state.proving
    is_new = before is None or before.person != person.number or before.skill != pen.skill
    if is_new:
        pen.keep(proving=Proving(skill=pen.skill, person=person.number))
        pen.happened("identity.challenged", method=method)
    if method == "date_of_birth":
        own = person.relation == "self" and len([p for p in known_people(desk) if p.relation == "self"]) == 1
        pen.ask("prove_birth", Say.PROVE_OWN_BIRTH if own else Say.PROVE_BIRTH_OF, name=person.name)
    elif is_new:
        _send_code(desk, pen, [person], known=True)
        pen.ask("prove_code", Say.ASK_CODE, _ways(pen))
    else:
        pen.ask("prove_code", Say.ASK_CODE, _ways(pen))
    return True


def is_identified(desk: Desk, pen: Pen) -> bool:
    """Whether it was proven a while ago, or is vouched for, who writes."""
    return bool(known_people(desk)) or any(proof.until > desk.now for proof in pen.state.proofs)


def need_identity(desk: Desk, pen: Pen) -> bool:
    """Find out who writes where nobody is behind the handle: name, birth date, then a code. True when asked."""
    if _refuse_when_locked(desk, pen):
        return True
    if desk.message.channel == "sms" and desk.vouched_phone is None:
        # a code by SMS proves nothing to whoever holds the phone that SMS come to
        _desk(desk, pen, Say.PROOF_NOT_HERE)
        return True
    before = pen.state.proving
    if before is None or before.person is not None or before.skill != pen.skill:
        _take_facts(desk, pen, Proving(skill=pen.skill))
        if is_identified(desk, pen):
            return False
    _ask_next(desk, pen, pen.state.proving or Proving(skill=pen.skill))
    return True


def _ask_next(desk: Desk, pen: Pen, proving: Proving) -> None:
    """The first thing that is still missing to know who writes."""
    pen.keep(proving=proving)
    if is_locked(pen.state):
        _refuse_when_locked(desk, pen)
    elif proving.name is None:
        pen.ask("prove_name", Say.PROVE_WHO)
    elif not is_full_name(proving.name):
        pen.ask("prove_name", Say.ASK_FULL_NAME, name=proving.name)
    elif proving.date_of_birth is None:
        if pen.state.question != "prove_birth":
            pen.happened("identity.challenged", method="date_of_birth")
        pen.ask("prove_birth", Say.PROVE_BIRTH)
    elif _asks_ending(desk, proving):
        pen.ask("prove_ending", Say.PROVE_ENDING)
    else:
        if proving.codes == 0:
            _send_code(desk, pen, _charts(desk, proving), known=False)
            pen.happened("identity.challenged", method="code")
        pen.ask("prove_code", Say.ASK_CODE, _ways(pen))


def find_mine(desk: Desk, pen: Pen) -> None:
    """The coming visits of somebody whose handle is linked with nobody."""
    if is_identified(desk, pen) or not need_identity(desk, pen):
        my_appointments(desk, pen)


def prove(desk: Desk, pen: Pen) -> None:
    """Take an answer to what was asked as a proof; the skill that asked goes on after this one."""
    proving = pen.state.proving
    if proving is None or is_locked(pen.state):
        return
    code = find_code(desk.understanding.message) if desk.message.choice is None else None
    if pen.state.question == "prove_code" and code is not None:
        _take_code(desk, pen, proving, code)
    elif pen.state.question == "prove_code" or (pen.heard.picked and pen.heard.picked.kind == "resend_code"):
        _resend(desk, pen, proving)
    elif pen.state.question == "prove_ending":
        pen.keep(proving=proving.model_copy(update={"ending": find_ending(desk.understanding.message)}))
    elif proving.person is not None:
        _take_birth(desk, pen, proving)
    else:
        _take_facts(desk, pen, proving)


# --- what was said --------------------------------------------------------------------------------


def _take_birth(desk: Desk, pen: Pen, proving: Proving) -> None:
    said = desk.understanding.person
    person = next((known for known in known_people(desk) if known.number == proving.person), None)
    if person is None or said is None or said.date_of_birth is None:
        return
    if person.date_of_birth is not None and said.date_of_birth == person.date_of_birth:
        _proven(desk, pen, [person], "date_of_birth")
    else:
        _wrong(desk, pen, "date_of_birth")


def _take_facts(desk: Desk, pen: Pen, proving: Proving) -> None:
    said = desk.understanding.person
    if said is None:
        pen.keep(proving=proving)
        return
    name = said.name or proving.name
    if said.name and proving.name and not is_full_name(proving.name) and len(said.name.split()) == 1:
        name = f"{proving.name} {said.name}"
    proving = proving.model_copy(
        update={"name": name, "date_of_birth": said.date_of_birth or proving.date_of_birth, "ending": None}
    )
    pen.keep(proving=proving)
    is_complete = name is not None and is_full_name(name) and proving.date_of_birth is not None
    if not is_complete or desk.vouched_phone is None or desk.message.channel not in SIGNED:
        return
    # the channel vouches for the number: with the name and the birth date on file under it, that is a proof
    assert name is not None and proving.date_of_birth is not None
    found = people.matching(desk.unit, name, proving.date_of_birth, desk.vouched_phone)
    if found:
        handles.renew(desk.unit, desk.message.channel, desk.vouched_phone, found, "date_of_birth")
        desk.handles.clear()
        _proven(desk, pen, found, "date_of_birth")
    else:
        _wrong(desk, pen, "date_of_birth")
        if not is_locked(pen.state):
            pen.keep(proving=Proving(skill=proving.skill))


def _take_code(desk: Desk, pen: Pen, proving: Proving, code: str) -> None:
    for person in _meant(desk, proving):
        if codes.confirm(desk.unit, desk.conversation_id, person.id, code):
            same = [each for each in _meant(desk, proving) if each.phone == person.phone]
            _proven(desk, pen, same, "code")
            return
    _wrong(desk, pen, "code")


def _proven(desk: Desk, pen: Pen, found: list[Person], method: Method) -> None:
    for person in found:
        pen.state = with_proof(desk, pen.state, person.number, method)
    pen.keep(proving=None, question=None, own_id=pen.state.own_id or found[0].number)
    facts = {"method": method, "channel": desk.message.channel}
    desk.audited.extend(Entry("identity.confirmed", person.number, facts) for person in found)
    pen.happened("identity.confirmed", method=method)


def _wrong(desk: Desk, pen: Pen, method: Method) -> None:
    wrong_answer(desk, pen, method)
    if not is_locked(pen.state):
        pen.tell(Say.PROOF_WRONG)


def _refuse_when_locked(desk: Desk, pen: Pen) -> bool:
    if not is_locked(pen.state):
        return False
    pen.keep(proving=None)
    _desk(desk, pen, Say.PROOF_LOCKED)
    return True


def _desk(desk: Desk, pen: Pen, say: Say) -> None:
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    pen.ask("offer_human", say, (human,), phone=desk.hospital.phone or "")


# --- whom it may be -------------------------------------------------------------------------------


def _meant(desk: Desk, proving: Proving) -> list[Person]:
    """Those of whom a code is awaited."""
    if proving.person is not None:
        person = people.by_number(desk.unit, proving.person)
        return [person] if person is not None else []
    return _charts(desk, proving)


def _charts(desk: Desk, proving: Proving) -> list[Person]:
    """The patients whom name, birth date and the end of their number fit; nobody where that fits several."""
    if proving.name is None or proving.date_of_birth is None:
        return []
    found = people.matching(desk.unit, proving.name, proving.date_of_birth)
    reached = [(person, reachable(desk, person)) for person in found]
    fitting = [(p, c.phone) for p, c in reached if c is not None and c.phone.endswith(proving.ending or "")]
    return [person for person, _ in fitting] if len({phone for _, phone in fitting}) == 1 else []


def _asks_ending(desk: Desk, proving: Proving) -> bool:
    """Whether name and birth date are two people's: the end of the number tells them apart, and lists nobody."""
    if proving.ending is not None or proving.name is None or proving.date_of_birth is None:
        return False
    found = people.matching(desk.unit, proving.name, proving.date_of_birth)
    return len(found) > 1 and len({c.phone for p in found if (c := reachable(desk, p)) is not None}) > 1


# --- codes ----------------------------------------------------------------------------------------


def _resend(desk: Desk, pen: Pen, proving: Proving) -> None:
    if proving.codes >= CODES_ASKED:
        pen.tell(Say.NO_MORE_CODES)
        return
    _send_code(desk, pen, _meant(desk, proving), known=proving.person is not None)


def _send_code(desk: Desk, pen: Pen, found: list[Person], *, known: bool) -> None:
    """Send a code to the number on file, and say so in words that fit nobody on file as well."""
    contact = reachable(desk, found[0]) if found else None
    if contact is not None:
        issued = codes.issue(desk.unit, desk.conversation_id, found[0].id)
        if issued is not None:
            _put(desk, contact, issued)
            desk.audited.append(Entry("identity.code", found[0].number, {"channel": desk.message.channel}))
    proving = pen.state.proving
    if proving is not None:
        pen.keep(proving=proving.model_copy(update={"codes": proving.codes + 1}))
    if known and contact is not None:
        pen.tell(Say.CODE_SENT_TO, ending=contact.phone[-2:])
    else:
        pen.tell(Say.CODE_SENT)


def _ways(pen: Pen) -> tuple[Offered, ...]:
    return (
        pen.option(pen.voice.say(Say.LABEL_NEW_CODE), "resend_code"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )


def _put(desk: Desk, contact: Contact, issued: codes.Issued) -> None:
    language = contact.language if contact.language in desk.hospital.languages else desk.hospital.languages[0]
    voice = Voice.of(desk.hospital, language, desk.now.date())
    words = voice.say(Say.CODE_TEXT, {"hospital": desk.hospital.name, "code": issued.digits})
    address = inbox.key(contact.phone)
    message = outbox.Outgoing(
        dedupe_key=issued.dedupe_key,
        # its own thread: whoever asks for the code must not find it in theirs
        conversation_id=threads.find_or_open(desk.unit, CHANNEL, address),
        channel=CHANNEL,
        address=address,
        kind=codes.KIND,
        payload=json.dumps(Reply(words).as_json(), ensure_ascii=False),
    )
    outbox.put(desk.unit, [message], handed_over=False)
