import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './e2e/run/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}', 'e2e/{live,checks}/**/*.test.ts'],
    // What is said is compared by its English.
    setupFiles: ['e2e/harness/plain-locale.ts', 'e2e/harness/messages-in-english.ts'],
    globalSetup: 'e2e/harness/make-program-files.ts',
    // A machine may be ten times as slow as another, and the booted systems run beside.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Processes, for a test may change its user for a moment. Files that come after one another in one share its modules: to
    // load them anew for each took a quarter of the processor's time.
    pool: 'forks',
    // To start a program the kernel copies the page tables of who starts it, some thousands of times: a heap that is swept sooner
    // takes a tenth of the kernel's time away.
    execArgv: ['--max-semi-space-size=8', '--max-old-space-size=1500'],
    isolate: false,
    // What waits beside them, the booted systems, has the processors where a file waits.
    maxWorkers: Math.max(2, availableParallelism()),
    sequence: { sequencer: LongestFirst },
    // A test that asserts nothing proves nothing.
    expect: { requireAssertions: true },
    // `vitest run --coverage`; e2e/run/coverage.ts holds it against the floors of the rooms.
    coverage: {
      include: ['{shared,electron,renderer}/**/*.{ts,tsx}'],
      exclude: ['**/*.test.*'],
      reporter: ['json-summary'],
      reportsDirectory: 'test-results/coverage',
      // One test that failed is no reason not to know.
      reportOnFailure: true,
    },
  },
});
