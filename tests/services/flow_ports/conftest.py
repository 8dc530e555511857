"""Real servers."""

from tests.servers.fixtures import mariadb_server as mariadb_server
from tests.servers.fixtures import postgresql_server as postgresql_server
from tests.servers.fixtures import redis_cluster_ports as redis_cluster_ports
from tests.servers.fixtures import redis_running as redis_running
from tests.servers.fixtures import servers as servers
