import { expect, test } from 'vitest';
import { RUN_SERVICE_CHANGES, requestRun } from './run-service.ts';

const { step, undo, words } = RUN_SERVICE_CHANGES['run-services'];
const of = { class: 'sysext', name: 'tool' } as const;
const merged = { isMerged: () => true } as unknown as Parameters<typeof undo>[1];

test('what was started is stopped again and the other way round; a restart has no way back', () => {
  const start = requestRun('start', of, ['a.service']);
  expect(step(start)).toMatchObject({ verb: 'start-services', units: ['a.service'] });
  expect(words(start)).toMatchObject({ item: 'a.service' });
  expect(undo(start, merged)).toEqual({ to: 'change', change: requestRun('stop', of, ['a.service']) });
  expect(undo(requestRun('stop', of, ['a.service']), merged)).toEqual({ to: 'change', change: start });
  expect(undo(requestRun('restart', of, ['a.service']), merged)).toBeNull();
  const gone = { isMerged: () => false } as unknown as Parameters<typeof undo>[1];
  expect(undo(start, gone)).toBeNull();
});
