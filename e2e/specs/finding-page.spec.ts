/** What the documents tell of a finding, in the window. */
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'playwright/test';
import { findingIn } from '../../shared/diagnosis/finding-page.ts';
import { test } from '../shells/sandbox.ts';
import { details, expectAccessible, row } from '../shells/window.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../docs/findings.md', import.meta.url)), 'utf8');

test('a notice tells what it means, as the page on findings has it', async ({ page, sandbox }) => {
  symlinkSync('nowhere', join(sandbox.tree, 'var/lib/extensions/gone.raw'));
  await row(page, 'gone').click();
  const button = details(page).getByRole('button', { name: 'What does this mean?' }).first();
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  const told = findingIn(PAGE, 'dangling');
  for (const text of [told?.why, told?.wayOut, told?.source]) {
    const shown = details(page)
      .locator('[lang=en]')
      .filter({ hasText: (text ?? '').split('`')[0] ?? '' });
    await expect(shown).toHaveText((text ?? '').replaceAll('`', ''));
  }
  await expectAccessible(page, 'what a finding means');
});
