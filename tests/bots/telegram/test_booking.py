"""Booking by Telegram, against a Bot API server of our own that judges every request."""

from tests.services.telegram.person import labels


def test_a_booking_in_five_steps_by_buttons(ines):
    said = ines.ask("/start")
    assert "automatic assistant" in said and "Book an appointment" in labels(ines.shown[-1])
    ines.choose("Book an appointment")
    ines.choose("Cardiology")
    print(ines.last, labels(ines.shown[-1]))
    time = labels(ines.shown[-1])[1]
    print(ines.choose(time))
    print(ines.ask("Ines Moreno"))
    print(ines.ask("5 May 1990"))
    print(ines.peer.asked("sendMessage")[-1])
    print(ines.ask("+353860002001"))
    for m in ines.shown:
        print("--", m["text"], labels(m))
    print(ines.peer.requests)
