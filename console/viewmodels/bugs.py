"""A bug told by its kind and its lines of code, for logs and reports.

The error's own words are left out: they may quote what was typed, and so a caller's data.
"""

import traceback


def where_of(error: BaseException) -> str:
    """Kind of error, and file, line and function of every frame; no folder of this machine."""
    lines = traceback.extract_tb(error.__traceback__)
    frames = [f"  {_short(one.filename)}:{one.lineno} {one.name}" for one in lines]
    return "\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *frames])


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])
