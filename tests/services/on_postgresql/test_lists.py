from tests.services.listing.test_lists import *  # noqa: F403
