"""`python -m bot` is `imerr`."""

from bot.cli import main

if __name__ == "__main__":
    main(prog_name="imerr")
