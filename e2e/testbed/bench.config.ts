import { defineConfig } from 'playwright/test';
import base from './playwright.config.ts';

/** npm run bench:system: one system after the other and without a trace, so that nothing else is measured. */
export default defineConfig({
  ...base,
  testMatch: '*.bench.ts',
  workers: 1,
  reporter: 'line',
  timeout: 180_000,
  use: { ...base.use, trace: 'off' },
});
