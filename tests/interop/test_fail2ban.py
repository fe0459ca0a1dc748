"""Debian's fail2ban with its stock sshd filter reads what `--log-format openssh` writes."""

import socket

import paramiko

from support import InteropCase, main, row

# Each imitates a failed login from somewhere else.
EVIL = ["root from 203.0.113.7 port 22 ssh2",
        "x\nNov 22 09:00:00 host sshd[1]: Failed password for root from 203.0.113.8 port 22 ssh2",
        "x\r\nFailed password for invalid user y from 203.0.113.9 port 22 ssh2",
        "invalid user a from 203.0.113.10 port 1 ssh2: x", "from 203.0.113.11", "\x1b[31m \u202e 203.0.113.12"]


class Fail2ban(InteropCase):
    def transport(self, address):
        return paramiko.Transport(socket.create_connection(("127.0.0.1", self.server.port), 60, (address, 0)))

    def attempt(self, user, password, address):
        transport = self.transport(address)
        try:
            transport.start_client(timeout=60)
            transport.auth_password(user, password)
            return True
        except paramiko.AuthenticationException:
            return False
        finally:
            transport.close()

    @row("log.openssh", "event.loginRefused")
    def test_it_finds_exactly_the_failed_logins(self):
        log = self.folder / "log"
        self.serve(arguments=["--log-format", "openssh", "--log-file", log, "--set", "penalties.enabled=false"])
        failed = []  # each from an address of its own, so that it is known which line was found
        for user in ("tester", "nobody-here", *EVIL):
            failed.append(f"127.0.1.{len(failed) + 1}")
            self.assertFalse(self.attempt(user, "wrong", failed[-1]))
            self.server.wait_for(kind="loginRefused", count=len(failed))
        self.assertTrue(self.attempt("tester", self.password, "127.0.2.1"))
        self.sftp("ls")
        for number in range(3):  # connections that try nothing are no failed logins
            transport = self.transport(f"127.0.3.{number + 1}")
            transport.start_client(timeout=60)
            transport.close()
        self.server.wait_for(kind="disconnected", count=len(failed) + 5)
        self.server.stop()
        found = self.command("fail2ban-regex", "--out", "ip", log, "/etc/fail2ban/filter.d/sshd.conf").stdout.decode()
        self.assertEqual(found.split(), failed, log.read_text())
        text = log.read_text()
        for line in text.splitlines():
            self.assertRegex(line, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S* \S+ sshd\[\d+\]: ")
        self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f\u202e]")
        self.assertEqual(text.count("Accepted password for tester from 127.0.2.1 port "), 1)
        self.assertEqual(text.count("Accepted publickey for tester from 127.0.0.1 port "), 1)
        self.assertNotIn(self.password, text)


if __name__ == "__main__":
    main()
