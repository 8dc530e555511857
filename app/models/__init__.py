"""The tables. Rows answer questions about themselves; services commit."""

from app.models.account import Account, ApiToken
from app.models.application import Application
from app.models.counter import RequestCount
from app.models.credential import Credential
from app.models.endpoint import Endpoint, endpoint_groups
from app.models.flow import Flow, FlowVersion, flow_version_links
from app.models.flow_records import FlowCount, FlowError, FlowJob, FlowNodeState, FlowStorage
from app.models.flow_test import FlowTest
from app.models.group import Group
from app.models.host import Domain, Slug
from app.models.mixins import Revising
from app.models.sign_in import ConsoleSession, SignInFailures
from app.models.tag import group_tags, user_tags
from app.models.types import new_id
from app.models.user import User, user_groups
from app.models.version import DEVELOP, Version
from app.models.view import View

__all__ = [
    "DEVELOP",
    "Account",
    "ApiToken",
    "Application",
    "ConsoleSession",
    "Credential",
    "Domain",
    "Endpoint",
    "Flow",
    "FlowCount",
    "FlowError",
    "FlowJob",
    "FlowNodeState",
    "FlowStorage",
    "FlowTest",
    "FlowVersion",
    "Group",
    "RequestCount",
    "Revising",
    "SignInFailures",
    "Slug",
    "User",
    "Version",
    "View",
    "endpoint_groups",
    "flow_version_links",
    "group_tags",
    "new_id",
    "user_groups",
    "user_tags",
]
