from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "quartermaster.base.exchange"
    label = "exchange"
