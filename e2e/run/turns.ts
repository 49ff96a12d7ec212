/** Measuring two sides by turns, so that what else the machine does meets both. */
import { spawnSync } from 'node:child_process';

const ROUNDS = 11;

export const median = (values: number[]): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Runs commands and gives how long they took. */
export function time(...commands: readonly (readonly string[])[]): number {
  const start = performance.now();
  for (const [program = '', ...args] of commands) {
    const { status, error, stderr } = spawnSync(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw error ?? new Error(`${program} ended with ${status}: ${stderr}`);
  }
  return performance.now() - start;
}

/** Medians of both sides taken in turn; the first round warms the caches and is not counted. */
export async function turnByTurn(
  ours: () => number | Promise<number>,
  theirs: () => number | Promise<number>,
  rounds = ROUNDS,
): Promise<{ readonly ours: number; readonly theirs: number }> {
  const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
  for (let round = 0; round <= rounds; round++) {
    const mine = await ours();
    const rival = await theirs();
    if (round === 0) continue;
    times.ours.push(mine);
    times.theirs.push(rival);
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}
