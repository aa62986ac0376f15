"""`python -m tests.support.in_desk module:function JSON`: call it where Django is set up; prints its answer."""

import importlib
import json
import sys

from shouwang.commands.installation import set_up_django


def main(function: str, arguments: str) -> None:
    set_up_django()
    module, _, name = function.partition(":")
    answer = getattr(importlib.import_module(module), name)(**json.loads(arguments))
    print(json.dumps(answer, default=str, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
