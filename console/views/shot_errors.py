"""What a picture of a screen may lack."""


class UnknownScreenError(ValueError):
    """There is no screen of this name; `str()` names those there are."""


class NothingToShowError(LookupError):
    """The data hold no case this screen could show."""
