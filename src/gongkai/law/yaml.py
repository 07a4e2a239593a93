"""YAML for data of the law: plain types only, and a key written twice is an error instead of a silent overwrite."""

from __future__ import annotations

from typing import Any

import yaml

YAMLError = yaml.YAMLError
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _UniqueKeys(_Base):
    """The safe loader (the C one where it is built in), refusing duplicate keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise ValueError(f"第 {key_node.start_mark.line + 1} 行的键 {key!r} 写了两次")
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_yaml(text: str) -> Any:
    """The data of one YAML text. Raises ValueError on duplicate keys, yaml.YAMLError on broken syntax."""
    return yaml.load(text, Loader=_UniqueKeys)
