import { expect, test } from 'vitest';
import { foreignText, type Message, messageOf } from '../messages/message.ts';
import { MessageSchema } from './message.ts';

const nested = (depth: number): Message =>
  Array.from({ length: depth }).reduce<Message>(
    (message) => ({ id: 'x', values: { message }, text: 't' }),
    foreignText('x'),
  );

test('reads what is said today, and a text of before there were ids', () => {
  const message = messageOf('systemd.it-needs-this-host-is', { wanted: foreignText('a'), host: 'b' });
  expect(MessageSchema.parse(message)).toEqual(message);
  expect(MessageSchema.parse('It rained.')).toEqual(foreignText('It rained.'));
});

test('what nests without end is no message, and costs no stack', () => {
  expect(MessageSchema.safeParse(nested(15)).success).toBe(true);
  for (const depth of [16, 100_000]) expect(MessageSchema.safeParse(nested(depth)).success).toBe(false);
});
