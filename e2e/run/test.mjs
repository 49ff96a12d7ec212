/**
 * npm test: every check and every test, and what they came to. Goes on after a failure. What waits more than it computes runs
 * beside the others: the soak beside the checks, the tests by other tools beside these and the unit tests, the booted systems (a
 * third of what two processors give) beside all tests.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { ensurePackages, isDebian } from './os-packages.mjs';
import { runShown, tellingPart } from './runner-output.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const results = `${project}test-results`;
// mke2fs and others are in /sbin, which an ordinary user of Debian does not have on the PATH.
process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Says that /tmp is this run's own already. */
const OWN_TMP = 'VENEER_OWN_TMP';
/** What it may come to need, with what else runs: less than two of it were in use. */
const OWN_TMP_MEMORY = 8 * 2 ** 30;

/** They look at the project by its tools: of the rooms they run through nothing, and counting it would double their time. */
const BY_OTHER_TOOLS = [
  'boundaries',
  'completions',
  'desktop-packages',
  'headless-packages',
  'packages',
  'promises',
  'runner-output',
].map((one) => `e2e/checks/${one}.test.ts`);

const total = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
/** What passed, though not at once. */
const unsteady = [];
/** Said again at the end: who sees only the last lines of a log shall know what failed. */
const failures = [];

const seconds = (start) => ((performance.now() - start) / 1000).toFixed(1);

async function run(title, command, ...args) {
  process.stdout.write(`\n== ${title}\n`);
  const start = performance.now();
  const ended = await runShown(command, args, project);
  process.stdout.write(`== ${title}: ${ended.ok ? 'ok' : 'FAILED'} in ${seconds(start)} s\n`);
  return ended;
}

/**
 * Begins what is in no hurry; what it says comes with its end.
 *
 * @returns waits for it
 */
function beginBeside(title, command, ...args) {
  const path = `${results}/${title.replaceAll(' ', '-')}.log`;
  const log = createWriteStream(path);
  const start = performance.now();
  const running = runShown(command, args, project, { stdout: log, stderr: log }).then(async (ended) => {
    const time = seconds(start);
    log.end();
    await once(log, 'finish');
    return { ...ended, time };
  });
  return async () => {
    const ended = await running;
    process.stdout.write(`\n== ${title}, beside the others\n${readFileSync(path, 'utf8')}`);
    process.stdout.write(`== ${title}: ${ended.ok ? 'ok' : 'FAILED'} in ${ended.time} s\n`);
    return ended;
  };
}

function judgeCheck(title, { ok, output }) {
  if (ok) total.passed++;
  else fail(title, tellingPart(output), Number.POSITIVE_INFINITY);
}

async function check(title, command, ...args) {
  judgeCheck(title, await run(title, command, ...args));
}

function fail(title, message, mostLines = 12) {
  total.failed++;
  const lines = stripVTControlCharacters(message).split('\n').slice(0, mostLines);
  failures.push(`failed: ${title}: ${lines.join('\n    ')}`);
}

/** A runner that broke has failed, whatever it counted: before it could report, or beside its tests. */
function judgeTests(title, report, count, { ok, how, output }) {
  const file = `${results}/${report}`;
  const before = total.failed;
  const reported = existsSync(file);
  if (reported) count(JSON.parse(readFileSync(file, 'utf8')));
  // What Vitest calls unhandled is in no test of its report.
  if (ok || (total.failed > before && !output.includes('Unhandled Errors'))) return;
  const when = reported ? 'beside what its report says' : 'before it could report';
  fail(title, `it ended with ${how}, ${when}\n${tellingPart(output)}`, Number.POSITIVE_INFINITY);
}

/** @returns what makes Vitest write a report beside what it prints */
function reportingTo(file) {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=test-results/${file}`];
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
        else if (status === 'flaky') {
          total.passed++;
          unsteady.push(`passed at the second try: ${suite.file}: ${title}: ${firstLine(attempts[0])}`);
        } else if (status === 'skipped')
          skip(title, annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given');
        else fail(`${suite.file}: ${title}`, attempts.at(-1)?.error?.message ?? status);
      }
    }
    countSpecs({ suites: suite.suites ?? [] });
  }
}

const firstLine = (attempt) => stripVTControlCharacters(attempt?.error?.message ?? '').split('\n')[0];

function skip(title, reason) {
  total.skipped++;
  skips.push(`skipped: ${title}: ${reason}`);
}

/**
 * Goes on with a /tmp in memory, in a mount namespace of its own, and ends with that: tests make small files by the ten thousands,
 * and on a disk these take a quarter of the kernel's time. Where there is none to be had, with /tmp as it is.
 */
function rerunWithOwnTmp() {
  process.env[OWN_TMP] = 'yes';
  const inOne = (...command) => [
    '--mount',
    '--propagation',
    'slave',
    `${project}e2e/run/own-tmp.sh`,
    project,
    ...command,
  ];
  const keepsAttributes = inOne('sh', '-c', 'touch /tmp/a && setfattr -n user.a -v b /tmp/a');
  if (process.availableMemory() < OWN_TMP_MEMORY || spawnSync('unshare', keepsAttributes).status !== 0) return;
  const again = spawnSync('unshare', inOne(process.execPath, ...process.argv.slice(1)), { stdio: 'inherit' });
  process.exit(again.status ?? 1);
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

if (process.getuid() === 0 && process.env[OWN_TMP] === undefined) rerunWithOwnTmp();
ensurePackages();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

await check('build', 'node', 'build.mjs');
process.env.VENEER_DIST = `${project}dist`;
const soaked = beginBeside('soak', 'node', '--no-warnings', 'e2e/run/soak.ts', '60');
process.env.VENEER_PACKAGES = `${results}/packages`;
const packing = ['--no-warnings', 'package.mjs', '--quick', '--keep-tree'];
await check('packages', 'node', ...packing, process.env.VENEER_PACKAGES);
const looked = beginBeside('checks by tests', 'vitest', 'run', ...BY_OTHER_TOOLS, ...reportingTo('checks.json'));
const noTestbed = whyNoTestbed();
const config = 'e2e/testbed/playwright.config.ts';
const booted = noTestbed === null ? beginBeside('booted systems', 'playwright', 'test', '--config', config) : null;
await check('types', 'tsc', '--build');
await check('lint', 'biome', 'check', '--error-on-warnings', '.');
await check('boundaries', 'depcruise', 'shared', 'electron', 'renderer', '--config', '.dependency-cruiser.cjs');
await check('dead code', 'knip');
judgeCheck('soak', await soaked());
const others = BY_OTHER_TOOLS.flatMap((path) => ['--exclude', path]);
const report = reportingTo('unit.json');
const unit = await run('unit, contract and live comparison', 'vitest', 'run', '--coverage', ...others, ...report);
judgeTests('unit, contract and live comparison', 'unit.json', countUnit, unit);
judgeTests('checks by tests', 'checks.json', countUnit, await looked());
// Only root runs all of them.
if (process.getuid() === 0) await check('coverage', 'node', '--no-warnings', 'e2e/run/coverage.ts');
judgeTests('end to end', 'e2e.json', countSpecs, await run('end to end', 'playwright', 'test'));
if (booted === null) skip('booted systems', noTestbed);
else judgeTests('booted systems', 'system.json', countSpecs, await booted());
if (!existsSync(`${project}node_modules/electron/path.txt`)) {
  process.stdout.write("\nElectron's binary is not here: the desktop door was tested on its stand-in.\n");
}

for (const line of [...skips, ...unsteady, ...failures]) process.stdout.write(`${line}\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
