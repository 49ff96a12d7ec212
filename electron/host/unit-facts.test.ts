/** Recordings of real systemd (e2e/fixtures/units), read and judged. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Bringer, statusOf } from '../../shared/systemd/service-status.ts';
import { factsFrom, namesOfUnmet, parseUnits } from './unit-facts.ts';

const MERGED: Bringer = { isMerged: true, hookedBy: null, isReplaced: false };
const GONE: Bringer = { isMerged: false, hookedBy: null, isReplaced: false };

function judge(recording: string, bringer: Bringer, isThere: boolean, hookedBy: Readonly<Record<string, string>> = {}) {
  const text = readFileSync(new URL(`../../e2e/fixtures/units/${recording}.txt`, import.meta.url), 'utf8');
  const seen = { active: new Set(['multi-user.target']), conditions: new Map(), isThere: () => isThere };
  return Object.fromEntries(
    parseUnits(text).map((fields) => {
      const facts = factsFrom(fields, seen);
      const judged = statusOf(facts.name, facts, { ...bringer, hookedBy: hookedBy[facts.name] ?? null });
      const can = `${judged.canStart ? 'start' : ''}${judged.canStop ? 'stop' : ''}`;
      return [facts.name, `${judged.status}: ${judged.message.text} [${can}]`];
    }),
  );
}

describe.each([257, 262])('systemd %i', (version) => {
  test('why each runs or does not, while the extension is merged', () => {
    expect(judge(`loaded-${version}`, MERGED, true)).toEqual({
      'run.service': 'running: Runs [stop]',
      'upheld.service': 'running: Runs [stop]',
      'act.socket': 'running: Listens [stop]',
      'crash.service': 'failed: Failed with exit code 3 [start]',
      'segv.service': 'failed: Killed by SIGSEGV [start]',
      'wanted.service':
        'stopped: Not running: multi-user.target wants it, but was reached before the extension was merged [start]',
      'never.service': 'stopped: Not running: nothing asks for it [start]',
      'once.service': 'stopped: Not running: nothing asks for it [start]',
      'once.timer': 'stopped: Not running: nothing asks for it [start]',
      'cond.service': 'stopped: Not running: nothing asks for it [start]',
      'assert.service': 'stopped: Not running: nothing asks for it [start]',
      'act.service': 'stopped: Not running: act.socket starts it when it is needed [start]',
      'bad.service': 'stopped: Not running: systemd rejects its unit file []',
      'masked.service': 'stopped: Not running: the unit is masked []',
      'nowhere.service': 'stopped: Not running: systemd has not read its unit file yet [start]',
    });
  });

  test('a link that systemd has not read since it was merged', () => {
    const judged = judge(`loaded-${version}`, MERGED, true, { 'never.service': 'multi-user.target' });
    expect(judged['never.service']).toBe(
      'stopped: Not running: systemd has not read yet that multi-user.target wants it [start]',
    );
  });

  test('what runs from files that are gone, before and after systemd was reloaded', () => {
    for (const recording of [`unmerged-${version}`, `unmerged-and-reloaded-${version}`]) {
      const judged = judge(recording, GONE, false);
      const gone = 'left-over: Runs, but its files are gone [stop]';
      expect(judged, recording).toMatchObject({ 'run.service': gone, 'upheld.service': gone, 'act.socket': gone });
      for (const name of ['crash.service', 'never.service'])
        expect(judged[name], recording).toBe('stopped: Not running: its extension is not merged []');
    }
  });

  test('what the host itself has by the name of a unit that is not merged is its own', () => {
    const judged = judge(`loaded-${version}`, GONE, true);
    expect(new Set(Object.values(judged))).toEqual(new Set(['stopped: Not running: its extension is not merged []']));
  });
});

/** Of a unit that systemd tried to start: `systemctl show` on 257. */
const loaded = {
  Id: 'a.service',
  LoadState: 'loaded',
  ActiveState: 'inactive',
  SubState: 'dead',
  Result: 'success',
  FragmentPath: '/usr/lib/systemd/system/a.service',
  ConditionResult: 'yes',
  AssertResult: 'yes',
};
const say = (fields: Readonly<Record<string, string>>, conditions: readonly string[] = []) => {
  const seen = { active: new Set<string>(), conditions: new Map([['a.service', conditions]]), isThere: () => true };
  const { status, message, since } = statusOf('a.service', factsFrom({ ...loaded, ...fields }, seen), MERGED);
  return [status, message.text, since];
};

test('conditions and assertions count once they were looked at', () => {
  const unmet = { ConditionResult: 'no', ConditionTimestampMonotonic: '5' };
  expect(say({ ...unmet, ConditionTimestampMonotonic: '0' })[1]).toBe('Not running: nothing asks for it');
  expect(say(unmet)[1]).toBe('Not running: a condition in its unit file is not met');
  expect(say(unmet, ['ConditionPathExists=/nowhere'])[1]).toBe('Not running: ConditionPathExists=/nowhere is not met');
  expect(say({ AssertResult: 'no', AssertTimestampMonotonic: '5' })[1]).toBe(
    'Not running: an assertion in its unit file failed',
  );
});

test('how one ended, and when', () => {
  const at = { StateChangeTimestamp: '@1795797180', InactiveExitTimestampMonotonic: '7' };
  expect(say({ ...at, ExecMainCode: '1', ExecMainStatus: '0' })).toEqual([
    'stopped',
    'Ended with exit code 0',
    1795797180000,
  ]);
  expect(say({ ...at, ExecMainCode: '2', ExecMainStatus: '15' })).toEqual(['stopped', 'Stopped', 1795797180000]);
  const failed = { ActiveState: 'failed', SubState: 'failed' };
  expect(say({ ...failed, Result: 'oom-kill' })[1]).toBe('Killed because memory ran out');
  expect(say({ ...failed, Result: 'exec-condition' })[1]).toBe('Failed: exec-condition');
  expect(say({ ...failed, Result: 'core-dump', ExecMainCode: '3', ExecMainStatus: '11' })[1]).toBe(
    'Crashed with SIGSEGV',
  );
  const again = { ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code' };
  expect(say({ ...again, ExecMainCode: '1', ExecMainStatus: '2' })).toEqual([
    'failed',
    'Failed with exit code 2; systemd starts it again and again',
    null,
  ]);
});

test('the conditions that were not met are those of a state below zero', () => {
  // busctl get-property of 257: type, trigger, negated, value, state.
  const json =
    '{"type":"a(sbbsi)","data":[["ConditionPathExists",false,false,"/etc",1],["ConditionPathExists",false,true,"/x",-1],["ConditionHost",true,false,"a",-1],["ConditionUser",false,false,"b",0]]}';
  expect(namesOfUnmet(json)).toEqual(['ConditionPathExists=!/x', 'ConditionHost=|a']);
  expect(namesOfUnmet('no JSON')).toEqual([]);
});

test('a block that makes no sense is passed over', () => {
  expect(parseUnits('rubbish\n\n=x\n__proto__=1\n\nId=a.service\nNames=a.service=b').map(({ Id }) => Id)).toEqual([
    'a.service',
  ]);
});

test('what systemd read again did not run for that', () => {
  expect(say({ StateChangeTimestamp: '@1795797180', WantedBy: 'multi-user.target' })).toEqual([
    'stopped',
    'Not running: only multi-user.target wants it, which is not active',
    null,
  ]);
});
