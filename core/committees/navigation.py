"""What the committee adds to the menu, the settings, the notices and the page of a case."""


def register_all() -> None:
    """Filled in below."""
