use base64::{engine::general_purpose::STANDARD, Engine};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::time::{SystemTime, UNIX_EPOCH};

const SECRET: &str = "{{secret}}";
const TOLERANCE_SECONDS: u64 = 300;

/// The headers webhook-id, webhook-timestamp and webhook-signature, and the body as it was received.
pub fn is_genuine(id: &str, timestamp: &str, signatures: &str, body: &[u8]) -> bool {
    let is_id = (1..=128).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    let is_time = !timestamp.is_empty() && timestamp.bytes().all(|byte| byte.is_ascii_digit());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let age = timestamp.parse::<u64>().map_or(u64::MAX, |seconds| now.abs_diff(seconds));
    if !is_id || !is_time || age > TOLERANCE_SECONDS {
        return false;
    }
    let Ok(key) = STANDARD.decode(SECRET.trim_start_matches("whsec_")) else {
        return false;
    };
    signatures.split(' ').any(|signature| {
        let Some(Ok(given)) = signature.strip_prefix("v1,").map(|text| STANDARD.decode(text)) else {
            return false;
        };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else {
            return false;
        };
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        mac.verify_slice(&given).is_ok()
    })
}
