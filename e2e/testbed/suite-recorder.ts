/**
 * Runs systemd's own suite inside a root file system, as its first process, and writes down for each merge, refresh and
 * unmerge what Veneer predicted, what happened, and what Veneer read afterwards. Judges nothing: see suite-judge.ts.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Hierarchy } from '../../shared/model/host.ts';
import { type Call, parseCall } from './suite-call.ts';
import { ENDED, EVENTS, OUTPUT, PROGRAMS, REPLAY, SCRIPT, TRACE } from './suite-places.ts';
import { type Prediction, predict, readMerged } from './suite-predicted.ts';
import { readTruth, type Truth } from './suite-truth.ts';

export interface Event {
  /** Of the script. */
  readonly line: number;
  readonly command: string;
  readonly call: Call;
  readonly prediction: Prediction | Failure;
  /** Below zero for a signal. */
  readonly status: number;
  readonly stderr: string;
  readonly truth: Truth;
  readonly read: readonly Hierarchy[] | Failure;
}

/** Veneer ended in an error instead of an answer; the suite goes on. */
export interface Failure {
  readonly threw: string;
}

interface Before {
  readonly when: 'before';
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}
interface After {
  readonly when: 'after';
  readonly status: number;
  readonly stderr: string;
}

/** What was predicted of the call that runs now; the script makes one after the other. */
let pending: Omit<Event, 'status' | 'stderr' | 'truth' | 'read'> | null = null;

async function record(message: Before | After): Promise<void> {
  if (message.when === 'before') {
    if (pending !== null) throw new Error(`this call did not end: ${pending.command}`);
    const { program, args, environment } = message;
    const call = parseCall(program, args, environment);
    const line = lineOf(program);
    const command = [...Object.entries(environment).map(([key, value]) => `${key}=${value}`), program, ...args].join(
      ' ',
    );
    pending = { line, command, call, prediction: await predict(call).catch(failure) };
    return;
  }
  if (pending === null) throw new Error('a call ended that did not begin');
  const { status, stderr } = message;
  const read = await readMerged(pending.call).catch(failure);
  const event: Event = { ...pending, status, stderr, truth: readTruth(pending.call), read };
  appendFileSync(EVENTS, `${JSON.stringify(event)}\n`);
  pending = null;
}

function failure(error: unknown): Failure {
  return { threw: String(error) };
}

/** The line of the script that the last call of `program` stands in, past the function that makes most of them. */
function lineOf(program: string): number {
  const trace = readFileSync(TRACE, 'utf8').trimEnd().split('\n');
  const last = trace.findLast((line) => line.includes(` ${program} `)) ?? '';
  const [, within, caller, line] = /^\++ (\w*):(\d*):(\d+): /.exec(last) ?? [];
  if (line === undefined) throw new Error(`bash did not trace a call of ${program}`);
  return Number(within === 'run_systemd_sysext' ? caller : line);
}

const socket = `${REPLAY}/socket`;
const recorder = createServer({ allowHalfOpen: true }, (peer) => {
  const chunks: Buffer[] = [];
  peer.on('data', (chunk: Buffer) => chunks.push(chunk));
  peer.on('end', () => {
    record(JSON.parse(Buffer.concat(chunks).toString('utf8'))).then(
      () => peer.end('ok'),
      (error: unknown) => {
        // The script may expect that a call fails, so that alone would not be seen.
        process.stderr.write(`${String(error)}\n`);
        peer.end(String(error));
      },
    );
  });
});

// Where the test is gone, so is the other end of this.
process.stdin.on('end', () => process.exit(1)).resume();
recorder.listen(socket, () => {
  const output = openSync(OUTPUT, 'w');
  const script = spawn('bash', [`${REPLAY}/${SCRIPT}`], {
    cwd: '/',
    env: {
      PATH: `${PROGRAMS}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin`,
      HOME: '/root',
      VENEER_REPLAY_SOCKET: socket,
      BASH_ENV: `${REPLAY}/trace.sh`,
    },
    stdio: ['ignore', output, output],
  });
  script.once('close', (status, signal) => {
    writeFileSync(ENDED, String(signal ?? status));
    process.exit(0);
  });
});
