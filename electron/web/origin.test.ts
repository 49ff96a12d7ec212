import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwnHost, isOwnOrigin, isSameSite } from './origin.ts';
import { createGate } from './token.ts';

test('takes no header for its own but the exact ones', () => {
  const near = fc.stringMatching(/^(http:\/\/)?(127\.0\.0\.1|localhost|\[::1\]|evil)[:.@/]?[0-9a-z.]{0,6}$/);
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (text) => {
      const expected = ['127.0.0.1:7070', 'localhost:7070', '[::1]:7070'].includes(text);
      expect(isOwnHost(text, 7070)).toBe(expected);
      expect(isOwnOrigin(text, 'localhost:7070')).toBe(text === 'http://localhost:7070');
      expect(isSameSite(text)).toBe(text === 'same-origin' || text === 'none');
    }),
  );
});

test('takes no token but its own', async () => {
  const { token, admitsSocket, admitsRequest } = createGate();
  expect(await admitsSocket(`veneer, veneer.token.${token}`)).toBe(true);
  expect(await admitsRequest(`Bearer ${token}`)).toBe(true);
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => {
      // A new gate each time, for one that is knocked at too often makes wait.
      const gate = createGate();
      expect(await gate.admitsSocket(`veneer, veneer.token.${text}`)).toBe(false);
      expect(await gate.admitsSocket(text)).toBe(false);
      expect(await gate.admitsRequest(text)).toBe(false);
      expect(await gate.admitsRequest(`Bearer ${text}`)).toBe(false);
    }),
  );
});
