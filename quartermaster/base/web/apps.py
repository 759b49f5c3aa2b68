from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "quartermaster.base.web"
    label = "web"
