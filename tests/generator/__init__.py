"""Made-up annual reports for tests: consistent ones, ones with a single defect, in every layout people publish in.

Independent of the reader and of the checker on purpose: it knows the statutory labels (forms/*.yaml)
and nothing else of the product.
"""
