"""`python -m shouwang.reading chat [--json] FILE [CONTEXT.json]`."""

import sys

from shouwang.reading.command import main

sys.exit(main())
