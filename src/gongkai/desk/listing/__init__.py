"""Lists, declared: columns, filters, search, order, paging, export, saved views, bulk acts. See docs/desk.md."""

from gongkai.desk.listing.bulk import BulkAct
from gongkai.desk.listing.columns import Column
from gongkai.desk.listing.filters import Choice, Days, Flag
from gongkai.desk.listing.listing import Listing
from gongkai.desk.listing.views import listing_view

__all__ = ["BulkAct", "Choice", "Column", "Days", "Flag", "Listing", "listing_view"]
