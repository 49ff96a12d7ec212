/** What each command can end with, for the manual page and docs/exit-codes.md; the tests hold every run of a command to it. */
import { ERROR_CODES, type ErrorCode, SOMETHING_NEW } from '../../../shared/model/errors.ts';
import type { RowName } from './commands.ts';

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

const ENDINGS: Readonly<Record<RowName, readonly ErrorCode[]>> = {
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
  report: HOST,
  unpack: [...IMAGE, ...WRITES],
  pack: [...IMAGE, ...WRITES],
  plan: [...IMAGE, 'incompatible', 'blocks-merge', 'confirmation-needed'],
  search: ASKS,
  'remote list': ASKS,
  'remote known': HOST,
  'remote add': REMOTE,
  'remote edit': REMOTE,
  'remote enable': REMOTE,
  'remote disable': REMOTE,
  'remote remove': REMOTE,
  download: [...ASKS, 'cancelled', 'incompatible', 'blocks-merge'],
  enable: CHANGE,
  disable: CHANGE,
  merge: CHANGE,
  unmerge: CHANGE,
  refresh: CHANGE,
  install: [...CHANGE, ...ASKS],
  remove: CHANGE,
  rollback: CHANGE,
  vacuum: CHANGE,
  pin: CHANGE,
  unpin: CHANGE,
  hold: CHANGE,
  'at-boot': CHANGE,
  'boot-refresh': CHANGE,
  helper: CHANGE,
  update: [...CHANGE, ...ASKS],
  follow: [...CHANGE, ...ASKS],
  unfollow: CHANGE,
  features: CHANGE,
  'next-os': [...CHANGE, ...ASKS],
  open: [...HOST, ...WRITES],
  serve: [...HOST, ...WRITES],
  help: ANY,
  version: ANY,
};

/** Ascending; 0 is first. A signal that ends it is not among them. */
export function exitCodesOf(name: RowName): readonly number[] {
  const errors = ENDINGS[name].map((code): number => ERROR_CODES[code].exitCode);
  return [...new Set([0, ...errors, ...(name === 'update' ? [SOMETHING_NEW] : [])])].sort((a, b) => a - b);
}
