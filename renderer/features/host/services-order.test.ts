import { expect, test } from 'vitest';
import { inOrder } from './services-order.ts';

test('services are by their state, and of one state by name, wherever they lie on disk', () => {
  const unknown = ['s125', 's0', 's50'].map((name) => ({ name: `${name}.service`, status: 'unknown' as const }));
  const all = [...unknown, { name: 'z.service', status: 'failed' as const }];
  expect(inOrder(all).map(({ name }) => name)).toEqual(['z.service', 's0.service', 's50.service', 's125.service']);
});
