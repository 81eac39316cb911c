"""Places where a library is not safe: network drives, folders that a cloud service copies while they are in use."""

import os
import sys
from pathlib import Path

NETWORK = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
        "fuse.sshfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3", "smbfs", "virtiofs",
    }
)  # fmt: skip
"""File systems whose locks and syncs SQLite cannot rely on (https://www.sqlite.org/howtocorrupt.html, section 2.1)."""
SYNCED_NAMES = (
    "box sync", "cloudstorage", "dropbox", "google drive", "googledrive", "icloud drive", "iclouddrive",
    "mega", "mobile documents", "my drive", "nextcloud", "onedrive", "owncloud", "pcloud drive", "pclouddrive",
    "proton drive", "seafile", "syncthing", "tresorit", "yandex.disk",
)  # fmt: skip
"""How services name their folders; OneDrive adds the organisation (``OneDrive - Example``)."""
SYNC_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".sync.ffs_db", ".seafile-data")
"""Files by which a service marks the top of what it copies."""


def network(folder: Path) -> bool:
    """Whether the folder is on a network drive, as far as the system tells."""
    place = _existing(folder)
    if sys.platform == "win32":
        return _windows_network(place)
    return _file_system(place, _mounts()) in NETWORK


def synced(folder: Path) -> str | None:
    """The name of the folder that a cloud service copies, when the library is inside one."""
    place = _existing(folder)
    for parent in (place, *place.parents):
        name = parent.name.lower()
        if any(name == known or name.startswith((f"{known} -", f"{known} (")) for known in SYNCED_NAMES):
            return parent.name
        if parent != Path.home() and any((parent / mark).exists() for mark in SYNC_MARKS):
            return parent.name
    return None


def _existing(folder: Path) -> Path:
    """The folder itself or the first one above it that is there; itself where none is, as on a drive without a disk."""
    place = folder.expanduser().resolve()
    return next((one for one in (place, *place.parents) if one.exists()), place)


def _mounts() -> str:
    try:
        return Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _file_system(place: Path, mounts: str) -> str | None:
    """The type of the file system that holds ``place``, by the kernel's table (proc_pid_mountinfo(5))."""
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        top = Path(os.fsdecode(fields[4].encode("utf-8", "surrogateescape").decode("unicode_escape").encode("latin-1")))
        if place.is_relative_to(top) and (found is None or len(top.parts) >= found[0]):
            found = len(top.parts), after.split()[0]
    return found[1] if found else None


if sys.platform == "win32":
    import ctypes

    _REMOTE = 4

    def _windows_network(place: Path) -> bool:
        """A path of the kind ``\\\\server\\share``, or a drive that Windows calls remote."""
        return place.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == _REMOTE

else:

    def _windows_network(_place: Path) -> bool:
        return False
