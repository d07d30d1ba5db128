require "openssl"

SECRET = "{{secret}}"
KEY = SECRET.delete_prefix("whsec_").unpack1("m0")
TOLERANCE_SECONDS = 300

# headers: names in lower case; body: the bytes as they were received
def genuine?(headers, body)
  id = headers["webhook-id"].to_s
  timestamp = headers["webhook-timestamp"].to_s
  return false unless id.match?(/\A[A-Za-z0-9_-]{1,128}\z/) && timestamp.match?(/\A[0-9]{1,12}\z/)
  return false if (Time.now.to_i - timestamp.to_i).abs > TOLERANCE_SECONDS

  digest = OpenSSL::HMAC.digest("SHA256", KEY, "#{id}.#{timestamp}.".b + body.b)
  expected = "v1,#{[digest].pack("m0")}"
  headers["webhook-signature"].to_s.split(" ").any? do |signature|
    OpenSSL.secure_compare(expected, signature)
  end
end
