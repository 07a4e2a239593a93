"""A checked report as a sheet to look at: numbered findings, drawn tables, marked text, 修改意见, workbook.

Plain data in, plain data out; nothing here knows of requests or of Django.
"""
