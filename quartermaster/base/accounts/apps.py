from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "quartermaster.base.accounts"
    label = "accounts"
