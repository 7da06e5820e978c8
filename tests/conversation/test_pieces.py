"""A sentence that comes in pieces: each is written down at once, nobody answers half of it, all of it is one turn."""

from tests.conversation.talk import Talk, message, words


def test_pieces_that_are_held_are_taken_with_the_last_one_in_order(talk, clinic, run_turn):
    first, second = message("I need a"), message("checkup with Dr Adler")
    talk.engine.hold(first)
    talk.engine.hold(second)
    answer = talk.say("on Tuesday")
    assert "Adler" in words(answer)
    assert answer.state["user_input"] == "I need a\ncheckup with Dr Adler\non Tuesday"
    assert [talk.engine.handle(each).replies for each in (first, second)] == [[], []]


def test_nobody_else_answers_half_of_it_until_the_lease_has_run_out(talk, clinic, run_turn):
    piece = message("I need a")
    conversation = talk.engine.hold(piece).conversation_id
    other = Talk(clinic, run_turn, owner="process-2")
    other.engine.catch_up(conversation)
    assert talk.conversation().version == 0
    talk.leave_leases_behind()
    other.engine.catch_up(conversation)
    assert talk.conversation().version == 1, "its process being gone, another answers"


def test_a_piece_that_was_answered_before_keeps_its_conversation_from_nobody(talk, clinic, run_turn):
    piece = message("I need a checkup")
    talk.engine.handle(piece)
    talk.engine.hold(piece)
    assert talk.conversation().lease_owner is None


def test_the_language_that_the_reader_has_is_spoken_until_their_own_words_say_more(talk):
    assert talk.say("ok", "c1", language="es").state["language"] == "es"
    assert talk.say("I need an appointment with Dr Adler", "c2", language="es").state["language"] == "en"
    assert talk.say("ok", "c3", language="tlh").state["language"] == "en"
