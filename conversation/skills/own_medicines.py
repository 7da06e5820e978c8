"""The medicines that somebody was prescribed, and what the skills about them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conversation.extractors.medicines import Named, Written, find_named, find_owners
from conversation.extractors.reference_codes import without_codes
from conversation.extractors.text import fold
from conversation.household import acting_people
from conversation.pen import Pen
from conversation.phrases.say import Say
from conversation.skills.whose import Owner
from conversation.state import Offered
from conversation.turn import Desk
from hospital import tampering
from hospital.pharmacy import products
from hospital.prescriptions import records, sealing
from hospital.prescriptions.records import Item, Prescription


@dataclass(frozen=True)
class Medicine:
    """A medicine as it was prescribed last."""

    prescription: Prescription
    item: Item

    @property
    def key(self) -> str:
        """What a choice of it stands for: the prescription, and the place on it."""
        return f"{self.prescription.reference}/{self.prescription.items.index(self.item) + 1}"


def prescribed(signed: Sequence[Prescription]) -> list[Medicine]:
    """Every medicine on somebody's prescriptions, each as it was prescribed last, the latest first."""
    found: dict[object, Medicine] = {}
    for prescription in sorted(signed, key=lambda each: each.signed_at or each.written_at, reverse=True):
        for item in prescription.items:
            found.setdefault(item.product_id or fold(item.medication), Medicine(prescription, item))
    return list(found.values())


def signed(desk: Desk, pen: Pen, owner: Owner) -> list[Prescription]:
    """Somebody's prescriptions that say what was signed; of others only that there are some, and staff look at them."""
    return told_apart(desk, pen, owner)[0]


def told_apart(desk: Desk, pen: Pen, owner: Owner) -> tuple[list[Prescription], frozenset[int]]:
    """The same, and the ids of the items on those others, of which nothing is told."""
    every = records.of_patient(desk.unit, owner.actor, owner.person.id)
    altered = [each for each in every if not sealing.is_intact(desk.unit, each)]
    for each in altered:
        tampering.tell(desk.unit, desk.hospital, "clinic", each.reference, each.patient_id)
    if altered:
        references = [each.reference for each in altered]
        pen.tell(Say.PRESCRIPTIONS_ALTERED, references=references, phone=desk.hospital.phone or "")
    hidden = frozenset(item.id for each in altered for item in each.items)
    return [each for each in every if each not in altered], hidden


def meant(desk: Desk, owner: Owner, medicines: Sequence[Medicine], words: str) -> Named:
    """Which of these medicines words mean."""
    known = products.by_id(desk.unit, [each.item.product_id for each in medicines if each.item.product_id is not None])
    written = []
    for each in medicines:
        product = known.get(each.item.product_id or 0)
        called = [each.item.medication]
        if product is not None:
            called += [product.ingredient or "", *map(str, (product.names or {}).values())]
        written.append(Written(" ".join(called), f"{each.item.instructions or ''} {each.prescription.note or ''}"))
    people = [owner.person.name, *(each.prescription.prescriber for each in medicines)]
    return find_named(without_codes(words), written, " ".join(people))


def refuse_anothers(desk: Desk, pen: Pen, words: str) -> bool:
    """Refuse what is asked of somebody, by name, whom the sender does not speak for; True where that was so."""
    own = {word for person in acting_people(desk, pen.state) for word in fold(person.name).split()}
    if not own or set(find_owners(words)) <= own:
        return False
    pen.keep(looking=None)
    pen.tell(Say.RECORDS_OF_YOURS_ONLY, phone=desk.hospital.phone or "")
    return True


def is_free(pen: Pen) -> bool:
    """Whether nothing else is in progress that is to be come back to."""
    looking = pen.state.looking
    is_idle = pen.state.task is None or pen.state.is_done
    return is_idle and (looking is None or looking.back is None)


def ask_next(pen: Pen, say: Say, *options: Offered) -> None:
    """Offer how to go on, where nothing else is in progress."""
    if is_free(pen):
        pen.keep(looking=None)
        human = pen.option(pen.voice.say(Say.LABEL_HUMAN), "human")
        pen.ask("nothing_yet", say, (*options, human))


def offer_visit(pen: Pen) -> None:
    """Offer a visit, or a person."""
    ask_next(pen, Say.SHALL_I_BOOK, pen.option(pen.voice.say(Say.LABEL_BOOK), "start_book"))
