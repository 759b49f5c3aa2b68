from django.apps import AppConfig


class RepairsConfig(AppConfig):
    name = "quartermaster.modules.repairs"
    label = "repairs"
