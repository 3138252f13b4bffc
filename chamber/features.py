"""The only list of the features, in the order of the help pages; importing it fills `registry`."""

from . import registry
from .accounts.feature import FEATURE as ACCOUNTS
from .admin.feature import FEATURE as ADMIN
from .audit.feature import FEATURE as AUDIT
from .backup.feature import FEATURE as BACKUP
from .cases.feature import FEATURE as CASES
from .dashboard.feature import FEATURE as DASHBOARD
from .directory.feature import FEATURE as DIRECTORY
from .documents.feature import FEATURE as DOCUMENTS
from .events.feature import FEATURE as EVENTS
from .files.feature import FEATURE as FILES
from .health.feature import FEATURE as HEALTH
from .help.feature import FEATURE as HELP
from .jobs.feature import FEATURE as JOBS
from .measures.feature import FEATURE as MEASURES
from .members.feature import FEATURE as MEMBERS
from .notices.feature import FEATURE as NOTICES
from .notifications.feature import FEATURE as NOTIFICATIONS
from .paste.feature import FEATURE as PASTE
from .search.feature import FEATURE as SEARCH
from .settings.feature import FEATURE as SETTINGS
from .workdays.feature import FEATURE as WORKDAYS

FEATURES = (
    DASHBOARD,
    MEMBERS,
    CASES,
    MEASURES,
    EVENTS,
    NOTICES,
    DIRECTORY,
    DOCUMENTS,
    ACCOUNTS,
    NOTIFICATIONS,
    WORKDAYS,
    AUDIT,
    JOBS,
    FILES,
    SEARCH,
    PASTE,
    ADMIN,
    HELP,
    HEALTH,
    BACKUP,
    SETTINGS,
)
registry.fill(FEATURES)
