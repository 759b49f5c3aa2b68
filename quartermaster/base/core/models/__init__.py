"""Tables that know no trade: organisation, audit, numbers, rules, files, words, notices."""

from .attachment import Attachment, Blob
from .audit import Audit, AuditHorizon, AuditSeal
from .comment import Comment
from .notice import Notice
from .number_series import NumberSeries
from .organisation import Institution, Unit
from .repeat import Repeat
from .rule import Rule
from .saved_filter import SavedFilter
from .search_entry import SearchEntry

__all__ = [
    "Attachment",
    "Audit",
    "AuditHorizon",
    "AuditSeal",
    "Blob",
    "Comment",
    "Institution",
    "Notice",
    "NumberSeries",
    "Repeat",
    "Rule",
    "SavedFilter",
    "SearchEntry",
    "Unit",
]
