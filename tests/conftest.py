"""Names the plug-ins every test runs under; fixtures themselves live there."""

pytest_plugins = [
    "tests.plugins.display",  # first: it chooses the platform before Qt is asked for anything
    "tests.plugins.app",
    "tests.plugins.patience",
    "tests.plugins.strict_logs",
    "tests.plugins.no_leaks",
    "tests.plugins.stores",
    "tests.plugins.quick_keys",
    "tests.plugins.sharing",
    "pytester",  # only the tests of these plug-ins use it
]
