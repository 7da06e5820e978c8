"""Orders: a doctor asks for an examination at an encounter, somebody performs it, and then it is charged.

`ordering` writes them, `moving` holds, takes back and withdraws them, `performing` is for whoever carries them out,
`records` reads them, `booking` knows of the visits at which they are carried out.
"""
