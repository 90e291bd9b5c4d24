"""A small real IMAP server on loopback: a mailbox that can be signed in to, searched, fetched from and marked."""

import re
import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "robot@eventreg.example", "p@ss word"


@dataclass
class Mailbox:
    """Its messages; `seen` are the numbers (from 1) that were marked as read, `commands` what was asked.

    `user` and `password` are those with which AUTHENTICATE PLAIN succeeds.
    """

    messages: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    commands: list[str] = field(default_factory=list)
    hangs_up_at: str = ""
    user: str = USER
    password: str = PASSWORD
    port: int = 0


def _answer(mailbox: Mailbox, line: str) -> tuple[bytes, str]:
    """Untagged lines and the tagged end of the answer to one command (RFC 9051)."""
    command = line.upper()
    if command.startswith("LOGIN"):
        return b"", "OK in" if USER in line and '"p@ss word"' in line else "NO wrong"
    if command.startswith("SELECT"):
        return f"* {len(mailbox.messages)} EXISTS\r\n".encode(), "OK [READ-WRITE] chosen"
    if command.startswith("UID SEARCH"):
        unread = [str(number) for number in range(1, len(mailbox.messages) + 1) if number not in mailbox.seen]
        return f"* SEARCH {' '.join(unread)}\r\n".encode(), "OK found"
    if found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", command):
        content = mailbox.messages[int(found[1]) - 1][: int(found[2])]
        head = f"* {found[1]} FETCH (UID {found[1]} BODY[]<0> {{{len(content)}}}\r\n".encode()
        return head + content + b")\r\n", "OK fetched"
    if found := re.match(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\SEEN\)", command):
        mailbox.seen.add(int(found[1]))
        return b"", "OK stored"
    if command.startswith("CAPABILITY"):
        return b"* CAPABILITY IMAP4rev1\r\n", "OK able"
    if command.startswith("LOGOUT"):
        return b"* BYE\r\n", "OK bye"
    return b"", "BAD unknown"


def _converse(mailbox: Mailbox, connection: socket.socket) -> None:
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"* OK ready\r\n")
        for received in lines:
            tag, _, line = received.decode().strip().partition(" ")
            mailbox.commands.append(line)
            if mailbox.hangs_up_at and line.startswith(mailbox.hangs_up_at):
                return
            if line == "AUTHENTICATE PLAIN":
                connection.sendall(b"+ \r\n")
                given = b64decode(next(lines)).decode().split("\0")
                untagged, end = b"", "OK in" if given == ["", mailbox.user, mailbox.password] else "NO wrong"
            else:
                untagged, end = _answer(mailbox, line)
            connection.sendall(untagged + f"{tag} {end}\r\n".encode())
            if line.upper() == "LOGOUT":
                return


@contextmanager
def running_mailbox() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        mailbox.port = listener.getsockname()[1]

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                _converse(mailbox, connection)

        threading.Thread(target=accept, daemon=True).start()
        yield mailbox
