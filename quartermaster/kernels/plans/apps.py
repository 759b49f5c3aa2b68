from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "quartermaster.kernels.plans"
    label = "plans"
