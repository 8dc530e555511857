"""What is wrong with an expression, said to its author."""


class ExpressionError(Exception):
    """position: of the character in the expression, from 0; None when it is the whole of it."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position

    def __str__(self) -> str:
        if self.position is None:
            return self.message
        return f"{self.message} (character {self.position + 1})"
