from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "quartermaster.kernels.places"
    label = "places"
