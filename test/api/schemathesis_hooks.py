"""
What schemas cannot say. Requests that they allow are made whole before they are sent; where that cannot be, their
refusal is accepted, but only for one of the reasons in BEYOND_SCHEMAS and OF_WHAT_IS_STORED.

A new operation needs nothing here, unless it has such a rule. What it needs to be there is made by what-is-there.ts.
"""

import itertools
import os
import re
import uuid
from datetime import datetime, timedelta, timezone

import requests
import schemathesis
from schemathesis.core import NOT_SET
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase
from schemathesis.openapi.checks import RejectedPositiveData

TARGETS = itertools.cycle(os.environ["POSTHORN_TARGETS"].split())

# Operations on things in a certain state, or that have to fit together: the examples of the document do.
FITTING = ["POST /events/{id}/deliveries", "GET /ingest/{subscription_id}", "POST /deliveries/{id}/retry"]

# Settings of subscriptions on which no answer to another request depends.
CHANGED_BY_WALKS = ["target_url", "description", "metadata", "timeout_seconds"]

# Ids, and names of event types, that answers with 201 have had.
MADE = set()

# JSON Pointers and details of faults, as regular expressions.
BEYOND_SCHEMAS = [
    # Several values are judged together.
    ("/retry_policy/(schedule|max_attempts)", "the waits add up to more than .*"),
    ("/headers/.*", "is given twice: header names that differ only in case are the same header"),
    ("/headers", "has [0-9]+ characters of names and values; at most [0-9]+ are allowed"),
    ("/filter/event_types", "has more than [0-9]+ characters in all its event types together.*"),
    ("/since", "must be (before until|in the past)"),
    ("/step", "must be .*"),
    ("/(validation|schema)", "needs a schema.*|.*enforce.*"),
    ("/example", "must .*|is .*"),
    ("/source/(timestamp|id|url|field|separator)", "is (required|not signed).*|must .*|separates .*"),
    ("/source/signed", "must contain .*|has .*|needs .*"),
    # What there is, and what time it is.
    ("/.*", r"is \[redacted\], but no value is stored\. Send the value itself"),
    ("/tenant_id", "is not a tenant that your tenant created"),
    ("/expires_at", "must be in the future"),
    # The source that is stored, of a patch that has none.
    ("/ingest_secret", "is (shorter than|required).*|must be .*"),
]

# Codes of problems that a request can meet whatever it says.
OF_WHAT_IS_STORED = ["missing-signature", "event-type-mismatch", "filter-mismatch", "schema-mismatch"]

# Short names of fields, and the fields: a body may have one of the two.
ALIASES = {"event_type": "event_types", "secret": "ingest_secret"}

# What takes the place of a value, by the name of its field. `null` stays.
WHOLE = {
    # A language of its own, with more rules than a schema has.
    "filter": lambda _: {"order": {"total": [{"numeric": [">=", 100]}]}},
    # Nothing is to be sent beyond this machine.
    "target_url": lambda _: next(TARGETS),
    "token_url": lambda _: next(TARGETS),
    # So is this, of which it takes a part.
    "schema": lambda _: {"type": "object"},
    "example": lambda _: {"order": 1001},
    # No further ahead than it may be, and no later than now.
    "deliver_at": lambda value: min(value, hours_from_now(1)),
    "since": lambda value: min(value, hours_from_now(-1)),
    # Within the time for which counters are kept.
    "from": lambda _: hours_from_now(-2),
    "to": lambda _: hours_from_now(-1),
}


@schemathesis.hook
def filter_case(context, case):
    """
    The examples of the document stay, and take events, for the whole run; and so does the key that is used. A walk along
    the links ends only what walks have made: it draws other ids when it is made again, once one of them is gone.
    """
    if case.method != "DELETE" and case.operation.label != "POST /subscriptions/{id}/disable":
        return True
    ids = case.path_parameters.values()
    if case.meta is not None and case.meta.phase.name == TestPhase.STATEFUL:
        return MADE.issuperset(ids)
    kept = shown_in(case.operation.schema) | {os.environ["POSTHORN_OWN_KEY"]}
    return kept.isdisjoint(ids)


def shown_in(schema):
    operations = [operation for path in schema.raw_schema["paths"].values() for operation in path.values()]
    return {parameter.get("example") for operation in operations for parameter in operation.get("parameters", [])}


@schemathesis.hook
def before_call(context, case, kwargs):
    # A count above 5 ends a loop with 508, as it should: not the fault that a server error is elsewhere.
    for name in ["X-Posthorn-Hops", "x-posthorn-hops"]:
        if str(case.headers.get(name, "")).isdigit():
            case.headers[name] = "1"
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # What is set is held against the schemas again: no body is none then.
    # The filter of a live connection is no payload filter.
    if isinstance(case.body, dict) and case.operation.label != "POST /live-tickets":
        case.body = whole(case.body)
    case.query = whole(case.query)
    # Cursors come from the service: one that was made up is refused.
    case.query.pop("cursor", None)
    # A key that came with another request is a conflict.
    if "Idempotency-Key" in case.headers:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.operation.label == "POST /events":
        say_type_once(case)
    is_walk = case.meta.phase.name == TestPhase.STATEFUL
    if is_walk and case.operation.path == "/subscriptions/{id}" and isinstance(case.body, dict):
        # With another receiver, status or source it would answer other walks otherwise than before.
        case.body = {name: value for name, value in case.body.items() if name in CHANGED_BY_WALKS}
    if case.operation.label in FITTING and not is_walk:
        take_examples(case)
    # There may be one of each name; and what is handed in as order.created is not to be held against a schema.
    if case.operation.label == "POST /event-types" and isinstance(case.body, dict):
        case.body["name"] = f"made.{uuid.uuid4()}"
    # The limits of a receiver that other requests name would refuse some of them.
    if case.operation.label == "POST /receivers" and isinstance(case.body, dict):
        case.body["id"] = f"made.{uuid.uuid4()}"


def whole(value):
    if isinstance(value, list):
        return [whole(item) for item in value]
    if not isinstance(value, dict):
        return value
    for alias, name in ALIASES.items():
        if alias in value and name in value:
            value = {key: member for key, member in value.items() if key != alias}
    if isinstance(value.get("source"), dict):
        # What it signs with, of a kind that all of them take.
        value = {**value, "ingest_secret": f"whsec_{'A' * 32}"}
        value.pop("secret", None)
    return {
        name: WHOLE[name](member) if name in WHOLE and member is not None else whole(member)
        for name, member in value.items()
    }


def hours_from_now(hours):
    return (datetime.now(timezone.utc) + timedelta(hours=hours)).isoformat()


def take_examples(case):
    shown = case.operation.definition.raw
    path = [parameter for parameter in shown["parameters"] if parameter["in"] == "path"]
    case.path_parameters = {parameter["name"]: parameter["example"] for parameter in path}
    if "requestBody" in shown:
        (example,) = shown["requestBody"]["content"]["application/json"]["examples"].values()
        case.body = example["value"]


def say_type_once(case):
    """A JSON body says it itself, and must be alone in that; for any other it is said beside the body."""
    if case.media_type == "application/json":
        case.query.clear()
        case.headers.pop("X-Event-Type", None)
    elif "event_type" not in case.query:
        case.headers.setdefault("X-Event-Type", "order.created")


@schemathesis.hook
def after_call(context, case, response):
    if response.status_code == 201:
        made = response.json()
        MADE.update({made.get("id"), made.get("name")})
    # A tenant has few recoveries under way at most: the next is to be answered as this one is.
    begun = response.json().get("id", "") if response.status_code == 202 else ""
    if begun.startswith("rec_"):
        address = response.request.url.removesuffix(response.request.path_url)
        headers = {"Authorization": response.request.headers["Authorization"]}
        requests.post(f"{address}/recoveries/{begun}/stop", headers=headers, timeout=10)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    if isinstance(failure, AcceptedNegativeData):
        return not (is_payload_only(case) or is_refused_by_item(case, response) or is_empty_payload(case))
    if not isinstance(failure, RejectedPositiveData):
        return True
    problem = problem_in(response)
    if problem.get("type", "").removeprefix("urn:posthorn:problem:") in OF_WHAT_IS_STORED:
        return False
    faults = problem.get("errors", [])
    return not faults or not all(is_beyond_schemas(case, fault) for fault in faults)


def is_payload_only(case):
    """Where the whole body is the payload, JSON is only the usual kind: nothing of it can be wrong."""
    content = case.operation.definition.raw.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    negated = [place for place, part in case.meta.components.items() if part.mode.is_negative]
    return schema.get("$ref", "").endswith("/JsonPayload") and negated == [ParameterLocation.BODY]


def is_refused_by_item(case, response):
    """Of a batch, what is wrong within an item is in the result of that item."""
    return case.path.endswith("/batch") and problem_in(response).get("refused", 0) > 0


def is_empty_payload(case):
    """An event may have an empty body, if its type is said beside it."""
    return case.path == "/events" and case.media_type != "application/json" and case.body in (NOT_SET, "", b"")


def problem_in(response):
    try:
        return response.json()
    except ValueError:
        return {}


def is_beyond_schemas(case, fault):
    # Of an object, a patch has only some members: they are judged together with those that are stored.
    if case.method == "PATCH" and fault["pointer"].count("/") > 1:
        return True
    return any(
        re.fullmatch(pointer, fault["pointer"]) and re.fullmatch(detail, fault["detail"])
        for pointer, detail in BEYOND_SCHEMAS
    )
