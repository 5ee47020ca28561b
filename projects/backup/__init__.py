"""Everything an office has in one file, made while it works, and brought back whole."""

from projects.backup.making import BackupMade, make_backup
from projects.backup.mending import Mended, mend_contents
from projects.backup.restoring import Restored, restore_backup

__all__ = ["BackupMade", "Mended", "Restored", "make_backup", "mend_contents", "restore_backup"]
