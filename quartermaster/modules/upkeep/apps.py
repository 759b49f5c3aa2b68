from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "quartermaster.modules.upkeep"
    label = "upkeep"
