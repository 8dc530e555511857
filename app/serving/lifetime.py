"""From when a process serves until it ends. A command of the terminal that only looks does not."""

from functools import partial

from app.services.flows import buttons as flow_buttons
from app.serving.runs.buttons import Buttons, press_button, run_job
from app.serving.site import Site


def begin_serving(site: Site) -> None:
    site.start()
    site.buttons = partial(Buttons, site)
    flow_buttons.run_with(partial(press_button, site))
    site.jobs.start(partial(run_job, site))


def end_serving(site: Site) -> None:
    flow_buttons.run_with(None)
    site.jobs.stop()
    site.close()
