"""The errors that services raise and each door dresses in its own clothes."""


class AppError(Exception):
    """type: the word the API answers with; status: its HTTP code; field: what it is about."""

    type = "Error"
    status = 500

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class ValidationError(AppError):
    type = "Validation"
    status = 400


class AlreadyExists(AppError):
    type = "AlreadyExists"
    status = 400


class Unauthorized(AppError):
    type = "Unauthorized"
    status = 401


class AccountLocked(Unauthorized):
    """Too many failed attempts to sign in; trying again at once is pointless."""

    type = "AccountLocked"


class Forbidden(AppError):
    type = "Forbidden"
    status = 403


class NotFound(AppError):
    """thing: the resource's title, such as "Endpoint"."""

    type = "NotFound"
    status = 404

    def __init__(self, thing: str) -> None:
        super().__init__(f"{thing} was not found")
