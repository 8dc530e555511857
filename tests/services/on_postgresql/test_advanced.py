from tests.services.listing.test_advanced import *  # noqa: F403
