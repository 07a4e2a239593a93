"""Work on visitors' words that is done in a child process with limits (`documents.sandbox`). Nothing here knows Django."""

from __future__ import annotations


def check_beside(report: bytes, previous: bytes, profile: dict[str, object] | None, name: str) -> bytes:
    """JSON of a report and of last year's in, the result of the check out, as `annual.batch.result` gives it."""
    import orjson

    from gongkai.annual import AnnualReport
    from gongkai.annual.batch import result
    from gongkai.annual.check import check

    this, before = AnnualReport.from_json(orjson.loads(report)), AnnualReport.from_json(orjson.loads(previous))
    return orjson.dumps(result(name, this, check(this, previous=before, profile=profile)))


def compare(report: bytes, other: bytes, kind: str | None, wanted: str) -> bytes:
    """JSON of two reports in, their comparison out: `wanted` docx, xlsx, html, json, or fragment: what the site's page shows
    (JSON with the heading, the HTML, whether the order should be turned)."""
    import orjson

    from gongkai.annual import AnnualReport
    from gongkai.annual import compare as comparing
    from gongkai.annual.compare.output import docx, page, story, workbook

    this, that = AnnualReport.from_json(orjson.loads(report)), AnnualReport.from_json(orjson.loads(other))
    made = comparing.compare(this, that, kind)  # type: ignore[arg-type]
    if wanted == "docx":
        return docx.as_docx(made)
    if wanted == "xlsx":
        return workbook.as_workbook(made)
    if wanted == "html":
        return page.as_page(made).encode()
    if wanted == "json":
        return orjson.dumps(made.to_json())
    shown = {"heading": story.KINDS[made.kind], "html": page.as_fragment(made), "kind": made.kind}
    return orjson.dumps({**shown, "equal": made.equal, "in_order": comparing.in_order(this, that)})


def read_list(data: bytes, name: str) -> bytes:
    """A list of agencies in, JSON out: {"found": [[name, kind, code], …]} or {"message": why it cannot be read}."""
    import orjson

    from gongkai.annual.rollup import RollUpError
    from gongkai.annual.rollup.lists import read_list as read

    try:
        return orjson.dumps({"found": [[one.name, one.kind, one.unified_code] for one in read(data, name)]})
    except RollUpError as error:
        return orjson.dumps({"message": error.message})
