from tests.services.test_sandbox import *  # noqa: F403
