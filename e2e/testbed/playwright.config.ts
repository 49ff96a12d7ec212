import { defineConfig } from 'playwright/test';
import base from '../../playwright.config.ts';
import { SUITES, type Suite } from './rootfs.ts';

/** npm run test:system: whole booted systems, one worker for each. */
export default defineConfig<object, { suite: Suite }>({
  ...base,
  testDir: '.',
  testMatch: '*.system.ts',
  outputDir: '../../test-results/system',
  globalSetup: './set-up.ts',
  // The tests of one suite share its system.
  fullyParallel: false,
  // Some install and remove whole packages, beside all other tests.
  timeout: 600_000,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: '../../test-results/system.json' }]],
  projects: (Object.keys(SUITES) as Suite[]).map((suite) => ({ name: suite, use: { suite } })),
});
