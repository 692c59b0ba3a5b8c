"""What the fuzzer cannot know of this API: how one gets a key and a queue token, and which ids exist."""

import os
import random
import time
import uuid

import requests
import schemathesis
from schemathesis import GenerationMode

API = os.environ["FUZZ_API_URL"]
ADMIN = {"Authorization": f"Bearer {os.environ['FUZZ_ADMIN_KEY']}"}
SEATS = 400
chance = random.Random(int(os.environ["FUZZ_SEED"]))


class Refused(Exception):
    """The API did not do what a call of ours, outside of the cases, needs."""


def must(method, path, **given):
    answer = requests.request(method, API + path, timeout=20, **given)
    if not answer.ok:
        raise Refused(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer.json()


class Sale:
    """A concert on sale in which nobody has to wait. Each has its own, since operators' calls close and cancel them."""

    def __init__(self):
        plan = [{"seatNumber": f"A{i}", "area": "A", "seatType": "R"} for i in range(1, SEATS + 1)]
        venue = {"name": f"Hall {uuid.uuid4()}", "address": "Seoul", "timeZone": "Asia/Seoul", "seats": plan}
        venue_id = must("POST", "/v1/admin/venues", headers=ADMIN, json=venue)["id"]
        concert = {
            "title": "A concert",
            "description": "",
            "durationMinutes": 120,
            "saleOpensAt": "2026-01-01T00:00:00Z",
            "waitingRoom": {"capacity": 1000, "admissionsPerSecond": 1000},
            "holdExtensionSeconds": 60,
        }
        self.concert_id = must("POST", "/v1/admin/concerts", headers=ADMIN, json=concert)["id"]
        date = {
            "venueId": venue_id,
            "startsAt": "2035-05-01T19:00:00Z",
            "endsAt": "2035-05-01T21:00:00Z",
            "prices": {"R": 1000},
        }
        path = f"/v1/admin/concerts/{self.concert_id}/schedules"
        self.schedule_id = must("POST", path, headers=ADMIN, json=date)["id"]


class Fan:
    """Signed up, with money, and in a session where one is needed."""

    def __init__(self):
        user = must("POST", "/v1/users", json={"email": f"{uuid.uuid4()}@example.org", "name": "Fan"})
        self.id = user["id"]
        self.headers = {"Authorization": f"Bearer {user['apiKey']}"}
        key = {"Idempotency-Key": str(uuid.uuid4())}
        must("POST", "/v1/wallet/top-ups", headers={**self.headers, **key}, json={"amount": 100_000_000})

    def join(self, sale):
        token = must("POST", f"/v1/concerts/{sale.concert_id}/sessions", headers=self.headers)["token"]
        self.headers["Queue-Token"] = token
        for _ in range(20):
            if self.is_admitted():
                return
            time.sleep(0.1)
        raise Refused("a sale with room for everybody admits nobody")

    def has_key(self):
        return requests.get(f"{API}/v1/users/me", headers=self.headers, timeout=20).ok

    def is_admitted(self):
        answer = requests.get(f"{API}/v1/session", headers=self.headers, timeout=20)
        return answer.ok and answer.json()["state"] in ("ADMITTED", "HOLDING")


class Stage:
    """Fans use one sale and operators another, so that the fans' goes on."""

    def __init__(self):
        self.sale, self.operated = Sale(), Sale()
        self.fan = Fan()
        self.fan.join(self.sale)
        # Whose keys operators revoke.
        self.robbed = Fan()

    def user(self):
        """The fan, or the next one once the key was revoked: the fuzzer finds its id in the list of keys."""
        if not self.fan.has_key():
            self.move_on()
        return self.fan

    def visitor(self):
        """The fan, or the next one once the session has ended."""
        if not self.fan.is_admitted():
            self.fan = Fan()
            try:
                self.fan.join(self.sale)
            except Refused:
                # The fuzzer guessed the id, and paused, closed or sold out the sale.
                self.move_on()
        return self.fan

    def move_on(self):
        self.sale, self.fan = Sale(), Fan()
        self.fan.join(self.sale)


_stage = None


def stage():
    global _stage
    _stage = _stage or Stage()
    return _stage


@schemathesis.auth(refresh_interval=None)
class Credentials:
    """By the operation's own `security`."""

    def get(self, case, ctx):
        schemes = {name for entry in ctx.operation.definition.raw.get("security", []) for name in entry}
        if "queueToken" in schemes:
            return stage().visitor().headers
        if "apiKey" in schemes:
            return {"Authorization": stage().user().headers["Authorization"]}
        return ADMIN if schemes else {}

    def set(self, case, data, ctx):
        case.headers = {**(case.headers or {}), **data}


def known_ids(path):
    sale = stage().operated if path.startswith("/v1/admin/") else stage().sale
    user = stage().robbed if path.endswith("/revocation") else stage().fan
    return {"concertId": sale.concert_id, "scheduleId": sale.schedule_id, "userId": user.id}


def reservation_id():
    items = must("GET", "/v1/reservations", headers=stage().fan.headers)["items"]
    return items[0]["id"] if items else None


def free_seats(count):
    fan, sale = stage().visitor(), stage().sale
    seats = must("GET", f"/v1/schedules/{sale.schedule_id}/seats", headers=fan.headers)["items"]
    free = [seat["id"] for seat in seats if seat["status"] == "AVAILABLE"]
    return chance.sample(free, min(count, len(free)))


def held_seats():
    """What the fan holds, after a hold where it is not enough to let one seat of it go."""
    fan = stage().visitor()
    hold = must("GET", "/v1/session", headers=fan.headers)["hold"]
    if hold is None or len(hold["seats"]) < 2:
        wanted = {"scheduleId": stage().sale.schedule_id, "seatIds": free_seats(2)}
        hold = must("PUT", "/v1/session/hold", headers=fan.headers, json=wanted)
    return [seat["id"] for seat in hold["seats"]]


def body_of(operation):
    """A body that names what exists, for calls that would else find nothing, or None for any other body."""
    if operation == "PUT /v1/session/hold":
        wanted = {"scheduleId": stage().sale.schedule_id}
        count = chance.randint(1, 5)
        return {**wanted, **chance.choice([{"seatIds": free_seats(count)}, {"bestAvailable": {"count": count}}])}
    if operation == "PATCH /v1/session/hold":
        return {"releaseSeatIds": held_seats()[:1]}
    if operation in ("POST /v1/session/hold/extension", "POST /v1/session/payment"):
        held_seats()
    if operation.endswith(("/admissions", "/removals")):
        return {"userId": stage().fan.id}
    return None


def is_valid(case):
    return case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """What the document says in words only."""
    # The document describes a stream as the text that it is, and schemathesis looks at its single events.
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            # A malformed request id is replaced by one of the server's own: none is refused.
            parameters = operation.get("parameters", [])
            operation["parameters"] = [each for each in parameters if each.get("$ref") != REQUEST_ID]
            stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
            if stream:
                stream["schema"] = EVENT


REQUEST_ID = "#/components/parameters/RequestId"
EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {name: {"type": "string", "minLength": 1} for name in ("event", "id", "data")},
}


@schemathesis.hook
def before_call(context, case, kwargs):
    if not is_valid(case):
        return
    # A cursor is valid where a list gave it, and no schema says which.
    if case.query:
        case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    # Half of the random cases ask for what exists: random ids alone would find nothing but 404.
    if case.meta.phase.name.value == "fuzzing" and chance.random() < 0.5:
        try:
            name_what_exists(case)
        except Refused:
            # The fuzzer has cancelled the fans' date, or taken all of its seats.
            stage().move_on()


def name_what_exists(case):
    path, given = case.operation.path, case.path_parameters or {}
    known = known_ids(path)
    if "reservationId" in given:
        known["reservationId"] = reservation_id()
    case.path_parameters = {name: known.get(name) or value for name, value in given.items()}
    case.body = body_of(f"{case.method.upper()} {path}") or case.body
