"""`python -m cximpact` is the `cximpact` command."""

from cximpact.cli import main

if __name__ == "__main__":
    main()
