/**
 * Preloaded into a program: kills it without warning just before the change of the file system whose number stands in
 * KILL_AT, as a power cut would.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const CHANGES = [
  'openSync',
  'writeSync',
  'fsyncSync',
  'fchmodSync',
  'chmodSync',
  'linkSync',
  'symlinkSync',
  'renameSync',
  'unlinkSync',
  'mkdirSync',
  'rmdirSync',
] as const;

let left = Number(process.env['KILL_AT'] ?? Number.POSITIVE_INFINITY);
for (const name of CHANGES) {
  const original = fs[name] as (...args: unknown[]) => unknown;
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (--left === 0) process.kill(process.pid, 'SIGKILL');
      return original(...args);
    },
  });
}
syncBuiltinESMExports();
