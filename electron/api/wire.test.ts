import { expect, test } from 'vitest';
import { isMessage } from './wire.ts';

test.each([
  '{"i":"1","p":{"u":"/system/reload"}}',
  '{"i":"1z","p":{"u":"/files/examine","b":{"json":{"path":"/x"}}}}',
  '{"i":"1","t":4}',
])('%s is a message', (text) => {
  expect(isMessage(text)).toBe(true);
});

test.each([
  '',
  '{',
  'null',
  '[]',
  '7',
  '{}',
  '{"i":1,"p":{"u":"/system/reload"}}',
  `{"i":"${'1'.repeat(65)}","t":4}`,
  '{"i":"1","t":1,"p":{"u":"/system/reload"}}',
  '{"i":"1","t":3,"p":{"e":"message","d":1}}',
  '{"i":"1","t":9,"p":{"u":"/system/reload"}}',
  '{"i":"1","p":[]}',
  '{"i":"1","p":{"s":200,"b":{}}}',
  '{"i":"1","p":{"u":"http://["}}',
  '{"i":"1","p":{"u":7}}',
  // A body that would be unpacked as a form or a file, and one that would be a stream.
  '{"i":"1","p":{"u":"/x","h":{"content-type":"multipart/form-data; boundary=x"}}}',
  '{"i":"1","p":{"u":"/x","h":{}}}',
  '{"i":"1","p":{"u":"/x","m":"GET"}}',
  '['.repeat(100_000),
])('%s is none', (text) => {
  expect(isMessage(text)).toBe(false);
});

test('bytes are none', () => {
  expect(isMessage(Buffer.from('{"i":"1","t":4}'))).toBe(false);
});
