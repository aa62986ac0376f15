"""What is about one database only is collected on that one."""

from django.conf import settings

collect_ignore = ["test_jobs_sqlite.py" if settings.ON_POSTGRESQL else "test_jobs_postgresql.py"]
