"""Lists of resources: sorted, filtered, paged, each in a fixed number of queries."""

from app.services.listing.applications import list_accounts as list_accounts
from app.services.listing.applications import list_api_tokens as list_api_tokens
from app.services.listing.applications import list_applications as list_applications
from app.services.listing.base import ListQuery as ListQuery
from app.services.listing.base import Page as Page
from app.services.listing.credentials import list_credentials as list_credentials
from app.services.listing.experience import list_domains as list_domains
from app.services.listing.experience import list_endpoints as list_endpoints
from app.services.listing.experience import list_slugs as list_slugs
from app.services.listing.experience import list_versions as list_versions
from app.services.listing.experience import list_views as list_views
from app.services.listing.flows import flow_version_ids as flow_version_ids
from app.services.listing.flows import list_flow_versions as list_flow_versions
from app.services.listing.flows import list_flows as list_flows
from app.services.listing.flows import list_flows_by_version as list_flows_by_version
from app.services.listing.people import list_groups as list_groups
from app.services.listing.people import list_users as list_users
from app.services.listing.stored_values import list_stored as list_stored
