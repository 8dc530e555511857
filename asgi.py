"""The application as `make run` serves it: granian calls create_asgi_app() in each process."""

import gc

from app import create_app
from app.experience.asgi import AsgiAdapter
from app.experience.blueprint import site_of

YOUNG_OBJECTS = 20_000  # a request makes hundreds; looking through them every 700 costs a tenth


def create_asgi_app() -> AsgiAdapter:
    app = create_app()
    gc.collect()
    gc.freeze()  # what is there now stays for good and need not be looked through again
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    return AsgiAdapter(app.wsgi_app, site_of(app))
