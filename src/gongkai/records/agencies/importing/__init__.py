"""The tree of agencies from and to a workbook.

planning.plan(data, name, set_up_on)   what the file says beside what is registered: new rows, equal rows, problems
acting.import_tree(lines, …)           the act: all of it in one transaction, or nothing
exporting.export(day)                  the tree of a day in the same workbook; exporting.template() an empty one
regions.proposal(code, …)              a county's townships and villages with their codes, as lines to confirm
"""
