"""A comparison for people: text, a page or a part of one, a Word document, a workbook. All tell the same story (`story`)."""
