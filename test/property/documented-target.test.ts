import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readTargetUrl, targetRules } from '../../src/domain/target-address.ts';
import { targetUrl } from '../../src/http/subscriptions/fields.ts';

const rules = targetRules({ allowHttp: true, allowedCidrs: [] });

const scheme = fc.constantFrom('http://', 'HTTPS://', 'https:/', 'ftp://', ' https://');
const part = fc.constantFrom(...'a./?#@\\é \t\u0085\ufeff');
const url = fc.tuple(scheme, fc.string({ unit: part, maxLength: 5 })).map((parts) => parts.join(''));

it('the pattern that is documented for targets says the same as the domain about their spelling', () => {
  const documented = new RegExp(String(targetUrl.meta()?.['pattern']));
  fc.assert(
    fc.property(url, (text) => {
      const reading = readTargetUrl(text, rules);
      // A pattern cannot tell whether such a host can exist.
      const isSpelledWell =
        reading.outcome === 'accepted' || /^(is not a valid URL|has an address)/.test(reading.fault);
      expect(documented.test(text)).toBe(isSpelledWell);
    }),
    { numRuns: 1_000 },
  );
});
