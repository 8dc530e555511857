from tests.services.flow_ports.test_storage import *  # noqa: F403
