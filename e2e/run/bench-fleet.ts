/**
 * npm run bench:fleet [HOSTS]: what reading hosts on loopback takes, against `ssh HOST true` for as many at a time over connections
 * that are shared and open in both cases. Goal: at most twice.
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mapAtMost } from '../../electron/extensions/at-most.ts';
import { createOwnReader } from '../../electron/extensions/own-reader.ts';
import { createFleet } from '../../electron/fleet/fleet.ts';
import { createJobs } from '../../electron/jobs/runner.ts';
import { createGuard } from '../../electron/reader/guard.ts';
import { makeFleetHost, putFleetImage } from '../harness/fleet-host.ts';
import { GUARDED_READER } from '../harness/guarded-reader.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { inTree, serveSsh } from '../harness/ssh-hosts.ts';
import { turnByTurn } from './turns.ts';

const GOAL = 2;
const AT_ONCE = 10;
const count = Number(process.argv[2] ?? 50);

const scratch = makeScratch('bench-fleet');
const root = makeFleetHost(scratch, 'host', '4230.2.0', 257);
for (const name of ['docker', 'kubernetes', 'tailscale'])
  putFleetImage(root, `var/lib/extensions/${name}.raw`, name, 'ID=flatcar\nVERSION_ID=4230.2.0\n');
putExtension(scratch, 'trees/host/var/lib/extensions', 'folder', 'ID=_any\n');
const names = Array.from({ length: count }, (_, at) => `host-${at}`);
const ssh = await serveSsh(scratch, Object.fromEntries(names.map((name) => [name, inTree(root)])));
const sockets = join(scratch.path, 's');
mkdirSync(sockets, { mode: 0o700 });
const jobs = createJobs();
const guard = createGuard(GUARDED_READER);
const fleet = createFleet({
  stateDirectory: join(scratch.path, 'state'),
  cacheDirectory: join(scratch.path, 'cache'),
  runtimeDirectory: sockets,
  sshConfig: ssh.config,
  reader: createOwnReader(),
  guard,
  jobs,
  say: (problem) => process.stderr.write(`${problem}\n`),
});
fleet.add({ from: 'typed', hosts: names });

async function readAll(): Promise<number> {
  const start = performance.now();
  const { hosts } = await fleet.read(null, null);
  const failed = hosts.find(({ error }) => error !== null);
  if (failed !== undefined) throw new Error(`${failed.id}: ${failed.error?.message.text} ${failed.error?.detail}`);
  return performance.now() - start;
}

function connect(name: string): Promise<void> {
  const shared = ['ControlMaster=auto', `ControlPath=${sockets}/%n`, 'ControlPersist=60'].flatMap((one) => ['-o', one]);
  return new Promise((settle, fail) => {
    const child = spawn('/usr/bin/ssh', ['-F', ssh.config, ...shared, name, 'true'], { stdio: 'ignore' });
    child.once('error', fail);
    child.once('exit', (status) => (status === 0 ? settle() : fail(new Error(`ssh ended with ${status}`))));
  });
}

async function connectAll(): Promise<number> {
  const start = performance.now();
  await mapAtMost(AT_ONCE, names, connect);
  return performance.now() - start;
}

try {
  const first = await readAll();
  const { ours, theirs } = await turnByTurn(readAll, connectAll, 5);
  const ratio = ours / theirs;
  process.stdout.write(
    `${count} hosts, first reading with their images: ${first.toFixed(0)} ms\n` +
      `read again: ${ours.toFixed(0)} ms; ssh HOST true: ${theirs.toFixed(0)} ms; ${ratio.toFixed(2)} times, goal ${GOAL}\n`,
  );
  process.exitCode = ratio <= GOAL ? 0 : 1;
} finally {
  fleet.close();
  guard.close();
  jobs.close();
  await ssh.stop();
  scratch.remove();
}
