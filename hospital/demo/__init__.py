"""The demo hospital: how it is made, what happens in it as its clock goes on, and what its page shows."""
