"""Makes `python -m console` do what main.py does; nothing else is here."""

import sys

from console import bootstrap

if __name__ == "__main__":
    bootstrap.run_program(sys.argv[1:])
