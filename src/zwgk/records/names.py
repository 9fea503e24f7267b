"""What the tables of a dossier are called (数据表名称), for those who read a result."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zwgk.errors import Text

__all__ = ["table_name"]

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "items": "公开事项",
        "publications": "公开记录",
        "requests": "依申请公开申请",
        "cases": "办件",
        "appeals": "复议诉讼",
        "incidents": "事故",
        "controls": "控制指标",
        "hazards": "隐患",
        "inspections": "检查",
        "activities": "活动",
        "institutions": "制度",
        "feedback": "意见反馈",
        "found": "发现的问题",
        "figures": "数字",
        "evidence": "佐证材料",
        "declarations": "申报分值",
        "workflow": "办理环节",
        "duties": "应办事项",
        "verdicts": "核对结论",
    }
)


def table_name(table: str) -> Text:
    """A table by its name for people and by its key (表名); a plugin's by its key alone.

    >>> str(table_name("cases")), table_name("cases").en, str(table_name("visits"))
    ('办件（cases）', 'cases', 'visits')
    """
    name = _NAMES.get(table)
    return Text(table, table) if name is None else Text(f"{name}（{table}）", table)
