"""The job object that ends the server when the last console is gone, however it went.

Windows only. Each console opens the job by its name and keeps the handle; when the last handle is
closed, also by a crash, the system ends the processes of the job.
"""

import ctypes
import sys

if sys.platform == "win32":
    from ctypes import wintypes

    _LIMITS_CLASS = 9  # JobObjectExtendedLimitInformation
    _KILL_ON_CLOSE = 0x2000
    _SET_QUOTA_AND_TERMINATE = 0x0100 | 0x0001

    class _BasicLimits(ctypes.Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", ctypes.c_int64),
            ("PerJobUserTimeLimit", ctypes.c_int64),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        )

    class _ExtendedLimits(ctypes.Structure):
        _fields_ = (
            ("Basic", _BasicLimits),
            ("IoCounters", ctypes.c_uint64 * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        )

    class Job:
        """An open handle on the named job of one server."""

        def __init__(self, name: str) -> None:
            self._api = ctypes.WinDLL("kernel32", use_last_error=True)
            self._api.CreateJobObjectW.restype = wintypes.HANDLE
            self._api.OpenProcess.restype = wintypes.HANDLE
            self._handle = wintypes.HANDLE(self._api.CreateJobObjectW(None, f"Local\\{name}"))
            limits = _ExtendedLimits()
            limits.Basic.LimitFlags = _KILL_ON_CLOSE
            self._check(
                self._api.SetInformationJobObject(
                    self._handle, _LIMITS_CLASS, ctypes.byref(limits), ctypes.sizeof(limits)
                )
            )

        def hold(self, pid: int) -> None:
            """Put the server into the job."""
            process = wintypes.HANDLE(self._api.OpenProcess(_SET_QUOTA_AND_TERMINATE, 0, pid))
            self._check(process.value or 0)
            try:
                self._check(self._api.AssignProcessToJobObject(self._handle, process))
            finally:
                self._api.CloseHandle(process)

        def close(self) -> None:
            self._api.CloseHandle(self._handle)

        def _check(self, answer: int) -> None:
            if not answer:
                raise ctypes.WinError(ctypes.get_last_error())
