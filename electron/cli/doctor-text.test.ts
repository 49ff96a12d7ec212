/** The command that does what the button of a fix does. */
import { expect, test } from 'vitest';
import { requestRun } from '../../shared/changes/run-service.ts';
import { switchTo } from '../../shared/changes/switch.ts';
import type { Change } from '../../shared/model/change.ts';
import { fixCommand } from './doctor-text.ts';

const A = { class: 'sysext', name: 'a' } as const;
const fix = (...changes: Change[]) => ({ changes, action: 'none' as const, classes: [] });

test('a fix is typed as the command that does it, with its class and root, and quoted for a shell', () => {
  expect(fixCommand(fix(switchTo(false, A)), '/')).toBe('veneer disable a');
  expect(fixCommand(fix(switchTo(true, { class: 'confext', name: "a'b c" })), '/mnt')).toBe(
    "veneer enable 'a'\\''b c' --class confext --root /mnt",
  );
  expect(fixCommand({ changes: [], action: 'refresh', classes: ['confext'] }, '/')).toBe(
    'veneer refresh --class confext',
  );
  expect(fixCommand({ changes: [], action: 'merge', classes: ['sysext'] }, '/mnt')).toBe('veneer merge --root /mnt');
  expect(fixCommand({ ...fix(), classes: ['confext'], atBoot: { class: 'confext', on: true } }, '/')).toBe(
    'veneer at-boot on --class confext',
  );
  expect(fixCommand(fix(requestRun('restart', A, ['a.service'])), '/')).toBe('systemctl restart a.service');
});

test('what no one command does has none', () => {
  expect(fixCommand(fix(switchTo(false, A), switchTo(true, A)), '/')).toBeNull();
  expect(fixCommand({ changes: [], action: 'none', classes: [] }, '/')).toBeNull();
});
