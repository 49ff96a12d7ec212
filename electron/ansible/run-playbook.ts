/** Has Ansible, where it is installed, carry out a playbook: Veneer shows what comes of it, and orchestrates nothing itself. */
import { type HostOutcome, readOutcomes } from '../../shared/declared/playbook-outcomes.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { startProgram } from '../node/long-program.ts';

/** One step of one host, a download among them. */
const TASK_SECONDS = 1800;
const MOST_KEPT = 8192;
/** It is asked to end, and killed where it does not. */
const GRACE_MS = 10_000;

export interface PlaybookRun {
  /** The playbook and the inventory, as files. */
  readonly playbook: string;
  readonly inventory: string;
  /** Whether it only tells what would be changed. */
  readonly check: boolean;
  readonly signal: AbortSignal;
  /** Called for each host once it is through, or did not go on. */
  onOutcome(outcome: HostOutcome): void;
}

/** Its program; null where it is not installed. */
export const ansiblePlaybook = (): string | null => findProgram('ansible-playbook');

/**
 * It runs in the current directory and with the person's configuration, keys and agent, as by hand.
 *
 * @throws {VeneerError} `unsupported` where Ansible is not installed, `systemd-failed` where it refuses the playbook,
 *   `cancelled`
 */
export async function runPlaybook(run: PlaybookRun): Promise<readonly HostOutcome[]> {
  const program = ansiblePlaybook();
  if (program === null) throw notInstalled();
  const { playbook, inventory, check, signal } = run;
  const child = startProgram(program, ['--inventory', inventory, ...(check ? ['--check'] : []), '--', playbook], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: process.cwd(),
    env: {
      ...process.env,
      // English, to be understood, in the one encoding that it runs with.
      LC_ALL: 'C.UTF-8',
      // Lines that are read here, whatever the person's configuration says.
      ...{ ANSIBLE_STDOUT_CALLBACK: 'default', ANSIBLE_NOCOLOR: '1', ANSIBLE_FORCE_COLOR: '0', ANSIBLE_VERBOSITY: '0' },
      ...{ ANSIBLE_DISPLAY_OK_HOSTS: '1', ANSIBLE_DISPLAY_SKIPPED_HOSTS: '1', ANSIBLE_DISPLAY_FAILED_STDERR: '0' },
      ...{ ANSIBLE_CALLBACK_RESULT_FORMAT: 'json', ANSIBLE_CHECK_MODE_MARKERS: '0', ANSIBLE_NOCOWS: '1' },
      ...{ ANSIBLE_RETRY_FILES_ENABLED: '0', ANSIBLE_TASK_TIMEOUT: String(TASK_SECONDS) },
    },
  });
  const outcomes = readOutcomes(run.onOutcome);
  let complaint = '';
  let last = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    outcomes.take(text);
    last = `${last}${text}`.slice(-MOST_KEPT);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(0, MOST_KEPT);
  });
  const stop = () => {
    // By this it ends what it started, too.
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const status = await new Promise<number | null>((settle) => {
    child.once('error', (error) => {
      complaint = String(error);
      settle(null);
    });
    child.once('close', (code) => settle(code));
    child.once('exit', (code) => {
      if (!signal.aborted) return;
      // What goes on of its own holds the other ends.
      child.stdout?.destroy();
      child.stderr?.destroy();
      settle(code);
    });
  });
  signal.removeEventListener('abort', stop);
  const all = outcomes.end();
  if (signal.aborted) throw new VeneerError('cancelled', messageOf('declared.ansible-was-stopped'));
  const unknown = unknownIn(complaint);
  // 2 and 4 are hosts that failed or were not reached, of which the lines tell (ansible-playbook, TaskQueueManager.RUN_*).
  const isTold = status === 0 || ((status === 2 || status === 4) && all.length > 0);
  if (!isTold || all.length + unknown.length === 0) {
    const said = (complaint.trim() || last.trim()).slice(0, 1000);
    throw new VeneerError('systemd-failed', messageOf('declared.ansible-failed', { said: foreignText(said) }), {
      detail: `ansible-playbook: ${status}`,
    });
  }
  return [
    ...all,
    ...unknown.map((host): HostOutcome => ({ host, outcome: 'unknown', changes: 0, task: null, said: null })),
  ];
}

/** Where the file is to be taken elsewhere. */
export const notInstalled = (): VeneerError =>
  new VeneerError('unsupported', messageOf('declared.ansible-not-installed'), {
    nextStep: messageOf('declared.ansible-take-the-file'),
  });

/** Of hosts that the inventory does not have Ansible only warns. */
const unknownIn = (complaint: string): string[] =>
  [
    ...complaint.replaceAll(/\n(?!\[)/g, ' ').matchAll(/Could not match supplied host pattern,\s+ignoring:\s+(\S+)/g),
  ].map(([, host = '']) => host);
