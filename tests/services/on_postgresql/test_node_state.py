from tests.services.flow_ports.test_node_state import *  # noqa: F403
