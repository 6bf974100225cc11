"""A program run with what its systemd unit takes away, where no systemd runs: system calls, rights, new code, the disk.

    python -m tests.rigs.upgrading.confined UNIT WRITABLE PROGRAM ARGUMENT...

Needs root, Linux and libseccomp, which every Debian has. Only directives that a process can feel are carried out; a
directive that this program does not know how to carry out is none of its business.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

_ALLOW, _ERRNO_EPERM = 0x7FFF0000, 0x00050000 | 1
_NO_NEW_PRIVS, _MDWE, _CAPBSET_DROP = 38, 65, 24
_NEWNS, _RDONLY, _REMOUNT, _BIND, _REC, _PRIVATE = 0x20000, 1, 32, 4096, 16384, 1 << 18
NOBODY = 65534


def directives(unit: Path) -> dict[str, list[str]]:
    """Each with its values, in their order."""
    told: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        name, is_directive, value = line.partition("=")
        if is_directive and not line.startswith("#"):
            told.setdefault(name, []).append(value)
    return told


def calls_in(sets: Iterable[str]) -> set[str]:
    """The system calls of these sets, as this machine's systemd knows them."""
    calls: set[str] = set()
    for name in sets:
        if not name.startswith("@"):
            calls.add(name)
            continue
        told = subprocess.run(
            ["systemd-analyze", "syscall-filter", "--no-pager", name],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        inside = [line.strip() for line in told.splitlines()[1:]]
        calls |= calls_in(line for line in inside if line and not line.startswith("#"))
    return calls


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def close_disk(writable: str) -> None:
    """Everything can be read, and only this folder, /dev and /tmp can be written."""
    libc = _libc()
    if libc.unshare(_NEWNS) or libc.mount(b"none", b"/", None, _REC | _PRIVATE, None):
        raise SystemExit("This machine lets nobody make a view of the disk of their own.")
    libc.mount(writable.encode(), writable.encode(), None, _BIND, None)
    mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    kept = ("/dev", "/proc", "/sys", "/tmp", writable)
    for mount in mounts:
        if not mount.startswith(kept):
            libc.mount(b"none", mount.encode(), None, _REMOUNT | _BIND | _RDONLY, None)


def close_calls(told: dict[str, list[str]]) -> None:
    """As SystemCallFilter says: the lines with ~ take away from the others."""
    wanted = told["SystemCallFilter"]
    allowed = calls_in(name for line in wanted if not line.startswith("~") for name in line.split())
    allowed -= calls_in(name for line in wanted if line.startswith("~") for name in line[1:].split())
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(_ERRNO_EPERM)))
    for name in sorted(allowed):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:
            seccomp.seccomp_rule_add(context, ctypes.c_uint32(_ALLOW), number, 0)
    if seccomp.seccomp_load(context):
        raise SystemExit("The filter of system calls was not taken.")


def main(unit: Path, writable: str, command: list[str]) -> None:
    """Take away, and become the program."""
    told, libc = directives(unit), _libc()
    if told.get("ProtectSystem") == ["strict"]:
        close_disk(writable)
    assert told["CapabilityBoundingSet"] == [""]
    for right in range(64):
        libc.prctl(_CAPBSET_DROP, right, 0, 0, 0)
    os.umask(int(told["UMask"][0], 8))
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    if told.get("MemoryDenyWriteExecute") == ["yes"] and libc.prctl(_MDWE, 1, 0, 0, 0):
        sys.stderr.write("This system cannot forbid new code.\n")  # Linux before 6.3
    close_calls(told)
    os.execve(command[0], command, dict(os.environ))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
