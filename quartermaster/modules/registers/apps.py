from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "quartermaster.modules.registers"
    label = "registers"
