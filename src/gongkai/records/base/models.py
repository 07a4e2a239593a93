"""Every model of the ground, so that Django finds them; each is described where it lives."""

from gongkai.records.base.acts.models import ActKey
from gongkai.records.base.files.models import FileClass, StoredFile
from gongkai.records.base.jobs.models import JobLease, ProcessBeat, Schedule
from gongkai.records.base.log.models import LogEntry, LogHead, LogSeal, SubjectKey
from gongkai.records.base.numbers.models import Counter, Number
from gongkai.records.base.record import Record
from gongkai.records.base.tasks.models import Task

__all__ = [
    "ActKey",
    "Counter",
    "FileClass",
    "JobLease",
    "LogEntry",
    "LogHead",
    "LogSeal",
    "Number",
    "ProcessBeat",
    "Record",
    "Schedule",
    "StoredFile",
    "SubjectKey",
    "Task",
]
