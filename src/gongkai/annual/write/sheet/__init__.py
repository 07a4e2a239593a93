"""The report as a workbook: the official tables with live sums and checks, and the form to fill in without this software.

`write_xlsx(report)` and `empty_form(year, agency)` give the same workbook, once filled and once blank. `annual.read` takes
it back, also after other office programs have saved it again. Same input, same bytes.
"""

from __future__ import annotations

from gongkai.annual.write.sheet.workbook import empty_form, write_xlsx

__all__ = ["empty_form", "write_xlsx"]
