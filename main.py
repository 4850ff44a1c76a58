"""The one entry: hands the arguments to the console and exits with its answer."""

import sys

from console.bootstrap import run_program

if __name__ == "__main__":
    run_program(sys.argv[1:])
