"""The long lists of words: each word of theirs is found, and each list says where it is from."""

from __future__ import annotations

from importlib.resources import files

from conversation.extractors import lexicons
from conversation.extractors.lexicons import lists, load_words


def test_every_plain_word_is_found_and_what_is_none_is_not() -> None:
    words = load_words("plain")
    assert [word for word in words if not lists("plain", word)] == []
    wrong = {word + "q" for word in words} - words
    assert [word for word in wrong if lists("plain", word)] == []


def test_every_list_tells_its_source_and_licence() -> None:
    folder = files(lexicons)
    sources = folder.joinpath("SOURCES.md").read_text(encoding="utf-8")
    named = [each.name for each in folder.iterdir() if each.name.endswith(".txt")]
    assert named and all(f"| `{name}` |" in sources for name in named)
    assert all(folder.joinpath(name).read_text(encoding="utf-8").startswith("#") for name in named)
