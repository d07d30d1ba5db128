using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public static class Webhooks
{
    private const string Secret = "{{secret}}";
    private const long ToleranceSeconds = 300;

    /// <summary>The headers webhook-id, webhook-timestamp and webhook-signature, and the body as received.</summary>
    public static bool IsGenuine(string id, string timestamp, string signatures, byte[] body)
    {
        if (!Regex.IsMatch(id, @"\A[A-Za-z0-9_-]{1,128}\z") || !Regex.IsMatch(timestamp, @"\A[0-9]{1,12}\z"))
            return false;
        var age = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(timestamp);
        if (Math.Abs(age) > ToleranceSeconds) return false;
        var head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed, head.Length);
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        using var hmac = new HMACSHA256(key);
        var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)));
        foreach (var signature in signatures.Split(' '))
        {
            if (CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature))) return true;
        }
        return false;
    }
}
