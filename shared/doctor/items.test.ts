/** Rows of the Doctor: each finding of each subject once, with its places. */
import { expect, test } from 'vitest';
import { rule } from '../diagnosis/rule.ts';
import { foreignText, messageOf } from '../messages/message.ts';
import type { Diagnosis, Severity, Subject } from '../model/diagnosis.ts';
import { itemsOf } from './items.ts';
import { keyOf, titleOf } from './key.ts';
import { isUnread, passedIn } from './passed.ts';
import { countOf, summaryOf } from './summary.ts';

const found = (id: string, subject: Subject, more: Partial<Diagnosis> = {}): Diagnosis => {
  const [one] = rule([id], 'a source', () => [
    { id, severity: 'warning' as const, subject, message: foreignText(`${id}.`), ...more },
  ]).find(null);
  return one as Diagnosis;
};
const inside = (path: string): Subject => ({ kind: 'extension', class: 'sysext', name: 'a', inside: path });
const entry = (path: string): Subject => ({ kind: 'entry', class: 'sysext', path });
const rows = (all: readonly Diagnosis[]) => itemsOf(all, { failures: [] });

test('a key names what it is about, the class where it is not the usual one', () => {
  const keys = (
    [
      { kind: 'host' },
      { kind: 'class', class: 'confext' },
      entry('/etc/extensions/a.raw'),
      inside('usr/bin/x'),
      { kind: 'extension', class: 'confext', name: 'a', inside: '' },
      { kind: 'remote', name: 'mine' },
      { kind: 'unit', unit: 'a.service' },
    ] as const
  ).map((subject) => keyOf({ id: 'x', subject }));
  expect(keys).toEqual(['x', 'x=confext', 'x=/etc/extensions/a.raw', 'x=a', 'x=confext/a', 'x=mine', 'x=a.service']);
});

test('a sentence that does not name what it is about is told with it', () => {
  expect(titleOf(found('x', entry('/a'), { message: foreignText('It is gone.') })).text).toBe('/a: It is gone.');
  expect(titleOf(found('x', entry('/a'), { message: foreignText('/a is gone.') })).text).toBe('/a is gone.');
  const named = messageOf('diagnosis.is-left-out-of-every-merge', { name: 'b' });
  expect(titleOf(found('x', entry('/var/b.raw'), { message: named }))).toBe(named);
  expect(titleOf(found('x', { kind: 'host' })).text).toBe('x.');
});

test('the worst comes first, and places inside of one extension are one row', () => {
  const all = [
    found('b', inside('usr/x')),
    found('b', inside('usr/y')),
    found('a', entry('/e'), { severity: 'danger' }),
  ];
  expect(rows(all).map(({ key, proof, more }) => [key, proof.map(({ path }) => path), more])).toEqual([
    ['a=/e', ['/e'], 0],
    ['b=a', ['/usr/x', '/usr/y'], 0],
  ]);
});

test('places that are too many to show are counted, also those that a rule counted itself', () => {
  const all = Array.from({ length: 23 }, (_, at) => found('b', inside(`usr/${at}`)));
  const counted = messageOf('extension.there-are-more-like-this', { what: foreignText('b.'), count: 5 });
  const [row] = rows([...all, found('b', inside('usr/last'), { message: counted })]);
  expect(row?.proof).toHaveLength(20);
  expect(row?.more).toBe(4 + 5);
});

test('what is said of other things of the same subject are two rows', () => {
  const lacks = (format: string) =>
    found('k', { kind: 'host' }, { message: messageOf('diagnosis.kernel-without-format', { format }) });
  expect(rows([lacks('erofs'), lacks('squashfs'), lacks('squashfs')]).map(({ key }) => key)).toEqual([
    'k',
    'k:squashfs',
  ]);
});

test('an entry that ends every merge is said by the host alone, with what systemd prints', () => {
  const reason = foreignText('Torn.');
  const all = [
    found('blocks-merge', entry('/a')),
    found('blocks-merge', entry('/b')),
    found('merge-fails', entry('/a'), { reason }),
  ];
  const failures = [{ path: '/a', message: reason, prints: 'Failed to read' }];
  expect(itemsOf(all, { failures }).map(({ key, proof }) => [key, proof[0]?.text])).toEqual([
    ['blocks-merge=/b', null],
    ['merge-fails=/a', 'Failed to read'],
  ]);
});

test('what could not be looked for has not passed', () => {
  const asked = {
    boot: false,
    start: false,
    otherOs: false,
    extensions: 1,
    merges: 1,
    inside: 1,
    services: null,
    remotes: 0,
    updates: 0,
    portables: 0,
  };
  const all = passedIn(asked, []);
  expect(all).toEqual(expect.arrayContaining(['merge-fails', 'hides-file', 'setuid', 'does-not-fit']));
  expect(all).toContain('merge-differs');
  const unasked = ['no-sysupdate', 'service-failed', 'remote-unusable', 'base-unknown'];
  const ofRunning = ['merge-service-failed', 'mounted-after-merge', 'no-loop-device', 'lost-with-os'];
  for (const id of [...unasked, ...ofRunning]) expect(all).not.toContain(id);
  expect(passedIn({ ...asked, boot: true, start: true }, [])).toEqual(expect.arrayContaining(ofRunning.slice(0, 3)));
  const covered = found('base-unknown', inside(''));
  expect(isUnread(covered)).toBe(true);
  expect(passedIn(asked, [covered])).not.toContain('hides-file');
  expect(passedIn(asked, [covered])).toContain('foreign-machine');
  expect(passedIn(asked, [found('setuid', inside(''))])).not.toContain('setuid');
});

test('what is silenced and notes are no problems', () => {
  const item = (severity: Severity, isSilenced: boolean) => ({
    ...{ key: 'x', proof: [], more: 0, builds: [], silenced: isSilenced ? { reason: 'x', at: 1 } : null },
    diagnosis: found('x', { kind: 'host' }, { severity }),
  });
  const items = [item('danger', true), item('warning', false), item('note', false)];
  expect(countOf({ items })).toEqual({ danger: 0, warning: 1, note: 1 });
  const text = (some: typeof items) => summaryOf({ items: some, passed: ['a', 'b'] }).map((one) => one.text);
  expect(text(items)).toEqual(['1 problem', '1 note', '1 silenced', '2 checks passed']);
  expect(text([])).toEqual(['No problems', '2 checks passed']);
});

test('what fell out with the OS is said once, and not that it does not fit as well', () => {
  const unfit = (name: string) =>
    found('does-not-fit', entry(`/var/lib/extensions/${name}.raw`), {
      message: messageOf('diagnosis.is-left-out-of-every-merge', { name }),
    });
  const lost = found('lost-with-os', { kind: 'extension', class: 'sysext', name: 'a', inside: '' });
  expect(rows([unfit('a'), unfit('b'), lost]).map(({ key }) => key)).toEqual([
    'does-not-fit=/var/lib/extensions/b.raw',
    'lost-with-os=a',
  ]);
});
