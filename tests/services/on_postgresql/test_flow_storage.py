from tests.services.test_flow_storage import *  # noqa: F403
