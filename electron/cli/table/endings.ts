/** What each command can end with, for the manual page and docs/exit-codes.md; the tests hold every run of a command to it. */
import {
  ERROR_CODES,
  type ErrorCode,
  FOUND_DANGERS,
  FOUND_WARNINGS,
  SOMETHING_NEW,
} from '../../../shared/model/errors.ts';
import { type ChangeVerb, isChangeVerb, type RowName } from './commands.ts';
import { KEEPING } from './keeping.ts';

/** The command line is none, or the answer cannot be written. */
const ANY = ['invalid-input', 'no-space', 'internal'] as const;
const HOST = [...ANY, 'not-found', 'not-authorized', 'unsupported'] as const;
const IMAGE = [...HOST, 'image-broken', 'changed', 'too-large'] as const;
/** What writes files of the person's own. */
const WRITES = ['busy', 'read-only'] as const;
const CHANGE = [
  ...IMAGE,
  ...WRITES,
  ...['incompatible', 'blocks-merge', 'stale-plan', 'cancelled', 'no-auth-agent', 'confirmation-needed'],
  ...['systemd-failed', 'helper-failed', 'connection-lost'],
] as readonly ErrorCode[];
const SERVER = ['unreachable', 'server-error', 'not-verified', 'too-large', 'image-broken', 'changed'] as const;
const ASKS = [...HOST, ...WRITES, ...SERVER, 'partly'] as const;
const REMOTE = [...HOST, ...WRITES, ...SERVER] as const;

/** What a host over SSH can fail with. */
const FLEET = [
  'cancelled',
  'connection-lost',
  'unreachable',
  'server-error',
  'not-verified',
  'too-large',
  'partly',
] as const;

/** Of commands that change nothing of a host, or have an answer of their own. */
const LOOKS: Readonly<Record<Exclude<RowName, ChangeVerb | keyof typeof KEEPING>, readonly ErrorCode[]>> = {
  list: HOST,
  status: HOST,
  inspect: IMAGE,
  why: HOST,
  versions: HOST,
  ls: IMAGE,
  cat: IMAGE,
  verify: IMAGE,
  conflicts: HOST,
  services: HOST,
  which: IMAGE,
  doctor: [...HOST, ...WRITES],
  'history list': HOST,
  'history diff': HOST,
  report: HOST,
  export: HOST,
  diff: [...HOST, 'too-large'],
  unpack: [...IMAGE, ...WRITES],
  pack: [...IMAGE, ...WRITES],
  lint: IMAGE,
  provision: [...HOST, 'too-large'],
  publish: [...IMAGE, ...WRITES, 'blocks-merge'],
  build: [...REMOTE, 'cancelled'],
  plan: [...IMAGE, ...ASKS, 'incompatible', 'blocks-merge', 'confirmation-needed'],
  search: ASKS,
  'remote list': ASKS,
  'remote known': HOST,
  'remote add': REMOTE,
  'remote edit': REMOTE,
  'remote enable': REMOTE,
  'remote disable': REMOTE,
  'remote remove': REMOTE,
  download: [...ASKS, 'cancelled', 'incompatible', 'blocks-merge'],
  'portable list': IMAGE,
  'portable attach': CHANGE,
  'portable detach': CHANGE,
  'portable reattach': CHANGE,
  'fleet list': HOST,
  'fleet add': [...HOST, ...WRITES, 'too-large'],
  'fleet remove': [...HOST, ...WRITES],
  'fleet read': [...HOST, ...WRITES, ...FLEET],
  'fleet differ': HOST,
  'fleet plan': [...HOST, 'incompatible'],
  open: [...HOST, ...WRITES],
  serve: [...HOST, ...WRITES],
  help: ANY,
  version: ANY,
};

/** A change has the endings of every change, so that none has to be named here; what keeps current asks servers, too. */
function endingsOf(name: RowName): readonly ErrorCode[] {
  if (name in KEEPING || name === 'install') return [...CHANGE, ...ASKS];
  return isChangeVerb(name) ? CHANGE : LOOKS[name as keyof typeof LOOKS];
}

/** What is no error. */
const BESIDE: Readonly<Partial<Record<RowName, readonly number[]>>> = {
  doctor: [FOUND_WARNINGS, FOUND_DANGERS],
  lint: [FOUND_WARNINGS, FOUND_DANGERS],
  update: [SOMETHING_NEW],
  diff: [SOMETHING_NEW],
  'fleet differ': [SOMETHING_NEW],
};

/** Ascending; 0 is first. A signal that ends it is not among them. */
export function exitCodesOf(name: RowName): readonly number[] {
  const errors = endingsOf(name).map((code): number => ERROR_CODES[code].exitCode);
  return [...new Set([0, ...errors, ...(BESIDE[name] ?? [])])].sort((a, b) => a - b);
}
