import { defineConfig } from 'playwright/test';
import base from '../../playwright.config.ts';

/** npm run screenshots: pictures of every state, in screenshots/, and sheets of them; `-- -g '1180 de'` takes a part. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'take*.ts',
  outputDir: '../../test-results/screenshots',
  globalSetup: '../shells/programs.ts',
  globalTeardown: './contact-sheets.ts',
  reporter: 'line',
  timeout: 300_000,
  workers: 2,
  expect: { timeout: 40_000 },
});
