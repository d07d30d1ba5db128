import base64
import hashlib
import hmac
import re
import time

SECRET = "{{secret}}"
KEY = base64.b64decode(SECRET[len("whsec_"):])
TOLERANCE_SECONDS = 300


def is_genuine(headers, body):
    """headers: names in lower case; body: the bytes as they were received."""
    id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not re.fullmatch("[A-Za-z0-9_-]{1,128}", id) or not re.fullmatch("[0-9]{1,12}", timestamp):
        return False
    if abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    digest = hmac.new(KEY, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    signatures = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected, signature.encode()) for signature in signatures)
