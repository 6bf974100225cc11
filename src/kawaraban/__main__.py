"""`python -m kawaraban` is `kawaraban`."""

from kawaraban.cli.main import main

main(prog_name="kawaraban")
