"""Makes `python -m console` do what main.py does; nothing else is here."""

import sys

from console import bootstrap

if __name__ == "__main__":
    sys.exit(bootstrap.main(sys.argv[1:]))
