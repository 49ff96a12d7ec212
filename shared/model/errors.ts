import { type Message, messageOf } from '../messages/message.ts';

/**
 * The closed set of errors that cross a door. Each has a sentence for a person, the next step, and, for a bug
 * report, a detail. The command line ends with `exitCode`.
 */
export const ERROR_CODES = {
  'invalid-input': { exitCode: 2 },
  'not-found': { exitCode: 3 },
  incompatible: { exitCode: 4 },
  'blocks-merge': { exitCode: 5 },
  'stale-plan': { exitCode: 6 },
  busy: { exitCode: 7 },
  cancelled: { exitCode: 8 },
  'not-authorized': { exitCode: 9 },
  'no-auth-agent': { exitCode: 10 },
  'confirmation-needed': { exitCode: 11 },
  unsupported: { exitCode: 12 },
  'image-broken': { exitCode: 13 },
  'read-only': { exitCode: 14 },
  'no-space': { exitCode: 15 },
  'systemd-failed': { exitCode: 16 },
  'helper-failed': { exitCode: 17 },
  'connection-lost': { exitCode: 18 },
  changed: { exitCode: 19 },
  unreachable: { exitCode: 20 },
  'server-error': { exitCode: 21 },
  'not-verified': { exitCode: 22 },
  'too-large': { exitCode: 23 },
  /** Of several things some were done; each of the others was told by its name. */
  partly: { exitCode: 24 },
  internal: { exitCode: 70 },
} as const;

/** An exit code that is no error: `update --check` where `update` would have something; as dnf-check-update(8) does. */
export const SOMETHING_NEW = 100;

/** The same of `doctor`: the worst that it found, of what is not silenced. */
export const FOUND_WARNINGS = 101;
export const FOUND_DANGERS = 102;

export type ErrorCode = keyof typeof ERROR_CODES;

/** What crosses the wire for an error. */
export interface ErrorReport {
  readonly code: ErrorCode;
  /** What happened and what is unchanged. */
  readonly message: Message;
  /** What the person can do. */
  readonly nextStep: Message | null;
  /** For a bug report: paths, exit codes, what systemd printed. Never a stack trace. */
  readonly detail: string | null;
}

/** The one error class that our code throws on purpose, with messages alone; its `Error.message` is the English. */
export class VeneerError extends Error {
  override readonly name = 'VeneerError';
  readonly code: ErrorCode;
  readonly said: Message;
  readonly nextStep: Message | null;
  readonly detail: string | null;

  constructor(code: ErrorCode, message: Message, more: { nextStep?: Message; detail?: string } = {}) {
    super(message.text);
    this.code = code;
    this.said = message;
    this.nextStep = more.nextStep ?? null;
    this.detail = more.detail ?? null;
  }

  /** The error that a report is of, which crossed a thread or a process. */
  static of({ code, message, nextStep, detail }: ErrorReport): VeneerError {
    const step = nextStep === null ? {} : { nextStep };
    return new VeneerError(code, message, { ...step, ...(detail === null ? {} : { detail }) });
  }

  report(): ErrorReport {
    return { code: this.code, message: this.said, nextStep: this.nextStep, detail: this.detail };
  }
}

/** The report of whatever was thrown; what nobody expected is `internal`, its text kept as detail. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof VeneerError) return error.report();
  return new VeneerError('internal', messageOf('core.veneer-met-error-that-it-did-not'), {
    detail: String(error),
  }).report();
}

/** Whether `code` is one of ours, for text that comes from another process. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}
