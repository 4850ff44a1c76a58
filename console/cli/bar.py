"""A bar that grows while something is built; loaded by who shows one."""

from tqdm import tqdm


class Bar(tqdm):  # type: ignore[type-arg]  # generic in its stubs only
    """A bar without the library's watching thread: ours are told often enough."""

    monitor_interval = 0
