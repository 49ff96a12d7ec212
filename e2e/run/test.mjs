/** npm test: every check and every test, one after the other, and what they came to. Goes on after a failure. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { ensurePackages, isDebian } from './os-packages.mjs';
import { runShown, tellingPart } from './runner-output.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const results = `${project}test-results`;
// mke2fs and others are in /sbin, which an ordinary user of Debian does not have on the PATH.
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
/** Said again at the end: who sees only the last lines of a log shall know what failed. */
const failures = [];

async function run(title, command, ...args) {
  process.stdout.write(`\n== ${title}\n`);
  const start = performance.now();
  const ended = await runShown(command, args, project);
  process.stdout.write(
    `== ${title}: ${ended.ok ? 'ok' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s\n`,
  );
  return ended;
}

async function check(title, command, ...args) {
  const { ok, output } = await run(title, command, ...args);
  if (ok) total.passed++;
  else fail(title, tellingPart(output), Number.POSITIVE_INFINITY);
}

function fail(title, message, mostLines = 12) {
  total.failed++;
  const lines = stripVTControlCharacters(message).split('\n').slice(0, mostLines);
  failures.push(`failed: ${title}: ${lines.join('\n    ')}`);
}

/**
 * Begins a check that takes its time but hardly a processor, and is in no hurry; what it says comes with its end.
 *
 * @returns waits for it
 */
function beginCheck(title, command, ...args) {
  const path = `${results}/${title}.log`;
  const log = openSync(path, 'w');
  const start = performance.now();
  const child = spawn(command, args, { cwd: project, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise((settle) => {
    child.once('error', () => settle(false));
    child.once('exit', (status) => settle(status === 0));
  });
  return async () => {
    const fine = await ended;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    process.stdout.write(`\n== ${title}, beside the others\n${readFileSync(path, 'utf8')}`);
    process.stdout.write(`== ${title}: ${fine ? 'ok' : 'FAILED'} after at most ${seconds} s\n`);
    if (fine) total.passed++;
    else fail(title, tellingPart(readFileSync(path, 'utf8')), Number.POSITIVE_INFINITY);
  };
}

/** A runner that broke has failed, whatever it counted: before it could report, or beside its tests. */
async function tests(title, report, count, command, ...args) {
  const file = `${results}/${report}`;
  const { ok, how, output } = await run(title, command, ...args);
  const before = total.failed;
  const reported = existsSync(file);
  if (reported) count(JSON.parse(readFileSync(file, 'utf8')));
  // What Vitest calls unhandled is in no test of its report.
  if (ok || (total.failed > before && !output.includes('Unhandled Errors'))) return;
  const when = reported ? 'beside what its report says' : 'before it could report';
  fail(title, `it ended with ${how}, ${when}\n${tellingPart(output)}`, Number.POSITIVE_INFINITY);
}

/** A unit test says in its title what it needs beside root; one that root skips without that has no reason at all. */
function unitReason(title) {
  const [, needed] = / \(needs (.+)\)$/.exec(title) ?? [];
  if (needed !== undefined) return `there is not ${needed} here`;
  return process.getuid() === 0 ? 'NO REASON' : 'only root may do what it tests';
}

function countUnit({ testResults }) {
  for (const { name, message, assertionResults } of testResults) {
    const file = name.slice(project.length);
    if (message && assertionResults.length === 0) fail(file, message);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'passed') total.passed++;
      else if (status === 'failed') fail(`${file}: ${fullName}`, failureMessages.join('\n'));
      // Its process ended before it did.
      else if (status === 'pending') fail(`${file}: ${fullName}`, 'it came to no end');
      else skip(`${file}: ${fullName}`, unitReason(fullName));
    }
  }
}

function countSpecs({ suites }) {
  for (const suite of suites) {
    for (const { title, tests: runs } of suite.specs ?? []) {
      for (const { status, annotations, results: attempts } of runs) {
        if (status === 'expected') total.passed++;
        else if (status === 'skipped')
          skip(title, annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given');
        else fail(`${suite.file}: ${title}`, attempts.at(-1)?.error?.message ?? status);
      }
    }
    countSpecs({ suites: suite.suites ?? [] });
  }
}

function skip(title, reason) {
  total.skipped++;
  skips.push(`skipped: ${title}: ${reason}`);
}

/** Why whole systems cannot be booted here; null where they can. */
function whyNoTestbed() {
  if (process.getuid() !== 0 || !isDebian()) return 'only root on Debian can make and boot them';
  const { status, stderr } = spawnSync('node', ['--no-warnings', 'e2e/testbed/make.ts'], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  return status === 0 ? null : stderr.trim();
}

ensurePackages();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await check('build', 'node', 'build.mjs');
// Beside what measures nothing and waits for nothing.
const soaked = beginCheck('soak', 'node', '--no-warnings', 'e2e/run/soak.ts', '60');
await check('types', 'tsc', '--build');
await check('lint', 'biome', 'check', '--error-on-warnings', '.');
await check('boundaries', 'depcruise', 'shared', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs');
await check('dead code', 'knip');
await check('packages', 'node', '--no-warnings', 'package.mjs');
await soaked();
await tests(
  'unit, contract and live comparison',
  'unit.json',
  countUnit,
  'vitest',
  'run',
  '--coverage',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=test-results/unit.json',
);
// Only root runs all of them.
if (process.getuid() === 0) await check('coverage', 'node', '--no-warnings', 'e2e/run/coverage.ts');
await tests('end to end', 'e2e.json', countSpecs, 'playwright', 'test');
const noTestbed = whyNoTestbed();
if (noTestbed === null) {
  const config = 'e2e/testbed/playwright.config.ts';
  await tests('booted systems', 'system.json', countSpecs, 'playwright', 'test', '--config', config);
} else skip('booted systems', noTestbed);
if (!existsSync(`${project}node_modules/electron/path.txt`)) {
  process.stdout.write("\nElectron's binary is not here: the desktop door was tested on its stand-in.\n");
}

for (const line of [...skips, ...failures]) process.stdout.write(`${line}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
