import { expect, test } from 'vitest';
import { foreignText } from '../../../shared/messages/message.ts';
import type { Severity } from '../../../shared/model/diagnosis.ts';
import type { DoctorItem } from '../../../shared/model/doctor.ts';
import { openIn, problemsIn, silencedIn } from './parts.ts';

const item = (key: string, severity: Severity, isSilenced = false): DoctorItem => ({
  key,
  diagnosis: {
    id: 'merge-fails',
    severity,
    subject: { kind: 'host' },
    message: foreignText(key),
    reason: null,
    nextStep: null,
    fix: null,
    source: '',
  },
  proof: [],
  more: 0,
  builds: [],
  silenced: isSilenced ? { reason: 'known', at: 0 } : null,
});

test('a note and what is silenced are no problems', () => {
  const items = [
    item('a', 'danger'),
    item('b', 'warning'),
    item('c', 'note'),
    item('d', 'danger', true),
    item('e', 'warning', true),
  ];
  const keys = (some: readonly DoctorItem[]) => some.map(({ key }) => key);
  expect(problemsIn({ items })).toBe(2);
  expect(keys(openIn({ items }))).toEqual(['a', 'b', 'c']);
  expect(keys(silencedIn({ items }))).toEqual(['d', 'e']);
});
