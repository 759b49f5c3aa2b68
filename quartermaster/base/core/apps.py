from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "quartermaster.base.core"
    label = "core"

    def ready(self):
        """Every app's declarations are read once; their order does not matter."""
        autodiscover_modules("commands", "workflow", "measures", "reactions", "tasks", "proofs")
        autodiscover_modules("screens")
