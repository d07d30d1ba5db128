"""Uses a client that openapi-python-client has made of docs/openapi.json, as a client team would.

drive.py <url> <admin key> <target url>: prints as JSON what it has seen, for python-client.test.ts to judge.
"""

import importlib
import json
import pkgutil
import sys
import time

import posthorn_client
from posthorn_client import AuthenticatedClient
from posthorn_client.api.access import create_api_key
from posthorn_client.api.deliveries import get_delivery
from posthorn_client.api.ingest import ingest_batch, ingest_event, publish_batch, publish_event
from posthorn_client.api.subscriptions import (
    create_subscription,
    delete_subscription,
    list_subscription_deliveries,
    update_subscription,
)
from posthorn_client.models import (
    ApiKeyInput,
    ApiKeyScope,
    IngestBatch,
    IngestItem,
    PublishBatch,
    PublishEvent,
    PublishItem,
    RetryPolicy,
    SubscriptionInput,
    SubscriptionPatch,
)

PATIENCE_SECONDS = 20
JSON_PAYLOADS = [{"order": 1002}, [1, "two"], "text", 4.5, True]

url, admin_key, target_url = sys.argv[1:]


def client_with(key):
    return AuthenticatedClient(base_url=url, token=key, raise_on_unexpected_status=True)


def delivered(subscription_id, count):
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        page = list_subscription_deliveries.sync(subscription_id, client=client)
        if len(page.data) == count and all(one.status == "delivered" for one in page.data):
            return page
        if time.monotonic() > until:
            raise SystemExit(f"not delivered: {page.to_dict()}")
        time.sleep(0.05)


modules = [name for _, name, _ in pkgutil.walk_packages(posthorn_client.__path__, "posthorn_client.")]
for name in modules:
    importlib.import_module(name)

scopes = [ApiKeyScope.INGEST, ApiKeyScope.READ, ApiKeyScope.MANAGE]
key = create_api_key.sync(client=client_with(admin_key), body=ApiKeyInput(name="of a client", scopes=scopes))
client = client_with(key.key)

subscription = create_subscription.sync(
    client=client,
    idempotency_key="subscribe",
    body=SubscriptionInput(
        target_url=target_url, event_types=["order.*"], retry_policy=RetryPolicy(schedule=[60, 600])
    ),
)
changed = update_subscription.sync(subscription.id, client=client, body=SubscriptionPatch(description="changed"))

published = publish_event.sync(
    client=client, body=PublishEvent(event_type="order.created", payload={"order": 1001, "lines": [1, 2.5, None]})
)
for payload in JSON_PAYLOADS:
    ingest_event.sync(subscription.id, client=client, body=payload, x_event_type="order.paid")
# A body that is None would be no body, so null goes as an item of a batch.
nothing = IngestItem(event_type="order.paid", payload=None)
ingest_batch.sync(subscription.id, client=client, body=IngestBatch(events=[nothing]))
# Bytes, and content types that the client does not have.
client.get_httpx_client().post(
    f"/ingest/{subscription.id}",
    content=b"\x00\xff",
    headers={"Content-Type": "application/octet-stream", "X-Event-Type": "order.bytes"},
).raise_for_status()
batch = publish_batch.sync(
    client=client,
    body=PublishBatch(
        events=[
            PublishItem(event_type="order.shipped", payload=[1003], idempotency_key="once"),
            PublishItem(event_type="order.shipped", payload=[1004], idempotency_key="once"),
        ]
    ),
)
page = delivered(subscription.id, 4 + len(JSON_PAYLOADS))
delivery = get_delivery.sync(published.deliveries[0].task_id, client=client)

bad = create_subscription.sync_detailed(client=client, body=SubscriptionInput(target_url="nowhere"))
missing = delete_subscription.sync_detailed("sub_01M85QW2R6759TJBST3RJ1AJKP", client=client)
stranger = update_subscription.sync(subscription.id, client=client_with("phk_wrong"), body=SubscriptionPatch())
deleted = delete_subscription.sync_detailed(subscription.id, client=client)

json.dump(
    {
        "modules": modules,
        "key_scopes": key.scopes,
        "retry_policy": [type(changed.retry_policy).__name__, changed.retry_policy.schedule],
        "description": changed.description,
        "signing_secret": subscription.signing_secret,
        "batch": [[result.status, bool(result.event_id), bool(result.problem)] for result in batch.results],
        "event_types": sorted(one.event_type for one in page.data),
        "delivery": [type(delivery).__name__, delivery.status, delivery.attempts[0].status_code],
        "attempted_in": delivery.attempts[0].started_at.year,
        "bad": [bad.status_code, type(bad.parsed).__name__, bad.parsed.type_, bad.parsed.errors[0].pointer],
        "missing": [missing.status_code, missing.parsed.type_],
        "stranger": stranger.type_,
        "deleted": [deleted.status_code, deleted.parsed],
    },
    sys.stdout,
)
