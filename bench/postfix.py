"""Postfix as a mail server for the bench: an instance of its own in a folder of its own, as a ministry may run it.

It puts each letter on the disk before it says 250, as RFC 5321 (4.2.5) wants it, and then throws it away. Postfix
starts only for root, and only where it is installed; the bench leaves it out elsewhere.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.mail_server import Taken
from bench.servers import free_port

CONNECTED, DISCONNECTED = re.compile(r" connect from "), re.compile(r" disconnect from ")
ACCEPTED, GONE = re.compile(r": (\w+): client="), re.compile(r": (\w+): removed")
SENT = re.compile(r"to=<([^>]*)>.* status=sent")
MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = bench.example
mydestination =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_recipient_restrictions = permit_mynetworks, reject
default_transport = discard
local_transport = discard
relay_transport = discard
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


def can_run_postfix() -> bool:
    return shutil.which("postfix") is not None and os.geteuid() == 0


@contextmanager
def postfix(taken: list[Taken]) -> Iterator[int]:
    """Gives its port; what it took is added to `taken` at the end, once it has thrown away the last letter."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # its processes are not root
        for part in ("etc", "queue", "data"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "etc" / "main.cf").write_text(MAIN.format(folder=folder))
        (folder / "etc" / "master.cf").write_text(MASTER.format(port=port))
        _tell("start", folder)
        try:
            yield port
            taken.append(_what_came(folder))
        finally:
            _tell("stop", folder)


def _tell(what: str, folder: Path) -> None:
    subprocess.run(["postfix", "-c", str(folder / "etc"), what], check=True, capture_output=True, timeout=60)


def _what_came(folder: Path) -> Taken:
    """Once every connection is closed and every letter thrown away, says the log: another process writes that."""
    until = time.monotonic() + 60
    while not _is_over(text := (folder / "log").read_text()):
        assert time.monotonic() < until, "Postfix still has letters"
        time.sleep(0.2)
    taken = Taken(connections=len(CONNECTED.findall(text)))
    for recipient in SENT.findall(text):
        taken.take(recipient)
    return taken


def _is_over(text: str) -> bool:
    is_closed = len(CONNECTED.findall(text)) == len(DISCONNECTED.findall(text))
    return is_closed and set(ACCEPTED.findall(text)) == set(GONE.findall(text))
