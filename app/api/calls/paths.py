"""Where resources live."""

APPLICATION = "/applications/{applicationId}"
EXPERIENCE = f"{APPLICATION}/experience"
