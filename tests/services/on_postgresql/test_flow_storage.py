from tests.services.flows.test_storage import *  # noqa: F403
