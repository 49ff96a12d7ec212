/** What Veneer says of whole random hosts, against the systemd of each suite. No system is booted for it. */
import { expect } from 'playwright/test';
import { runMerges } from '../harness/merge-run.ts';
import { makeScratch } from '../harness/scratch.ts';
import { test } from './bed.ts';
import { rootfsOf, SUITES } from './rootfs.ts';

// Other random input on a second try would hide what the first one found.
test.describe.configure({ retries: 0 });

const TREES = 100;

test(`predicts what comes of ${TREES} random hosts with folders and images of both classes`, async ({ suite }) => {
  // systemd waits six seconds for its own loop device where an image with an os-release is left out.
  test.setTimeout(600_000);
  const scratch = makeScratch(`merge-${suite}`);
  try {
    const runtime = { version: SUITES[suite], base: rootfsOf(suite) };
    const wishes = { classes: ['sysext', 'sysext', 'confext'], images: true } as const;
    const { comparisons, report } = await runMerges(runtime, TREES, wishes, scratch);
    expect(report).toBe('');
    const outcomes = comparisons.map(({ real }) => real.outcome);
    for (const outcome of process.env['VENEER_TREE'] === undefined ? (['merged', 'fails'] as const) : []) {
      expect(outcomes.filter((one) => one === outcome).length).toBeGreaterThan(5);
    }
  } finally {
    scratch.remove();
  }
});
