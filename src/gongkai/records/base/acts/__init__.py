"""Acts: what people do. One contract for all of them (acts.contract), used as

@act("agencies.rename")
def rename(step: Step, agency: UUID, name: str) -> dict | None: ...

rename(agency, name, actor=user, on=date(2025, 3, 1), expected_version=4, key=form_key) -> Done
"""

from gongkai.records.base.acts.contract import Act, Done, Step, act, together

__all__ = ["Act", "Done", "Step", "act", "together"]
