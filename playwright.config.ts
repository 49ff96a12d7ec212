import { existsSync } from 'node:fs';
import { defineConfig } from 'playwright/test';
import './e2e/harness/plain-locale.ts';

/**
 * Playwright's own download cannot be reached everywhere; a distribution's browser is as good. The shell is the same Chromium
 * without the browser's own window, and takes a third less of the processor (40 and 28 s of it for six tests); the specs of
 * the desktop and of `veneer open` start the whole browser.
 */
const BROWSERS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
];
const browser = process.env['VENEER_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path));

export default defineConfig({
  testDir: 'e2e/specs',
  // A folder of its own: Playwright empties it, and what other tests keep beside it has to stay.
  outputDir: 'test-results/e2e',
  // Texts that a person reads when they change, beside the test that recorded them.
  snapshotPathTemplate: '{testDir}/recorded/{arg}{ext}',
  globalSetup: './e2e/shells/programs.ts',
  fullyParallel: true,
  workers: 2,
  timeout: 300_000,
  expect: { timeout: 45_000 },
  // A window is watched by the clock of a machine that does other things too. What needed the second try is named at the end.
  retries: 1,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'en-US',
    viewport: { width: 1180, height: 760 },
    // Nothing waits for what glides; motion.spec.ts holds that it does.
    contextOptions: { reducedMotion: 'reduce' },
    // What a failed test leaves at once; a trace, which VENEER_TRACE=1 asks for, took a fifth of the processor.
    screenshot: 'only-on-failure',
    trace: process.env['VENEER_TRACE'] === undefined ? 'off' : 'retain-on-failure',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
    },
  },
});
