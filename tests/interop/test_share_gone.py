"""A folder that is not the one that was shared: gone, unmounted, or another in its place. It is never written to, and
comes back by itself. The server runs in a mount namespace of its own, in which the test mounts and unmounts."""

import errno
import os

from disks import DiskCase, StubbornDisk, wait_until
from support import MIB, main, random_bytes, row, tool


class ShareGone(DiskCase):
    def setUp(self):
        super().setUp()
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self.content = random_bytes(MIB)

    def listing(self):
        return sorted(self.inside("ls", "-A", self.stick).stdout.split())

    def serve_stick(self, prepare, user="anna"):
        self.in_namespaces("m", prepare)
        self.people({"stick": self.stick, "well": self.share}, {user: ["stick=full", "well=full"]})
        self.open_profile()

    def lost(self, count=1):
        self.server.wait_for(count, kind="shareLost", share="stick")

    def back(self, count=1):
        self.server.wait_for(count, kind="shareBack", share="stick")

    def nothing_works(self, visit):
        for path in ("/stick/new", "/stick/folder/new"):
            with self.assertRaises(OSError):
                visit.put(self.content, path)
        for call in (lambda: visit.sftp.mkdir("/stick/made"), lambda: visit.sftp.listdir("/stick")):
            with self.assertRaises(OSError):
                call()

    @row("E7", "E8")
    def test_an_unmounted_stick_is_never_written_to_and_comes_back(self):
        # Two mounts of one tmpfs: the test sees below the one what is done to the other.
        self.serve_stick(f"mount -t tmpfs none {self.local}; mkdir {self.local}/disk; "
                         f"mount --bind {self.local}/disk {self.stick}")
        visit = self.visit("anna")
        visit.put(self.content, "/stick/kept")
        visit.sftp.mkdir("/stick/folder")
        self.inside("umount", "-l", self.stick)  # what is open lives on, on a disk nobody sees
        self.lost()
        self.nothing_works(visit)
        self.nothing_works(self.visit("anna"))
        self.assertEqual(self.listing(), [])  # the empty mount point
        self.assertEqual(sorted(self.inside("ls", "-A", f"{self.local}/disk", f"{self.local}/disk/folder").stdout.split()),
                         sorted([f"{self.local}/disk:".encode(), f"{self.local}/disk/folder:".encode(), b"folder",
                                 b"kept"]))
        self.inside("mount", "--bind", f"{self.local}/disk", self.stick)
        self.back()
        again = self.visit("anna")
        self.assertEqual(again.get("/stick/kept"), self.content)
        again.put(b"more", "/stick/more")
        self.assertEqual(self.listing(), [b"folder", b"kept", b"more"])
        self.server.stop()

    @row("E7")
    def test_a_folder_that_is_removed_or_replaced_is_lost_until_it_is_back(self):
        self.serve_stick("true")
        visit = self.visit("anna")
        visit.put(self.content, "/stick/kept")
        away = self.folder / "away"
        self.stick.rename(away)
        self.lost()
        self.nothing_works(visit)
        self.stick.mkdir()  # another folder of that name
        self.lost(2)
        self.assertIn("is not the one", self.server.select(kind="shareLost")[1]["message"])
        self.nothing_works(visit)
        self.nothing_works(self.visit("anna"))
        self.assertEqual(os.listdir(self.stick), [])
        self.assertEqual(os.listdir(away), ["kept"])
        self.stick.rmdir()
        away.rename(self.stick)
        self.back()
        self.assertEqual(self.visit("anna").get("/stick/kept"), self.content)
        self.server.stop()

    @row("E8")
    def test_a_mount_point_without_its_disk_is_not_the_share(self):
        self.serve_stick(f"mount -t tmpfs none {self.local}; mkdir {self.local}/disk; "
                         f"mount --bind {self.local}/disk {self.stick}")
        self.visit("anna").put(self.content, "/stick/kept")
        self.server.stop()
        self.inside("umount", self.stick)
        self.open_profile()  # the stick is not there
        self.lost()
        self.assertIn("disk of stick is not there", self.server.select(kind="shareLost")[0]["message"])
        visit = self.visit("anna")
        self.nothing_works(visit)
        visit.put(self.content, "/well/all the same")
        self.assertEqual(self.listing(), [])
        # Another disk in its place is not the share either.
        self.inside("mount", "-t", "tmpfs", "none", self.stick)
        self.lost(2)
        self.assertIn("is not the one", self.server.select(kind="shareLost")[1]["message"])
        self.nothing_works(self.visit("anna"))
        self.assertEqual(self.listing(), [])
        self.inside("umount", self.stick)
        self.inside("mount", "--bind", f"{self.local}/disk", self.stick)
        self.back()
        self.assertEqual(self.visit("anna").get("/stick/kept"), self.content)
        self.server.stop()

    @row("E8")
    def test_the_same_disk_under_another_number_is_the_same_folder(self):
        disk = StubbornDisk(self, "stick", self.folder / "below")
        self.people({"stick": self.stick}, {"anna": ["stick=full"]})
        before = os.stat(self.stick).st_dev
        disk.unmount()
        taken = StubbornDisk(self, "other")  # gets the number that is free
        disk.mount()
        self.assertNotEqual(os.stat(self.stick).st_dev, before)
        self.open_profile()
        visit = self.visit("anna")
        visit.put(self.content, "/stick/kept")
        self.assertEqual((self.folder / "below" / "kept").read_bytes(), self.content)
        self.assertEqual(self.server.select(kind="shareLost"), [])
        visit.close()
        self.server.stop()
        taken.unmount()

    @row("E9")
    def test_a_disk_can_be_unmounted_soon_after_the_last_session(self):
        self.serve_stick(f"mount -t tmpfs none {self.stick}")
        first, second = self.visit("anna"), self.visit("anna")
        first.put(self.content, "/stick/kept")
        busy = self.inside("umount", self.stick, check=False)
        self.assertEqual(busy.returncode, 32, busy.stdout)
        first.close()
        self.server.wait_for(1, kind="disconnected")
        self.assertNotEqual(self.inside("umount", self.stick, check=False).returncode, 0)
        second.close()
        self.server.wait_for(2, kind="disconnected")
        wait_until(lambda: self.inside("umount", self.stick, check=False).returncode == 0, "the disk to be let go")
        self.lost()
        self.server.stop()

    @row("E3")
    def test_a_disk_that_becomes_read_only_is_told_as_refused(self):
        self.serve_stick(f"mount -t tmpfs none {self.stick}")
        visit = self.visit("anna")
        visit.put(self.content, "/stick/kept")
        self.inside("mount", "-o", "remount,ro", self.stick)
        self.put_fails_with(visit, "/stick/kept", errno.EACCES)
        self.put_fails_with(visit, "/stick/new", errno.EACCES)
        for call in (lambda: visit.sftp.mkdir("/stick/made"), lambda: visit.sftp.remove("/stick/kept"),
                     lambda: visit.sftp.rename("/stick/kept", "/stick/other"),
                     lambda: visit.sftp.truncate("/stick/kept", 0)):
            with self.assertRaises(PermissionError):
                call()
        self.assertEqual(visit.get("/stick/kept"), self.content)
        self.inside("mount", "-o", "remount,rw", self.stick)
        visit.put(b"again", "/stick/new")
        self.assertEqual(self.listing(), [b"kept", b"new"])
        self.server.stop()


if __name__ == "__main__":
    main()
