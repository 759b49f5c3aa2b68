"""`python -m quartermaster.base.cli COMMAND …`"""

import os
import sys

from .main import main

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartermaster.site.settings")
sys.exit(main(sys.argv[1:]))
