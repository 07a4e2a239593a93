"""From marks on a page to text and tables: what PDF, OFD and scans have in common.

A reader fills one `page.PageLayout` a page (runs of text, ruling segments, pictures); `compose.compose` makes blocks of them:

    segments ── rules ──► straight rules ── raster ──► cells        page by page
    runs ── lines ──► text of cells, lines of text ── columns ──► unruled tables
    pages ── furniture, joining, paragraphs ──► blocks in reading order
"""
