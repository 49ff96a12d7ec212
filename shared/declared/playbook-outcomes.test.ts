/** What ansible-playbook of ansible-core 2.14 printed of three hosts, one after the other, and what a host makes up. */
import { expect, test } from 'vitest';
import { type HostOutcome, readOutcomes } from './playbook-outcomes.ts';

/** Recorded, with two names put in; serial: 1 begins the play anew for each. */
const PRINTED = `
PLAY [Extensions] **************************************************************

TASK [Make the folder /var/lib/extensions] *************************************
changed: [web-1]

TASK [Fetch tool-1.raw] ********************************************************
skipping: [web-1]

RUNNING HANDLER [Merge again (sysext)] *****************************************
changed: [web-1]

PLAY [Extensions] **************************************************************

TASK [Make the folder /var/lib/extensions] *************************************
ok: [web-2]

PLAY [Extensions] **************************************************************

TASK [Make the folder /var/lib/extensions] *************************************
ok: [web-3]

TASK [Fetch tool-1.raw] ********************************************************
fatal: [web-3]: FAILED! => {"changed": false, "msg": "The checksum for /var/lib/x did not match"}

NO MORE HOSTS LEFT *************************************************************

PLAY RECAP *********************************************************************
web-1                      : ok=2    changed=2    unreachable=0    failed=0    skipped=1    rescued=0    ignored=0
`;

function read(text: string, pieces = 1) {
  const told: HostOutcome[] = [];
  const reader = readOutcomes((one) => told.push(one));
  const size = Math.ceil(text.length / pieces);
  for (let at = 0; at < text.length; at += size) reader.take(text.slice(at, at + size));
  const soFar = told.length;
  expect(reader.end()).toEqual(told);
  return { told, soFar };
}

test('each host is told once it is through, however the output is cut', () => {
  const outcomes = [
    { host: 'web-1', outcome: 'changed', changes: 2, task: null, said: null },
    { host: 'web-2', outcome: 'same', changes: 0, task: null, said: null },
    {
      host: 'web-3',
      outcome: 'failed',
      changes: 0,
      task: 'Fetch tool-1.raw',
      said: 'The checksum for /var/lib/x did not match',
    },
  ];
  expect(read(PRINTED)).toEqual({ told: outcomes, soFar: 3 });
  expect(read(PRINTED, PRINTED.length).told).toEqual(outcomes);
  expect(read(PRINTED.slice(0, PRINTED.indexOf('ok: [web-3]'))).soFar, 'while it runs').toBe(2);
});

test('who is not reached, and who would fail twice', () => {
  const { told } = read(
    [
      'PLAY [x] ***',
      'TASK [y] ***',
      'fatal: [a]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect", "unreachable": true}',
      'changed: [a]',
      'fatal: [b]: FAILED! => no JSON',
      '',
    ].join('\n'),
  );
  expect(told).toEqual([
    { host: 'a', outcome: 'unreachable', changes: 0, task: 'y', said: 'Failed to connect' },
    { host: 'b', outcome: 'failed', changes: 0, task: 'y', said: 'no JSON' },
  ]);
});

test('endless lines and hosts without number are not kept', () => {
  const reader = readOutcomes(() => {});
  for (let piece = 0; piece < 200; piece++) reader.take('x'.repeat(1 << 16));
  reader.take(`\nfatal: [a]: FAILED! => ${'y'.repeat(1 << 20)}\n`);
  for (let host = 0; host < 20_000; host++) reader.take(`ok: [h${host}]\n`);
  const all = reader.end();
  expect(all).toHaveLength(10_000);
  expect(all[0]?.said?.length).toBeLessThan(600);
});
