"""Whether a product may be given for a medicine that was prescribed.

What stands in must have the same ingredient, strength and form, so that the dose stays the prescriber's; the prescriber
must not have ruled it out, and a pharmacist says why.
"""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import takewhile

from hospital.names import fold_name
from hospital.pharmacy.errors import SubstitutionError, SubstitutionProblem, WrongProductError
from hospital.pharmacy.products import Product
from hospital.prescriptions.quantities import FORMS
from hospital.prescriptions.records import Item


def is_substitution(item: Item, prescribed: Product | None, given: Product, reason: str) -> bool:
    """Whether a product stands in for another one; False where it is what was prescribed.

    `prescribed` is None for free text. Raises WrongProductError, SubstitutionError.
    """
    if given.unit != item.quantity_unit and not (prescribed == given and given.form is None):
        raise WrongProductError(given.sku)
    if prescribed is None:
        _check_free_text(item, given)
        return False
    if given.id == prescribed.id:
        return False
    if given.is_controlled != item.is_controlled or not _is_equal(prescribed, given):
        raise SubstitutionError(SubstitutionProblem.NOT_EQUAL)
    if not item.may_substitute:
        raise SubstitutionError(SubstitutionProblem.NOT_ALLOWED)
    if not reason.strip():
        raise SubstitutionError(SubstitutionProblem.NO_REASON)
    return True


def _is_equal(one: Product, other: Product) -> bool:
    """The same thing under another name. What is not known of a product is equal to nothing."""
    if one.ingredient is None or other.ingredient is None or one.strength is None or other.strength is None:
        return False
    same = fold_name(one.ingredient) == fold_name(other.ingredient)
    # 0.5 mg and 5 mg must not become one
    is_as_strong = "".join(one.strength.casefold().split()) == "".join(other.strength.casefold().split())
    return same and is_as_strong and one.form == other.form


_MEASURE = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s*(%|[^\W\d_]+)?\s*([/+])?")
_UNITS = {"mcg": "µg", "ug": "µg", "ui": "iu", "u": "iu"} | {
    each: each for each in ("kg", "g", "mg", "µg", "ng", "ml", "l", "iu", "mmol", "meq", "%")
}
_FORM_WORDS = {word for form in FORMS for word in (form, f"{form}s")}


def _check_free_text(item: Item, given: Product) -> None:
    """What was written in words is given only where they name it: its ingredient, or its name, and its strength."""
    said = set(fold_name(item.medication).split())
    if given.ingredient is not None:
        is_named = set(fold_name(given.ingredient).split()) <= said
    else:
        is_named = any(_is_named(name, said) for name in (given.name, *given.names.values()))
    is_as_strong = _is_as_strong(given.strength or given.name, item.medication)
    same_kind = given.form == item.form and given.is_controlled == item.is_controlled
    if not (is_named and is_as_strong and same_kind):
        raise WrongProductError(given.sku)


def _is_named(name: str, said: Set[str]) -> bool:
    """Whether what stands before the first number of a product's name was said, its form left out."""
    before = takewhile(lambda word: not any(map(str.isdigit, word)), fold_name(name).split())
    words = {word for word in before if word not in _FORM_WORDS}
    return bool(words) and words <= said


def _is_as_strong(strength: str, said: str) -> bool:
    """Whether words say a strength and no other: 5 mg is neither 5 µg nor one of 5 mg and 10 mg."""
    told = _measures(said)
    every = set().union(*told.values())
    return all(told.get(unit) == numbers if unit else numbers <= every for unit, numbers in _measures(strength).items())


def _measures(text: str) -> dict[str, set[str]]:
    """The numbers in a text by their unit, "" where they have none; those of 500/125 mg have the one."""
    found: dict[str, set[str]] = {}
    after = ""
    folded = text.replace("\N{GREEK SMALL LETTER MU}", "µ").lower()
    for number, word, joint in reversed(_MEASURE.findall(folded)):
        after = _UNITS.get(word, after if joint and not word else "")
        found.setdefault(after, set()).add(number.replace(",", "."))
    return found
