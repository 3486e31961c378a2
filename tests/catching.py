"""A mail server on this machine that catches what it accepts, and fails as it is told."""

from __future__ import annotations

import asyncio
import socket
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSE, DROP, WAIT = "refuse", "drop", "wait"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class CatchingServer:
    """Accepts every mail, but for the next ones as `behave` says."""

    def __init__(self) -> None:
        self.port = free_port()
        self.caught: list[EmailMessage] = []
        self.offered = 0
        self.behave: list[str] = []
        self.waiting, self.go_on = threading.Event(), threading.Event()
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self.go_on.set()
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse or drop the recipient, when told so."""
        self.offered += 1
        how = self.behave.pop(0) if self.behave else ""
        if how == REFUSE:
            return "550 5.1.1 no such mailbox"
        if how == DROP:
            server.transport.abort()
        if how == WAIT:
            self.waiting.set()
            await asyncio.to_thread(self.go_on.wait, 20)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Catch the mail."""
        self.caught.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 caught"
