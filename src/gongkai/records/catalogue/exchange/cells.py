"""The cells of a row → the values of a matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gongkai.law import matters
from gongkai.records.catalogue.exchange.columns import Columns
from gongkai.records.catalogue.exchange.limits import Limit, read_limit
from gongkai.records.catalogue.exchange.words import ON, channels_of, chosen_words, levels_of, plain, ticked

Problems = list[tuple[str, str, str, bool]]
"""(column, value, what to do, severe)."""
FREQUENCIES = {"long_term": "长期公开", "periodic": "定期公开", "staged": "分阶段公开", "at_once": "随时公开"}
PERIODS = {"month": "每月", "quarter": "每季度", "half_year": "每半年", "year": "每年"}
UNITS = {"working_days": "个工作日", "calendar_days": "日", "at_once": "实时"}
_PARTICULAR = re.compile("特定(?:群[体众]|对象|人群)?")


class Cells:
    """The cells of one row by what their column is."""

    def __init__(self, cells: Sequence[str], columns: Columns) -> None:
        self.cells, self.columns = cells, columns

    def text(self, key: str) -> str:
        """The cell, or "" where there is no such column or the row is short. Names are one line."""
        at = self.columns.at.get(key)
        value = self.cells[at].strip() if at is not None and at < len(self.cells) else ""
        if key in _ONE_LINE and "\n" in value:
            value = "".join(line.strip() for line in value.split("\n"))
        return value

    def values(self, raw: dict[str, str], problems: Problems) -> dict[str, Any]:
        """The fields of the row; what cannot be understood goes to `problems`."""
        values: dict[str, Any] = {
            "level1": raw["level1"],
            "level2": raw["level2"],
            "elements": raw["elements"],
            "basis": raw["basis"],
            "limit_text": " ".join(raw["limit"].split("\n")),
            "subject": raw["subject"],
            "note": self.text("note"),
            "reason": self.text("reason"),
            "not_applicable": self.text("not_applicable"),
        }
        values |= self._limit(raw["limit"], problems)
        values |= self._channels(raw["channels"], problems)
        values |= self._audience(raw["audience"], problems)
        values["manner"] = self._manner(raw["manner"], problems)
        values["levels"] = self._levels(raw["levels"], problems)
        values["items"] = self._items(problems)
        if not values["not_applicable"]:
            for key, label in _WANTED:
                if not raw[key] and key in self.columns.at and not any(p[0] == key for p in problems):
                    problems.append((key, "", f"没有写明{label}；可以先导入，报审前须补全。", False))
        return values

    def _limit(self, text: str, problems: Problems) -> dict[str, Any]:
        limit = read_limit(text)
        if limit.several:
            said = f"时限里有几个天数，暂按最短的 {limit.days} {UNITS[limit.unit]}计；请核对，不同时限宜分为几项。"
            problems.append(("limit", text, said, False))
        elif text and not limit.understood:
            problems.append(("limit", text, "看不出时限的天数或周期，将按条例规定的期限计；请核对。", False))
        if rule := self.text("limit_rule"):
            limit = self._rule(rule, limit, problems)
        if often := self.text("frequency"):
            limit = self._frequency(often, limit, problems)
        return {
            "limit_unit": limit.unit,
            "limit_days": limit.days,
            "frequency": limit.frequency,
            "period": limit.period,
        }

    def _rule(self, text: str, limit: Limit, problems: Problems) -> Limit:
        match = re.fullmatch(r"(\d{1,4})(个工作日|日)", plain(text))
        if match:
            return Limit(next(u for u, n in UNITS.items() if n == match[2]), int(match[1]), limit.frequency, limit.period)
        if plain(text) in ("实时", "无"):
            return Limit("at_once" if plain(text) == "实时" else "", None, limit.frequency, limit.period)
        problems.append(("limit_rule", text, "应写作“20个工作日”“15日”“实时”或“无”；请改正。", True))
        return limit

    def _frequency(self, text: str, limit: Limit, problems: Problems) -> Limit:
        words = plain(text)
        period = next((code for code, name in PERIODS.items() if name in words), "") or read_limit(text).period
        code = next((code for code, name in FREQUENCIES.items() if name.removesuffix("公开") in words), "")
        code = "periodic" if period else code
        if not code or (code == "periodic" and not period):
            said = "应写作“长期公开”“定期公开（每季度）”“分阶段公开”或“随时公开”；请改正。"
            problems.append(("frequency", text, said, True))
            return limit
        return Limit(limit.unit, limit.days, code, period)

    def _channels(self, text: str, problems: Problems) -> dict[str, Any]:
        found = channels_of(text)
        if found.unknown:
            said = f"“{'、'.join(found.unknown)}”不是目录所列渠道；请改用规范名称，或写作“其他（{found.unknown[0]}）”。"
            problems.append(("channels", text, said, True))
        elif found.blank_list:
            problems.append(("channels", text, "列了渠道但一个也没有勾选；可以先导入，报审前须补全。", False))
        return {"channels": found.codes, "channels_note": found.note}

    def _audience(self, text: str, problems: Problems) -> dict[str, str]:
        if "audience_public" not in self.columns.at and "audience_particular" not in self.columns.at:
            words = chosen_words(text)
            everybody = not words or bool(re.search("全社会|社会公众|公众", words))
            particular = bool(_PARTICULAR.search(words)) or (bool(words) and not everybody)
            group = _PARTICULAR.sub("", words).replace("全社会", "").strip("、，,；; ：:()（）\n")
            if everybody and particular:
                problems.append(("audience", text, "同时写了全社会和特定群体，按全社会计；请核对。", False))
            return {"audience": "public" if everybody else "particular", "audience_note": group if particular else ""}
        everybody = self._tick("audience_public", problems)
        words = self.text("audience_particular")
        named = "" if ticked(words) is not None else words.strip(ON + " ")
        particular = ticked(words) is True or bool(named)
        if everybody and particular:
            problems.append(("audience", words, "同时勾选了全社会和特定群体，按全社会计；请核对。", False))
        return {"audience": "particular" if particular and not everybody else "public", "audience_note": named}

    def _manner(self, text: str, problems: Problems) -> str:
        if "proactive" in self.columns.at or "on_application" in self.columns.at:
            yes, asked = self._tick("proactive", problems), self._tick("on_application", problems)
        else:
            words = chosen_words(text)
            yes, asked = "主动" in words, "申请" in words
            if words and not yes and not asked:
                problems.append(("manner", text, "应写“主动公开”或“依申请公开”；请改正。", True))
        if yes and asked:
            said = "同时勾选了主动公开和依申请公开；请只选一种，内容不同的拆成两项。"
            problems.append(("manner", text or "√ √", said, True))
        return "on_application" if asked and not yes else "proactive"

    def _levels(self, text: str, problems: Problems) -> tuple[str, ...]:
        if not self.columns.ticks:
            found = levels_of(text)
            if text and not found:
                problems.append(("levels", text, "看不出公开层级；请写“县级”“乡级”或“村级”。", True))
            return found
        chosen: list[str] = []
        for at, levels in self.columns.ticks.items():
            value = self.cells[at].strip() if at < len(self.cells) else ""
            is_ticked = ticked(value)
            if is_ticked is None:
                named = levels_of(value)
                if not named:
                    problems.append(("levels", value, "这一列只填“√”；请改正。", True))
                chosen += named
            elif is_ticked:
                chosen += levels
        return tuple(level for level in ("county", "township", "village") if level in chosen)

    def _items(self, problems: Problems) -> tuple[str, ...]:
        text = self.text("items")
        if not text:
            return ()
        codes = [part.strip() for part in re.split("[、，,;；\n ]", text) if part.strip()]
        unknown = [code for code in codes if code not in matters.by_code()]
        if unknown:
            problems.append(("items", text, f"没有条款“{'、'.join(unknown)}”；请改为 20-1 至 21-T8 中的编号。", True))
        return tuple(code for code in codes if code in matters.by_code())

    def _tick(self, key: str, problems: Problems) -> bool:
        value = self.text(key)
        found = ticked(value)
        if found is None:
            column = "manner" if key in ("proactive", "on_application") else "audience"
            problems.append((column, value, "这一列只填“√”；请改正。", True))
        return bool(found)


_ONE_LINE = frozenset({"level1", "level2", "level3", "domain", "subject", "frequency", "limit_rule", "note", "reason"})
_WANTED = (
    ("elements", "公开内容（要素）"),
    ("basis", "公开依据"),
    ("limit", "公开时限"),
    ("subject", "公开主体"),
    ("channels", "公开渠道和载体"),
)
