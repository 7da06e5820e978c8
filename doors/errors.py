"""What a command says instead of doing its work."""


class SettingsError(Exception):
    """A configuration that cannot be used; the text says which setting and why."""
