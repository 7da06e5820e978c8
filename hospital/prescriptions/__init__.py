"""Prescriptions: written by a doctor at an encounter, signed and frozen, given by the pharmacy, asked for again.

`writing` makes and moves them, `records` reads them, `sealing` keeps what was signed, `refills` are requests to have
something again, `quantities` works out how much is to be given, `paper` prints them.
"""
