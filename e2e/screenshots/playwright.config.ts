import { defineConfig } from 'playwright/test';
import base from '../../playwright.config.ts';

/** npm run screenshots: pictures of every state, in screenshots/. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: 'take*.ts',
  outputDir: '../../test-results/screenshots',
  globalSetup: '../shells/programs.ts',
  reporter: 'line',
  timeout: 180_000,
});
