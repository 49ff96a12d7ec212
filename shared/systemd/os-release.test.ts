import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EnvironmentFileError, parseEnvironmentFile } from './os-release.ts';

test('reads any bytes or refuses them with its own error', () => {
  const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => String.fromCharCode(...array));
  const close = fc.stringMatching(/^[A-Za-z_=\n"'\\$`#; ]{0,80}$/);
  fc.assert(
    fc.property(fc.oneof(bytes, close), fc.constantFrom(252, 257, 262), (text, version) => {
      try {
        expect(parseEnvironmentFile(text, version)).toBeInstanceOf(Map);
      } catch (error) {
        expect(error).toBeInstanceOf(EnvironmentFileError);
      }
    }),
  );
});

test('gives back a value that was quoted', () => {
  const value = fc.stringMatching(/^[ -~]{0,40}$/);
  fc.assert(
    fc.property(value, (text) => {
      const quoted = `"${text.replaceAll(/(["\\`$])/g, '\\$1')}"`;
      expect(parseEnvironmentFile(`KEY=${quoted}\n`, 257).get('KEY')).toBe(text);
    }),
  );
});
