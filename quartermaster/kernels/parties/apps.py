from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "quartermaster.kernels.parties"
    label = "parties"
