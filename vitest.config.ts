import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './e2e/run/longest-first.ts';

export default defineConfig({
  test: {
    include: ['{shared,electron,renderer}/**/*.test.{ts,tsx}', 'e2e/{live,checks}/**/*.test.ts'],
    // What is said is compared by its English.
    setupFiles: ['e2e/harness/plain-locale.ts', 'e2e/harness/messages-in-english.ts'],
    globalSetup: 'e2e/harness/make-program-files.ts',
    testTimeout: 90_000,
    // On a busy machine it takes its time to take a large tree away.
    hookTimeout: 60_000,
    // A process for each file, for a test may change its user for a moment.
    pool: 'forks',
    // Half of the time of a file it waits, for other processes, servers and clocks (measured: 735 s of files, 317 s of the processor).
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
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
