"""The same callers as the tests of the API have."""

from tests.api.conftest import nobody_api as nobody_api
from tests.api.conftest import presses as presses
from tests.api.conftest import root as root
from tests.api.conftest import world as world
