/** systemd's own suite for systemd-sysext, with Veneer asked before and after each merge, refresh and unmerge. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import type { Suite } from './rootfs.ts';
import { type Judgement, judge, MATTERS } from './suite-judge.ts';
import { surprises } from './suite-known.ts';
import { suitePackages } from './suite-package.ts';
import type { Event } from './suite-recorder.ts';
import { replay } from './suite-replay.ts';

const TIMEOUT_MS = 600_000;
/** Those of 262 are 224, but for some that a kernel without listmount(2) leaves out. */
const FEWEST_EVENTS: Readonly<Record<Suite, number>> = { trixie: 100, sid: 200 };

const test = base.extend<object, { suite: Suite }>({
  suite: ['trixie', { option: true, scope: 'worker' }],
});
// Other random input on a second try would hide what the first one found.
test.describe.configure({ retries: 0 });

let scratch: Scratch;
test.beforeEach(() => {
  scratch = makeScratch('systemd-suite');
});
test.afterEach(() => scratch.remove());

test("predicts and reads every merge of systemd's own suite", async ({ suite }) => {
  test.setTimeout(TIMEOUT_MS + 60_000);
  const played = await replay(suite, packages(suite), scratch, TIMEOUT_MS);
  const { events, script } = played;
  writeFileSync(test.info().outputPath('events.json'), JSON.stringify(events, null, 1));
  expect(played.complaints).toBe('');
  expect(played.ended, played.output).toBe('0');
  expect(events).toHaveLength(played.calls);

  const judgement = judge(events, script);
  process.stdout.write(`${figures(suite, events, judgement)}\n`);
  expect(surprises(suite, judgement.disagreements)).toEqual([]);
  for (const matter of ['status', 'layers', 'read'] as const) {
    expect(judgement.said[matter], matter).toBeGreaterThanOrEqual(FEWEST_EVENTS[suite]);
  }
  // Each is named: a judge that takes everything for right would find no more of them.
  for (const spoiled of spoil(events)) {
    expect(judge(spoiled, script).disagreements.length).toBeGreaterThan(judgement.disagreements.length);
  }

  await expect.poll(loopDevices).toEqual([]);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(scratch.path);
});

function packages(suite: Suite): string {
  try {
    return suitePackages(suite);
  } catch (error) {
    test.skip(true, (error as Error).message);
    throw error;
  }
}

function figures(suite: Suite, events: readonly Event[], { disagreements, said }: Judgement): string {
  const parts = MATTERS.map((matter) => {
    const wrong = disagreements.filter((one) => one.matter === matter).length;
    return `${matter} ${said[matter] - wrong} of ${said[matter]}`;
  });
  return `systemd's own suite, ${suite}: ${events.length} events; right: ${parts.join(', ')}`;
}

/** The events with one answer of Veneer changed, in one matter after the other. */
function spoil(events: readonly Event[]): Event[][] {
  const merged = events.findIndex(
    ({ truth, prediction }) => truth.kernel.length > 0 && 'layers' in prediction && prediction.layers?.length === 1,
  );
  const event = events[merged];
  if (event === undefined || 'threw' in event.prediction || 'threw' in event.read)
    throw new Error('nothing was merged');
  const { prediction, read } = event;
  const changes: Partial<Event>[] = [
    { prediction: { ...prediction, status: 9 } },
    { prediction: { ...prediction, layers: ['another'] } },
    { prediction: { ...prediction, writable: ['/usr', '/opt', '/etc'] } },
    { read: read.map((one) => ({ ...one, writable: !one.writable })) },
    { read: read.map((one) => ({ ...one, extensions: [...one.extensions, 'another'] })) },
    { read: [] },
  ];
  return changes.map((change) => events.map((one, at) => (at === merged ? { ...one, ...change } : one)));
}

/** Those of the machine that hold an image of the script, which names them alike in every run. */
function loopDevices(): string[] {
  return readdirSync('/sys/block').filter((device) => {
    try {
      const file = readFileSync(join('/sys/block', device, 'loop/backing_file'), 'utf8');
      return /\/(test-extension|othername-extension|app0)[^/]*\.raw/.test(file);
    } catch {
      // No loop device, or one without a file.
      return false;
    }
  });
}
