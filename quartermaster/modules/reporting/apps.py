from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "quartermaster.modules.reporting"
    label = "reporting"
