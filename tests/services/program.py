"""The whole program, read: what the commands of a test run are forked from."""

import db.migrate  # noqa: F401
import doors.checking
import doors.commands
import doors.jsonl
import doors.loading
import doors.modelling
import doors.tasks
import doors.terminal
import doors.wiring  # noqa: F401
from conversation.extractors.warming import warm_up
from conversation.graph import build

warm_up()
build()
