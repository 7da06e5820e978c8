"""The private servers that tests talk to: found or installed, started, shared and stopped here."""
