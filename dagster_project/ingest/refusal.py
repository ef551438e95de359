"""The one way to say that a whole file cannot be used: what is wrong with it and what to do, in one line."""


class RefusedFile(ValueError):
    """The file is refused; `reason` and `remedy` are shown to a person, the other files load."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy
