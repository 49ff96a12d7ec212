import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createProgress } from './progress.ts';
import { widthOf } from './text-width.ts';

const MIB = 1024 * 1024;
let written: string[] = [];
let now = 0;
const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
  written.push(String(text));
  return true;
});
afterAll(() => spy.mockRestore());
afterEach(() => {
  written = [];
  now = 0;
});

const download = (isTerminal: boolean, name: string) => {
  const progress = createProgress(name, isTerminal, () => now);
  for (let received = 0; received <= 38; received++) {
    progress.tell({ received: received * MIB, total: 38 * MIB, problem: null });
    now += 1000;
  }
  progress.end();
  return written;
};

test('off a terminal a line at every tenth, with speed and what is left', () => {
  const lines = download(false, 'tool.raw');
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('tool.raw  10 %  4M/38M  1M/s  34s left\n');
  expect(lines[9]).toBe('tool.raw  100 %  38M/38M  1M/s\n');
});

test('on a terminal one line, never as wide as the terminal', () => {
  vi.stubEnv('COLUMNS', '30');
  const lines = download(true, `${'x'.repeat(60)}.raw`);
  vi.unstubAllEnvs();
  expect(lines.at(-1)).toBe('\n');
  for (const line of lines.slice(0, -1)) expect(widthOf(line.replace('\r\u001b[K', ''))).toBe(29);
});
