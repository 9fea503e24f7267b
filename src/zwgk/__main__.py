"""``python -m zwgk`` is the command ``zwgk`` (命令行入口)."""

from zwgk.cli import main

if __name__ == "__main__":
    main()
