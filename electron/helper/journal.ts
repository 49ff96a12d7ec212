/** Lines in the journal for every call: who asks for what, before anything is changed, and how it ended. */

import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { callerOf, type Environment } from './caller.ts';
import { findProgram, runProgram } from './programs.ts';
import type { HelperRequest } from './request.ts';

/** Where logger(1) reaches the journal; without it the library drops the line without a word (sd_journal_sendv(3)). */
const SOCKET = '/run/systemd/journal/socket';
/** Of a request that was refused before it was understood; characters. */
const MAX_RAW = 4096;

/** What all lines of the helper have in common, for journalctl MESSAGE_ID=; it never changes (sd_journal_print(3)). */
const MESSAGE_ID = '078d7d0057e84c3f90e91d4bbc6d9f9c';
/** Of a call with more names the rest stands in its parameters alone. */
const MAX_NAMES = 100;

/** Ties the lines of one call together. */
const CALL = randomBytes(8).toString('hex');

/**
 * Writes that a change begins. Changes of a tree that is not the running system are nobody's business but its owner's.
 *
 * @throws {VeneerError} `unsupported` where the line cannot be written: what leaves no trace is not done
 */
export async function recordIntent(request: HelperRequest, environment: Environment): Promise<void> {
  if (request.root !== '/') return;
  if (await writeJournal(lineOf(request), environment, 'begun')) return;
  throw new VeneerError('unsupported', messageOf('helper.journal-cannot-be-written-to-so'), {
    nextStep: messageOf('helper.start-systemd-journald-and-look-that'),
  });
}

/** Writes how a call ended. @param outcome `done`, or the code of the error */
export async function recordOutcome(request: HelperRequest, environment: Environment, outcome: string): Promise<void> {
  if (request.root !== '/') return;
  await writeJournal(lineOf(request), environment, outcome);
}

/** Writes that arguments were refused before they were a request. */
export async function recordRefusal(args: readonly string[], environment: Environment, code: string): Promise<void> {
  if (process.geteuid?.() !== 0 || namesTree(args[1])) return;
  const [verb = '', ...rest] = args;
  // As JSON they have no line breaks, so that they can add no field.
  const raw = JSON.stringify(rest).slice(0, MAX_RAW);
  const named = /^[a-z-]{1,40}$/.test(verb) ? verb : 'unknown';
  await writeJournal({ verb: named, what: raw, names: [] }, environment, code);
}

function namesTree(text: string | undefined): boolean {
  try {
    const { root } = JSON.parse(text ?? '') as { root?: unknown };
    return typeof root === 'string' && root !== '/';
  } catch {
    return false;
  }
}

interface Line {
  readonly verb: string;
  /** The parameters as JSON, which has no line breaks, so that none can add a field. */
  readonly what: string;
  /** The extensions that it is about. */
  readonly names: readonly string[];
}

function lineOf({ verb, root: _, ...parameters }: HelperRequest): Line {
  const { name, names } = parameters as { readonly name?: unknown; readonly names?: unknown };
  const all = Array.isArray(names) ? names : [name];
  return { verb, what: JSON.stringify(parameters), names: all.filter(isOneLine).slice(0, MAX_NAMES) };
}

/** Names were checked before; that none adds a field does not hang on it. */
const isOneLine = (name: unknown): name is string => typeof name === 'string' && /^[^\p{Cc}]+$/u.test(name);

/** @returns whether the journal took the line; through logger(1), which speaks its protocol */
async function writeJournal({ verb, what, names }: Line, environment: Environment, outcome: string): Promise<boolean> {
  const logger = findProgram('logger');
  if (logger === null || !existsSync(SOCKET)) return false;
  const user = callerOf(environment) ?? '?';
  const fields = [
    `MESSAGE=veneer: ${verb} ${what} for user ${user}: ${outcome}`,
    `MESSAGE_ID=${MESSAGE_ID}`,
    'SYSLOG_IDENTIFIER=veneer-helper',
    `PRIORITY=${outcome === 'done' || outcome === 'begun' ? 6 : 4}`,
    `VENEER_CALL=${CALL}`,
    `VENEER_VERB=${verb}`,
    `VENEER_PARAMETERS=${what}`,
    `VENEER_USER=${user}`,
    `VENEER_OUTCOME=${outcome}`,
    ...names.map((name) => `EXTENSION=${name}`),
  ];
  try {
    const { status } = await runProgram(logger, ['--journald'], { input: `${fields.join('\n')}\n` });
    return status === 0;
  } catch {
    return false;
  }
}
