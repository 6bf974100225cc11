"""When the paper was last copied, for whoever tells of it: the desk, `check`, the metrics. Django is loaded."""

from kawaraban.press.backup_targets import LastBackup, last_backup

__all__ = ["LastBackup", "last_backup"]
