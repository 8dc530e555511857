import pytest
from flask import current_app

from app.experience.blueprint import site_of
from app.workflows.errors import Refused
from tests.workflows.fakes import Outbox
from tests.workflows.over_http import Case, over_http
from tests.workflows.run_flow import run_node

listening = {}


def listens(world):
    """To all topics of the application."""
    topics = site_of(current_app).topics
    listening[world.host] = context = topics.listening(world.application.id, ["#"], lambda: None)
    world.feed = context.__enter__()
    return {}


def messages(world):
    listening.pop(world.host).__exit__(None, None, None)
    return [(message.topic, message.text) for message in world.feed.take()[0]]


def published(config, *seen, **options):
    return Case(
        {"topicTemplate": "rooms/{{ data.body.room }}"} | config,
        {"room": 7, "name": "Ann"},
        world=listens,
        look=messages,
        seen=list(seen),
        **options,
    )


test_over_http = over_http(
    "MqttMessageNode",
    published({"messageTemplate": "Hi {{ data.body.name }}"}, ("rooms/7", "Hi Ann")),
    published({"messageTemplate": "{{ data.body }}"}, ("rooms/7", '{"room":7,"name":"Ann"}')),
    published({}, ("rooms/7", "")),
    published({"integrationId": "losant"}, ("rooms/7", "")),
    published({"integrationId": "f" * 24}, error=f"NotFound: There is no integration {'f' * 24}"),
    published(
        {"topicTemplate": "a/#"},
        error="Validation: The topic a/# holds a wildcard; those only listen",
    ),
)

CONFIG = {"topicTemplate": "rooms/{{ data.room }}", "messageTemplate": "Hi {{ data.name }}"}
DATA = {"room": 7, "name": "Ann"}


def publish(refusal=None, **config):
    topics = Outbox(refusal)
    return run_node("MqttMessageNode", CONFIG | config, DATA, topics=topics), topics.sent


def test_it_publishes_a_message():
    ran, sent = publish(integrationId="losant")
    assert sent == [("rooms/7", "Hi Ann")]
    assert ran.output == 0


def test_it_needs_a_topic():
    ran, sent = publish(topicTemplate=" ")
    assert ran.error == ("ValidationError", "Topic is required, and came out blank")
    assert sent == []


def test_other_brokers_are_not_there():
    ran, sent = publish(integrationId="64d000000000000000000009")
    assert ran.error == ("NotFound", "There is no integration 64d000000000000000000009")
    assert sent == []


@pytest.mark.parametrize("kind", ["Validation", "RateLimited"])
def test_what_the_broker_refuses_halts_the_run(kind):
    assert publish(Refused(kind, "no"))[0].error == (kind, "no")
