from django.apps import AppConfig


class WorkConfig(AppConfig):
    name = "quartermaster.kernels.work"
    label = "work"
