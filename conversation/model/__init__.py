"""The optional language model: asked for what the rules left open, under a deadline, and never believed unchecked."""
