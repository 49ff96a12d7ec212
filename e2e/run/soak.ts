/**
 * npm run soak [SECONDS]: the built `veneer serve`, of an ordinary user, for ten minutes on a tree whose extensions come and
 * go every 200 ms, under windows that come and go and under whoever does what nobody should. At the end its memory has to
 * be where it was, nothing may be open that was not, every call that was right has to be answered, and its log may not
 * have a line that nobody expected. VENEER_SEED brings the choices of a run again, though not their order in time.
 */
import { chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRoot } from '../harness/mount-namespace.ts';
import { run } from '../harness/programs.ts';
import { chanceOf, runSeed } from '../harness/random/chance.ts';
import { makeScratch } from '../harness/scratch.ts';
import setUpPrograms from '../shells/programs.ts';
import { ORDINARY_USER, startServer } from '../shells/server.ts';
import { ANY_PORT, openCollector } from '../soak/collector.ts';
import { makeTree } from '../soak/coming-and-going.ts';
import { type DoorAddress, doorAt, openWindow } from '../soak/door.ts';
import { course, flatness, type Held, heldBy, type Moment } from '../soak/measures.ts';
import { doEverythingRude, keepRude } from '../soak/rude.ts';
import { createSaid } from '../soak/said.ts';
import { createTally } from '../soak/tally.ts';
import { askEverything, keepComing } from '../soak/windows.ts';

const SECONDS = Number(process.argv[2] ?? process.env['VENEER_SOAK_SECONDS'] ?? 600);
if (!(SECONDS >= 45)) throw new Error('It takes 45 seconds at the least.');
const STEP_MS = 200;
/** Between two looks at its memory, each after its garbage was collected. */
const SAMPLE_MS = 2000;
const WINDOWS = 10;
const RUDE = 3;
/**
 * A third of the time, and half a minute at the least: until the engine has compiled what is hot and its heap has the size
 * that the work asks for. Of what leaks, a run of a minute sees only what leaks fast; that is what the ten minutes are for.
 */
const WARM_UP_S = Math.max(30, SECONDS / 3);
/** On a machine that has other work it lasts until there were so many windows, and so much longer at the most. */
const WARM_WINDOWS = 150;
const MOST_MORE_S = 60;
const MOST_GROWTH = 1.1;
/** Guarded processes: for the list, for the inside of an image, and for what takes its time. */
const READERS = 3;
/** The channel of a guarded process; it has no other stream. */
const PIPES_A_READER = 1;
/** The cache keeps no more of them (extensions/index). */
const MOST_INDEXES = 256;
/** For half requests and processes that read images, which end by their time. */
const SETTLE_MS = 45_000;

const seed = runSeed();
const chance = chanceOf(seed);
const tally = createTally();
const said = createSaid();
const scratch = makeScratch('soak');
const removePrograms = setUpPrograms();
const failures: string[] = [];
const check = (isFine: boolean, what: string) => {
  if (!isFine) failures.push(what);
};
const print = (line: string) => process.stdout.write(`${line}\n`);
const phase = (what: string) => print(`[${(performance.now() / 1000).toFixed(0)} s] ${what}`);

/** Of its own, as a login has; nothing may be left in it. */
function makeRuntimeDirectory(): string {
  const path = join(scratch.path, 'run');
  mkdirSync(path, { mode: 0o700 });
  if (isRoot) chownSync(path, ORDINARY_USER, ORDINARY_USER);
  return path;
}

/** As many changes as are ever kept: what has a bound is there from the start, so that nothing grows because it may. */
function fillHistory(root: string): void {
  const line = (at: number) =>
    JSON.stringify({
      version: 1,
      id: `filled-${at}`,
      root,
      title: 'Mask steady',
      status: 'failed',
      startedAt: at,
      finishedAt: at,
      by: 'soak',
      steps: [],
      outcomes: [{ class: 'sysext', before: [], after: [], uncertain: [] }],
      outcome: 'Only root can change it.',
      error: null,
      undo: null,
    });
  const lines = Array.from({ length: 1999 }, (_, at) => `${line(at)}\n`);
  scratch.put('home/.local/state/veneer/history.jsonl', lines.join(''));
  if (isRoot) run('chown', ['--recursive', `${ORDINARY_USER}:${ORDINARY_USER}`, join(scratch.path, 'home')]);
}

const filesBelow = (folder: string): string[] => {
  try {
    const all = readdirSync(folder, { recursive: true, withFileTypes: true });
    return all.filter((one) => !one.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  } catch {
    return [];
  }
};

/** What it holds at rest: with a window that looks on, and with none. */
async function atRest(pid: number, door: DoorAddress): Promise<{ readonly watched: Held; readonly alone: Held }> {
  const window = await openWindow(door);
  if (typeof window === 'number') throw new Error(`at rest a window was turned away with ${window}`);
  const looking = (async () => {
    for await (const _ of await window.client.system.watch({ host: window.host }));
  })().catch(() => {});
  await window.client.system.reload({ host: window.host });
  await sleep(1000);
  const watched = heldBy(pid);
  window.close();
  await Promise.all([window.closed, looking]);
  await sleep(500);
  return { watched, alone: heldBy(pid) };
}

/** The same, once it is as at the start, or as it is when that does not come. */
async function atRestAgain(pid: number, door: DoorAddress, start: Awaited<ReturnType<typeof atRest>>) {
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const now = await atRest(pid, door);
    const isBack = (['watched', 'alone'] as const).every((state) => isSame(now[state], start[state]));
    if (isBack || performance.now() > until) return now;
    await sleep(1000);
  }
}

const isSame = (a: Held, b: Held) => KINDS.every((kind) => a[kind] <= mostOf(kind, b));

const KINDS = ['descriptors', 'watches', 'children'] as const;

/** What it may hold when all are gone again. A process that reads stays for the next question, with its pipes. */
function mostOf(kind: (typeof KINDS)[number], start: Held): number {
  if (kind === 'children') return READERS;
  return kind === 'descriptors' ? start.descriptors + (READERS - start.children) * PIPES_A_READER : start[kind];
}

async function soak(): Promise<void> {
  const tree = makeTree(scratch, chance);
  const runtime = makeRuntimeDirectory();
  fillHistory(tree.root);
  const server = await startServer(scratch, {
    user: 'ordinary',
    args: ['--root', tree.root],
    env: { XDG_RUNTIME_DIR: runtime, NODE_OPTIONS: ANY_PORT },
    hear: said.hear,
  });
  const { pid, home } = server;
  // Also where this run is broken off.
  process.once('exit', () => server.kill());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const door = doorAt(server.url);
  print(`seed ${seed}, ${SECONDS} s, of which ${Math.round(WARM_UP_S)} s to warm up`);
  const moments: Moment[] = [];
  let leave = () => {};
  try {
    // What is made at the first use, such as threads, is there from here on and does not count as left.
    await Promise.all([askEverything(door, tree, chance, tally), doEverythingRude(door, chance, tally)]);
    phase('everything was there once');
    const { collect, close } = await openCollector(pid, said.inspector);
    // A Node that ends waits for whoever looks into it.
    leave = close;
    await collect();
    const start = await atRest(pid, door);
    phase('at rest');

    const stop = new AbortController();
    const every = (ms: number, what: () => void) => {
      const timer = setInterval(() => {
        try {
          what();
        } catch (error) {
          tally.wrong(String(error));
        }
      }, ms);
      stop.signal.addEventListener('abort', () => clearInterval(timer));
    };
    every(STEP_MS, tree.step);
    const works = [
      ...Array.from({ length: WINDOWS }, () => keepComing(door, tree, chance, tally, stop.signal)),
      ...Array.from({ length: RUDE }, () => keepRude(door, chance, tally, stop.signal)),
    ];
    await sleep(WARM_UP_S * 1000);
    for (let more = 0; more < MOST_MORE_S && tally.windows < WARM_WINDOWS; more++) await sleep(1000);
    const began = performance.now();
    while (performance.now() - began < (SECONDS - WARM_UP_S) * 1000) {
      await sleep(SAMPLE_MS);
      await collect();
      moments.push({ at: performance.now() - began, residentMiB: heldBy(pid).residentMiB });
    }
    stop.abort();
    phase('nobody comes any more');
    await Promise.race([Promise.all(works), sleep(SETTLE_MS + 30_000).then(() => check(false, 'who came did not go'))]);
    tree.reset();
    phase('all are gone');
    await collect();
    const end = await atRestAgain(pid, door, start);

    tell(moments, start, end, tree.count());
  } finally {
    leave();
    const status = await server.stop();
    check(status === 0, `it ended with ${status} when it was asked to stop`);
  }
  const indexes = filesBelow(join(home, '.cache/veneer/index'));
  check(indexes.length <= MOST_INDEXES, `it left ${indexes.length} indexes of images`);
  const left = [...filesBelow(runtime), ...filesBelow(join(home, '.cache'))].filter((one) => !indexes.includes(one));
  check(left.length === 0, `it left ${left.join(', ')}`);
}

function tell(
  moments: readonly Moment[],
  start: Awaited<ReturnType<typeof atRest>>,
  end: Awaited<ReturnType<typeof atRest>>,
  steps: number,
): void {
  const { first, last, ratio } = flatness(moments);
  print(
    `resident, by tenths of the time: ${course(moments, 10)
      .map((one) => one.toFixed(0))
      .join(' ')} MiB`,
  );
  const most = Math.max(...moments.map(({ residentMiB }) => residentMiB));
  const { answered, refused, slowest } = tally.calls();
  print(
    `resident: ${first.toFixed(1)} MiB after the warm-up, ${last.toFixed(1)} at the end (${percent(ratio)}), at the`,
  );
  print(
    `  most ${most.toFixed(0)}; at rest ${start.alone.residentMiB.toFixed(0)} before, ${end.alone.residentMiB.toFixed(0)} after`,
  );
  check(ratio <= MOST_GROWTH, `its memory grew by ${percent(ratio)}`);
  for (const what of KINDS) {
    const [watched, alone] = [
      `${start.watched[what]} -> ${end.watched[what]}`,
      `${start.alone[what]} -> ${end.alone[what]}`,
    ];
    print(`${what}: ${watched} with a window, ${alone} without`);
    check(end.watched[what] <= mostOf(what, start.watched), `${what} with a window: ${watched}`);
    check(end.alone[what] <= mostOf(what, start.alone), `${what} without one: ${alone}`);
  }
  print(
    `${steps} changes of the tree, ${tally.windows} windows, ${tally.turnedAway} turned away, ${tally.snapshots} snapshots`,
  );
  print(
    `${answered} calls answered and ${refused} refused in words, ${tally.left} left by who asked; slowest: ${slowest}`,
  );
  print(`rude: ${[...tally.rude].map(([name, times]) => `${times} of ${name}`).join(', ')}`);
  print(`its log: ${said.count()} lines`);
}

const percent = (ratio: number) => `${ratio >= 1 ? '+' : ''}${((ratio - 1) * 100).toFixed(1)} %`;

try {
  await soak();
} catch (error) {
  failures.push(`it could not go on: ${error instanceof Error ? error.stack : String(error)}`);
} finally {
  removePrograms();
  scratch.remove();
}
failures.push(...tally.failures(), ...said.unexpected());
for (const failure of failures) print(`FAILED: ${failure}`);
if (failures.length === 0) print('soak: ok');
process.exit(failures.length === 0 ? 0 : 1);
