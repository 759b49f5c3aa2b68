from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "quartermaster.kernels.reports"
    label = "reports"
