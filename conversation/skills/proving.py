"""Asking for a proof of who writes, and taking the answer. A wrong answer and an unknown patient sound the same."""

from __future__ import annotations

from conversation.extractors.codes import find_code, find_ending
from conversation.household import known_people
from conversation.linking import link, unlink
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.proofs import SIGNED, Method, is_locked, level_of, reachable, with_proof, wrong_answer
from conversation.skills.my_appointments import my_appointments
from conversation.skills.patients import is_full_name
from conversation.state import Offered, Proving
from conversation.texting import CHANNEL, text, voice_for
from conversation.turn import Desk
from hospital import audit, codes, handles, people
from hospital.people import Contact, Person

CODES_ASKED = 3
"""How often a code can be asked for in one proof."""


def is_identified(desk: Desk, pen: Pen) -> bool:
    """Whether it was proven a while ago, or is vouched for, who writes."""
    return bool(known_people(desk)) or any(proof.until > desk.now for proof in pen.state.proofs)


def need_identity(desk: Desk, pen: Pen) -> bool:
    """Find out who writes where nobody is behind the handle: name, birth date, then a code. True when asked."""
    if _refuse_when_locked(desk, pen):
        return True
    if desk.message.channel == CHANNEL and desk.vouched_phone is None:
        # a code by SMS proves nothing to whoever holds the phone that SMS come to
        _desk(desk, pen, Say.PROOF_NOT_HERE)
        return True
    before = pen.state.proving
    if before is None or before.skill != pen.skill:
        # who was told for another errand need not be told again
        _take_facts(desk, pen, before.model_copy(update={"skill": pen.skill}) if before else Proving(skill=pen.skill))
        if is_identified(desk, pen):
            return False
    _ask_next(desk, pen, pen.state.proving or Proving(skill=pen.skill))
    return True


def step_up(desk: Desk, pen: Pen, person: Person) -> bool:
    """Have somebody whom the channel vouches for prove that it is them who writes. True where that was asked.

    The date of birth on WhatsApp, elsewhere a code to the number on file; where several have that number, both.
    """
    if _refuse_when_locked(desk, pen):
        return True
    on_whatsapp = desk.message.channel == "whatsapp" and person.date_of_birth is not None
    before = pen.state.proving
    is_begun = before is not None and before.skill == pen.skill
    if on_whatsapp and not is_begun:
        # the birth date may stand in the message that asks
        _take_facts(desk, pen, Proving(skill=pen.skill, name=person.name))
        if level_of(desk, pen.state, person) >= 2 or _refuse_when_locked(desk, pen):
            return level_of(desk, pen.state, person) < 2
    contact = reachable(desk, person)
    if on_whatsapp:
        _ask_birth(pen, Proving(skill=pen.skill, name=person.name))
    elif contact is None or (contact.is_shared and person.date_of_birth is None):
        _desk(desk, pen, Say.PROOF_NOT_HERE)
    elif contact.is_shared:
        # a code alone is any of theirs who have the number: it goes out on the right birth date, and proves both
        about = before if before is not None and is_begun and before.name == person.name else None
        if about is None or about.date_of_birth is None:
            _ask_birth(pen, Proving(skill=pen.skill, name=person.name))
        else:
            _ask_code(desk, pen, about)
    else:
        same = before if before is not None and before.person == person.number else None
        same = same.model_copy(update={"skill": pen.skill}) if same is not None else None
        _ask_code(desk, pen, same or Proving(skill=pen.skill, phone=contact.phone, person=person.number))
    return True


def _ask_birth(pen: Pen, proving: Proving) -> None:
    """Ask for the birth date of the one whose name stands in the proof."""
    if pen.state.question != "prove_birth":
        pen.happened("identity.challenged", method="date_of_birth")
    pen.keep(proving=proving)
    pen.ask("prove_birth", Say.PROVE_OWN_BIRTH, name=proving.name)


def _ask_code(desk: Desk, pen: Pen, proving: Proving) -> None:
    """Ask for the code that goes to a number, sending it where none has gone yet."""
    pen.keep(proving=proving)
    if proving.codes == 0:
        _send_code(desk, pen, proving)
        pen.happened("identity.challenged", method="code")
    pen.ask("prove_code", Say.ASK_CODE, _ways(pen))


def _ask_next(desk: Desk, pen: Pen, proving: Proving) -> None:
    """The first thing that is still missing to know who writes."""
    pen.keep(proving=proving)
    if is_locked(desk, pen.state):
        _refuse_when_locked(desk, pen)
    elif proving.name is None:
        pen.ask("prove_name", _WHO.get(proving.skill, Say.PROVE_WHO_TO_SEE))
    elif not is_full_name(proving.name):
        pen.ask("prove_name", Say.ASK_FULL_NAME, name=proving.name)
    elif proving.date_of_birth is None:
        if pen.state.question != "prove_birth":
            pen.happened("identity.challenged", method="date_of_birth")
        pen.ask("prove_birth", Say.PROVE_BIRTH)
    else:
        _ask_code(desk, pen, proving)


_WHO = {
    "resume": Say.PROVE_WHO_TO_GO_ON,
    **dict.fromkeys(("find_mine", "my_appointments", "helper"), Say.PROVE_WHO),
}


def find_mine(desk: Desk, pen: Pen) -> None:
    """The coming visits of somebody whose handle is linked with nobody."""
    if is_identified(desk, pen) or not need_identity(desk, pen):
        my_appointments(desk, pen)


def own_contact(desk: Desk, pen: Pen) -> None:
    """Take the number that somebody handed over as theirs: a code goes there, and confirms it."""
    if _refuse_when_locked(desk, pen):
        return
    proving = pen.state.proving or Proving(skill="my_appointments")
    given = desk.message.own_contact
    if proving.phone != given:
        proving = proving.model_copy(update={"phone": given, "codes": 0})
    pen.keep(proving=proving)
    if proving.codes >= CODES_ASKED:
        pen.tell(Say.NO_MORE_CODES)
        return
    _send_code(desk, pen, proving)
    pen.happened("identity.challenged", method="code")
    pen.ask("prove_code", Say.ASK_CODE, _ways(pen))


def forget_account(desk: Desk, pen: Pen) -> None:
    """Forget whose account this is."""
    pen.keep(proofs=(), proving=None, own_id=None, guardian_id=None, looking=None, own_record=None)
    pen.keep(results_told=None, bill_told=None)
    desk.handles.clear()
    was_linked = unlink(desk.unit, desk.message)
    if was_linked:
        entry = audit.Entry(
            "account.unlinked", f"conversation {desk.conversation_id}", {"channel": desk.message.channel}
        )
        audit.append(desk.unit, entry, chain_of=desk.conversation_id)
    pen.tell(Say.ACCOUNT_FORGOTTEN if was_linked else Say.ACCOUNT_UNKNOWN)


def prove(desk: Desk, pen: Pen) -> None:
    """Take an answer to what was asked as a proof; the skill that asked goes on after this one."""
    proving = pen.state.proving
    if proving is None or is_locked(desk, pen.state):
        return
    code, ending = _digits(desk)
    if pen.state.question == "prove_code" and code is not None:
        _take_code(desk, pen, proving, code)
    elif pen.state.question == "prove_code" or (pen.heard.picked and pen.heard.picked.kind == "resend_code"):
        _resend(desk, pen, proving.model_copy(update={"ending": ending or proving.ending}))
    else:
        _take_facts(desk, pen, proving)


# --- what was said --------------------------------------------------------------------------------


def _digits(desk: Desk) -> tuple[str | None, str | None]:
    """The code that a message says back, or else the end of the number on file."""
    if desk.message.choice is not None:
        return None, None
    code, ending = find_code(desk.understanding.message), find_ending(desk.understanding.message)
    return (None, ending) if code is None or code == ending else (code, None)


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
        if not is_locked(desk, pen.state):
            pen.keep(proving=Proving(skill=proving.skill))


def _take_code(desk: Desk, pen: Pen, proving: Proving, code: str) -> None:
    reached = _reached(desk, proving)
    for person, contact in reached:
        if codes.confirm(desk.unit, desk.conversation_id, person.id, code):
            proven = [each for each, theirs in reached if theirs.phone == contact.phone]
            owners = [each for each in proven if each.phone == contact.phone]
            # a code to a number that several share is any of theirs: it shows nobody's records to the others
            is_anyones = proving.phone is not None and len(owners) > 1
            _proven(desk, pen, proven, "code", level=1 if is_anyones else 2)
            # whose code it was comes first
            if link(desk.unit, desk.message, contact.phone, [person, *proven]):
                pen.tell(Say.ACCOUNT_LINKED)
            return
    _wrong(desk, pen, "code")


def _proven(desk: Desk, pen: Pen, found: list[Person], method: Method, level: int = 2) -> None:
    for person in found:
        pen.state = with_proof(desk, pen.state, person.number, method, level)
    pen.keep(proving=None, question=None, own_id=pen.state.own_id or found[0].number)
    facts = {"method": method, "channel": desk.message.channel}
    told = [audit.Entry("identity.confirmed", person.number, facts) for person in found]
    audit.append(desk.unit, *told, chain_of=desk.conversation_id)
    pen.happened("identity.confirmed", method=method)


def _wrong(desk: Desk, pen: Pen, method: Method) -> None:
    wrong_answer(desk, pen, method)
    if not is_locked(desk, pen.state):
        pen.tell(Say.PROOF_WRONG)


def _refuse_when_locked(desk: Desk, pen: Pen) -> bool:
    if not is_locked(desk, pen.state):
        return False
    pen.keep(proving=None)
    _desk(desk, pen, Say.PROOF_LOCKED)
    return True


def _desk(desk: Desk, pen: Pen, say: Say) -> None:
    human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
    pen.ask("offer_human", say, (human,), phone=desk.hospital.phone or "")


# --- whom it may be -------------------------------------------------------------------------------


def _reached(desk: Desk, proving: Proving) -> list[tuple[Person, Contact]]:
    """The patients of this name and birth date, each with the number on file that reaches them."""
    if proving.phone is not None:
        found = people.reached_by(desk.unit, proving.phone)
        found = [person for person in found if proving.person in (None, person.number)]
    elif proving.name is None or proving.date_of_birth is None:
        return []
    else:
        found = people.matching(desk.unit, proving.name, proving.date_of_birth)
    contacts = [(person, reachable(desk, person)) for person in found]
    return [(person, contact) for person, contact in contacts if contact is not None]


def _to_be_reached(desk: Desk, proving: Proving) -> tuple[Person, Contact] | None:
    """Whom a code goes to: nobody as long as name and birth date are two people's and no ending tells them apart."""
    reached = _reached(desk, proving)
    if len({contact.phone for _, contact in reached}) > 1:
        ending = proving.ending
        reached = [(person, contact) for person, contact in reached if ending and contact.phone.endswith(ending)]
    return reached[0] if len({contact.phone for _, contact in reached}) == 1 else None


# --- codes ----------------------------------------------------------------------------------------


def _resend(desk: Desk, pen: Pen, proving: Proving) -> None:
    if proving.codes >= CODES_ASKED:
        pen.tell(Say.NO_MORE_CODES)
        return
    _send_code(desk, pen, proving)


def _send_code(desk: Desk, pen: Pen, proving: Proving) -> None:
    """Send a code to the number on file, and say so in words that fit nobody on file, and several, as well."""
    found = _to_be_reached(desk, proving)
    if found is not None:
        person, contact = found
        issued = codes.issue(desk.unit, desk.conversation_id, person.id)
        if issued is not None:
            voice = voice_for(desk, contact)
            words = voice.say(Say.CODE_TEXT, {"hospital": desk.hospital.name, "code": issued.digits})
            told = {"kind": codes.KIND, "dedupe_key": issued.dedupe_key}
            text(desk, contact.phone, words, use_until=issued.expires_at, **told)
            sent = audit.Entry("identity.code", person.number, {"channel": desk.message.channel})
            audit.append(desk.unit, sent, chain_of=desk.conversation_id)
    pen.keep(proving=proving.model_copy(update={"codes": proving.codes + 1}))
    pen.tell(Say.CODE_SENT)


def _ways(pen: Pen) -> tuple[Offered, ...]:
    return (
        pen.option(pen.voice.say(Say.LABEL_NEW_CODE), "resend_code"),
        pen.option(pen.voice.say(Say.LABEL_HUMAN), "human"),
    )
