/**
 * What became of each host of a playbook, by the lines that ansible-playbook prints as its `default` callback has it (ansible-core
 * 2.14, plugins/callback/default.py). What a host says of itself stands in them, so that no host is believed beyond its name.
 */

/** `not-begun`: another failed before; `unknown`: the inventory does not have it. */
export const HOST_OUTCOMES = ['changed', 'same', 'failed', 'unreachable', 'not-begun', 'unknown'] as const;

export interface HostOutcome {
  readonly host: string;
  readonly outcome: (typeof HOST_OUTCOMES)[number];
  /** How many steps changed something, or would. */
  readonly changes: number;
  /** The step at which it failed, as the playbook names it. */
  readonly task: string | null;
  /** What Ansible said of it; foreign text. */
  readonly said: string | null;
}

/** More of one line is not kept; a message of a module is one line. */
const LONGEST_LINE = 64 * 1024;
const LONGEST_SAID = 500;
const MOST_HOSTS = 10_000;

export interface OutcomeReader {
  /** Output as it comes, cut anywhere. */
  take(text: string): void;
  /** Nothing comes any more. @returns all, in the order in which they came */
  end(): readonly HostOutcome[];
}

/** @param onOutcome called once a host is through, or did not go on */
export function readOutcomes(onOutcome: (outcome: HostOutcome) => void): OutcomeReader {
  const open = new Map<string, HostOutcome>();
  const told = new Map<string, HostOutcome>();
  let task: string | null = null;
  let rest = '';

  const close = () => {
    for (const [host, outcome] of open) {
      if (told.has(host)) continue;
      told.set(host, outcome);
      onOutcome(outcome);
    }
    open.clear();
  };
  const note = (host: string, what: string, said: string | null) => {
    if (told.has(host) || (!open.has(host) && told.size + open.size >= MOST_HOSTS)) return;
    const { changes = 0, outcome = 'same' } = open.get(host) ?? {};
    if (outcome === 'failed' || outcome === 'unreachable') return;
    const base = { host, task: null, said: null };
    if (what === 'ok' || what === 'skipping') open.set(host, { ...base, outcome, changes });
    else if (what === 'changed') open.set(host, { ...base, outcome: 'changed', changes: changes + 1 });
    else open.set(host, { host, outcome: what === 'unreachable' ? what : 'failed', changes, task, said });
  };
  const line = (text: string) => {
    if (/^PLAY (?:\[|RECAP)/.test(text)) return close();
    const banner = /^(?:TASK|RUNNING HANDLER) \[(.*)\] \**$/.exec(text);
    if (banner !== null) {
      task = shortened(banner[1] ?? '');
      return;
    }
    const [, word = '', host = '', after = ''] =
      /^(ok|changed|skipping|fatal|failed): \[([^\]]+)\](.*)$/.exec(text) ?? [];
    if (word === '') return;
    const isFailure = word === 'fatal' || word === 'failed';
    note(host, /^: UNREACHABLE!/.test(after) ? 'unreachable' : word, isFailure ? saidIn(after) : null);
  };
  return {
    take(text) {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const one of lines) line(one.slice(0, LONGEST_LINE));
    },
    end() {
      if (rest !== '') line(rest);
      close();
      return [...told.values()];
    },
  };
}

const shortened = (text: string): string => (text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}…` : text);

/** The message of a module, which stands in JSON behind an arrow. */
function saidIn(after: string): string {
  const at = after.indexOf('=> ');
  const text = at < 0 ? after : after.slice(at + 3);
  try {
    const { msg } = JSON.parse(text) as { readonly msg?: unknown };
    if (typeof msg === 'string' && msg !== '') return shortened(msg);
  } catch {
    // It was cut, or no JSON: then it stands as it is.
  }
  return shortened(text);
}
