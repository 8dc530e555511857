"""What the members of a group may call in develop, and why."""

from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from app.admin.access.matrix import endpoints_of, groups_of
from app.admin.blueprint import bp
from app.admin.people.groups import GROUPS, find_group
from app.models import Application, Group
from app.services.experience.access import group_tree
from app.services.lookup import develop_of


class Row(NamedTuple):
    """through: the name of the group that lets them in where that is one below; else ""."""

    endpoint: Any
    through: str


class Reach(NamedTuple):
    """signed_in, public: how many endpoints let in any user, and anybody."""

    rows: list[Row]
    signed_in: int
    public: int


@bp.get(f"{GROUPS}/<group_id>/reach")
def reach(application: Application, group_id: str) -> ResponseReturnValue:
    group = find_group(application, group_id)
    return render_template("admin/groups/reach.html", group=group, reach=reach_of(group))


def reach_of(group: Group) -> Reach:
    develop, tree = develop_of(group.application_id), group_tree(group.application_id)
    endpoints, asked = endpoints_of(develop), groups_of(develop)
    rows = []
    for one in endpoints:
        through = tree.admitted(asked.get(one.id, [])).get(group.id)
        if one.access == "group" and through:
            rows.append(Row(one, "" if through == group.id else tree.names[through]))
    kinds = [one.access for one in endpoints]
    return Reach(rows, kinds.count("authenticated"), kinds.count("public"))
