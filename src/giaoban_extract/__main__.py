"""`giaoban-extract` and `python -m giaoban_extract`: a stop from the keyboard while the program loads is one, too."""


def main() -> None:
    """The command line."""
    try:
        from giaoban_extract.commands.cli import main as run
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    run()


if __name__ == "__main__":
    main()
