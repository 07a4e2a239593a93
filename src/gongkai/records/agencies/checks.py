"""What doctor asks of agencies."""

from __future__ import annotations

from gongkai.records.agencies.models import Agency
from gongkai.records.agencies.selectors import projection, tree_on
from gongkai.records.base import clock
from gongkai.records.base.doctor import Ailment, check


@check("agencies.projection", title="机构当前信息", deep=True)
def copies_say_what_the_dated_rows_say() -> list[Ailment]:
    """Name, kind, level and parent on each agency are those of its dated rows."""
    wanted = projection()
    return [
        Ailment(f"单位“{agency.name}”的当前信息与历次变更登记不一致，请用备份核对。", record=f"agencies.agency {agency.pk}")
        for agency in Agency.objects.order_by("id").iterator()
        if wanted.get(agency.pk) != (agency.name, agency.kind, agency.level, agency.vertical, agency.parent_id)
    ]


@check("agencies.tree", title="机构树", deep=True)
def every_agency_hangs_in_the_one_tree() -> list[Ailment]:
    """Today's tree has one root, and every agency leads up to it."""
    tree = tree_on(clock.today())
    if not tree.nodes:
        return []
    found = []
    if len(tree.roots) != 1:
        found.append(Ailment(f"机构树有 {len(tree.roots)} 个最上级单位，应当只有一个。"))
    roots = {node.id for node in tree.roots}
    for node in tree.nodes.values():
        path = tree.path(node.id)
        if not path or path[-1] not in roots:
            found.append(Ailment(f"单位“{node.name}”没有连到机构树上。", record=f"agencies.agency {node.id}"))
    return found
