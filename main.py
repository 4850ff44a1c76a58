"""The one entry: hands the arguments to the console and exits with its answer."""

import sys

from console.bootstrap import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
