/** npm run bench:system: Apply in the window against the bare command, turn by turn, as root and through pkexec. */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from 'playwright/test';
import { band, review } from '../shells/window.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';
import { USER } from './machine.ts';

const ROUNDS = 9;
/** The window reads again after a change, which is not to be measured. */
const SETTLE_MS = 600;
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** From the click on Apply until the window says that it is done, by the clock of the page. */
async function applyRefresh(page: Page): Promise<number> {
  await band(page).getByRole('button', { name: 'Re-merge' }).click();
  const apply = review(page).getByRole('button', { name: 'Re-merge' });
  await expect(apply).toBeEnabled();
  const took = page.evaluate(
    () =>
      new Promise<number>((settle) => {
        let start = 0;
        document.addEventListener('click', () => (start = performance.now()), { capture: true, once: true });
        const look = () => {
          if (document.querySelector('[aria-label="Result"]') === null) return;
          watch.disconnect();
          settle(performance.now() - start);
        };
        const watch = new MutationObserver(look);
        watch.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await apply.click();
  const figure = await took;
  await expect(page.getByRole('region', { name: 'Result' })).toContainText('Done');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  return figure;
}

/** Without a change of an image systemd 262 does not merge again. */
async function change({ machine }: Bed): Promise<void> {
  machine.run('touch', '/var/lib/extensions.d/image-0/image-0-1.raw');
  await sleep(SETTLE_MS);
}

/** The rule that the tests change starts a program for each question; no host does that. */
function allowPlainly({ machine }: Bed): void {
  const rule = `polkit.addRule(function (action, subject) { if (subject.user == "${USER.name}") return polkit.Result.YES; });\n`;
  writeFileSync(`${machine.root}/etc/polkit-1/rules.d/05-bench.rules`, rule);
}

for (const who of ['root', 'user'] as const) {
  test(`apply in the window of ${who} against systemd-sysext refresh`, async ({ bed, page, suite }) => {
    for (let at = 0; at < 5; at++) bed.veneer('install', bed.give(makeImage(bed.scratch, { name: `image-${at}` })));
    bed.machine.run('systemd-sysext', 'merge');
    allowPlainly(bed);
    await bed.open(page, who);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      await change(bed);
      const took = await applyRefresh(page);
      await change(bed);
      const start = performance.now();
      expect(bed.machine.run('systemd-sysext', 'refresh').status).toBe(0);
      const alone = performance.now() - start;
      if (round === 0) continue;
      ours.push(took);
      bare.push(alone);
    }
    const [a, b] = [median(ours), median(bare)];
    process.stdout.write(
      `| Apply, ${who === 'root' ? 'direct' : 'pkexec or Varlink'}, ${suite} | ${a.toFixed(0)} ms | ${b.toFixed(0)} ms \`systemd-sysext refresh\` | ${(a / b).toFixed(2)} | ${who === 'root' ? 'under 1.3' : 'under 2'} |\n`,
    );
  });
}
