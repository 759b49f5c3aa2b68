from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "quartermaster.kernels.people"
    label = "people"
