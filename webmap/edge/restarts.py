"""How a process beside this one is started again when it has died."""

from __future__ import annotations

import threading

AGAIN_AFTER_S = 2.0
LONGEST_PAUSE_S = 60.0
# A copy of this process that is made while another program is being started holds the pipe that
# says whether it could be, and nobody would ever hear: one after the other.
STARTING = threading.Lock()
