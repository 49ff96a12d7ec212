/**
 * What the unit tests run through of each room, and whether that is less than it was.
 *
 *     node e2e/run/coverage.ts [--raise]
 *
 * Reads what `vitest run --coverage` left. A process that a test starts is not counted, so rooms that live in such, as the
 * doors do, are held by the end-to-end tests and have low figures here. Floors may only rise: `--raise` lifts them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const FLOORS = `${project}e2e/run/coverage-floors.json`;
/** Percent that two runs of the same code differ by, for some tests race on purpose. */
const PLAY = 1;

interface Lines {
  readonly total: number;
  readonly covered: number;
}

const summary = JSON.parse(readFileSync(`${project}test-results/coverage/coverage-summary.json`, 'utf8')) as Record<
  string,
  { readonly lines: Lines }
>;
const rooms = new Map<string, Lines>();
for (const [path, { lines }] of Object.entries(summary)) {
  if (!path.startsWith(project)) continue;
  const [top = '', second = ''] = path.slice(project.length).split('/');
  const room = second.includes('.') ? top : `${top}/${second}`;
  const { total, covered } = rooms.get(room) ?? { total: 0, covered: 0 };
  rooms.set(room, { total: total + lines.total, covered: covered + lines.covered });
}

const floors = JSON.parse(readFileSync(FLOORS, 'utf8')) as Record<string, number>;
const raised: Record<string, number> = { ...floors };
const less: string[] = [];
for (const [room, { total, covered }] of [...rooms].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const percent = total === 0 ? 100 : (100 * covered) / total;
  const floor = floors[room] ?? 0;
  raised[room] = Math.max(floor, Math.floor(percent - PLAY));
  const isBelow = percent < floor;
  if (isBelow) less.push(`${room}: ${percent.toFixed(1)} % is less than its floor of ${floor} %`);
  const figures = `${percent.toFixed(1).padStart(5)} %  of ${String(total).padStart(5)} lines, floor ${floor} %`;
  process.stdout.write(`${room.padEnd(24)} ${figures}${isBelow ? '  LESS THAN BEFORE' : ''}\n`);
}
for (const room of Object.keys(floors))
  if (!rooms.has(room)) process.stdout.write(`${room}: is no more; take its floor away\n`);
if (process.argv.includes('--raise')) writeFileSync(FLOORS, `${JSON.stringify(raised, null, 2)}\n`);
else if (less.length > 0 || rooms.size === 0) {
  // At the end, for what is told of a failure is its last lines.
  process.stdout.write(`\n${rooms.size === 0 ? 'nothing was measured' : less.join('\n')}\n`);
  process.exitCode = 1;
}
