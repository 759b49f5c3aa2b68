from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "quartermaster.base.jobs"
    label = "jobs"
