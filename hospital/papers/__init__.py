"""Papers for patients and pharmacies: prescriptions, invoices, receipts, statements, as PDF or as pictures.

A paper is a typst template beside this module; its words stand in `words.yaml`, by language. Facts reach the template
as data, so that nothing in a name or a note is ever an instruction to it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from hospital.directory import Hospital

HERE = Path(__file__).parent
FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari")
DOTS_PER_INCH = 110.0


@dataclass(frozen=True)
class Paper:
    """A paper to be made: `kind` names its template and its words, `facts` is what stands in it."""

    kind: str
    language: str
    facts: Mapping[str, Any]


def head(hospital: Hospital) -> dict[str, Any]:
    """What the head and the foot of a paper tell of the hospital."""
    site = next(iter(hospital.locations.values()), None)
    address = ", ".join(filter(None, (site.address, site.city))) if site is not None else ""
    return {"name": hospital.name, "phone": hospital.phone, "address": address}


def pdf(hospital: Hospital, paper: Paper) -> bytes:
    """The paper as PDF/A-2b, which keeps its fonts and looks the same for good.

    Where a name has letters of a script that no font here knows, as a plain PDF with boxes in their place.
    """
    import typst

    arguments = _arguments(hospital, paper)
    try:
        return bytes(typst.compile(**arguments, format="pdf", pdf_standards=["a-2b"]))
    except typst.TypstError:
        return bytes(typst.compile(**arguments, format="pdf"))


def pictures(hospital: Hospital, paper: Paper) -> list[bytes]:
    """The paper's pages as PNG."""
    import typst

    made = typst.compile(**_arguments(hospital, paper), format="png", ppi=DOTS_PER_INCH)
    return [bytes(page) for page in (made if isinstance(made, list) else [made])]


def words(kind: str, language: str) -> dict[str, str]:
    """The words of a kind of paper; in the first language that has them where this one has none."""
    common, own = _words()["frame"], _words()[kind]
    return {**_in(common, language), **_in(own, language)}


def _in(told: Mapping[str, Mapping[str, str]], language: str) -> dict[str, str]:
    return {name: each.get(language) or next(iter(each.values())) for name, each in told.items()}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    told: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((HERE / "words.yaml").read_text("utf-8"))
    return told


def _arguments(hospital: Hospital, paper: Paper) -> dict[str, Any]:
    # what was frozen with a paper's facts tells of the hospital as it was then
    given = {"hospital": head(hospital), **paper.facts, "language": paper.language.partition("-")[0]}
    inputs = {"facts": given, "words": words(paper.kind, paper.language)}
    return {
        "input": str(HERE / f"{paper.kind}.typ"),
        "root": str(HERE),
        "font_paths": [str(resources.files(package) / "files") for package in FONTS],
        "ignore_system_fonts": True,
        "sys_inputs": {name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
    }
