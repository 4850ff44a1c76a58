"""The line about the machine that stands beside every figure."""

import os
import platform
import sys
from pathlib import Path


def machine() -> str:
    """Processor, how many of them, how busy they are, memory, system and Python."""
    load = f"load {os.getloadavg()[0]:.1f}, " if hasattr(os, "getloadavg") else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} x {_processor()}, {load}{platform.system()}, Python {python}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if "model name" in line), "?")
