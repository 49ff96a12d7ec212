/** A tree of a test's folder, on which the command line works in a namespace where it changes nothing else. */
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { ERROR_CODES, type ErrorCode, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import type { Scratch } from '../harness/scratch.ts';
import { runVeneer } from './server.ts';

export type Ran = ReturnType<typeof runVeneer>;

export interface Tree {
  readonly path: string;
  veneer(...args: string[]): Ran;
  close(): void;
}

/** The folder `tree` of a test, as the `/` of a machine with systemd 257: this one's own may follow no link below a root. */
export async function openTree(scratch: Scratch, node?: string): Promise<Tree> {
  const namespace = await openMountNamespace();
  const path = join(scratch.path, 'tree');
  const place = ['--root', path, '--as-systemd', '257'];
  return {
    path,
    veneer: (...args) =>
      runVeneer(scratch, {
        user: 'own',
        args: [...args, ...place],
        enter: namespace.enter,
        ...(node === undefined ? {} : { node }),
      }),
    close: () => namespace.close(),
  };
}

/** @returns what runs a command and gives the one JSON document that it prints; that fails where the command does */
export function jsonFrom(veneer: Tree['veneer']): (...args: string[]) => unknown {
  return (...args) => {
    const answer = veneer(...args, '--json');
    // Where something is new, the exit code says so.
    const fine = args.includes('--check') ? [0, SOMETHING_NEW] : [failureOf(args, answer.stdout)];
    expect(fine, `${args.join(' ')}: ${answer.stderr}`).toContain(answer.status);
    return contentOfAnswer(answer.stdout);
  };
}

/** The exit code that goes with the answer: of a remote that cannot be read that of why, else 0. */
function failureOf([command]: readonly string[], stdout: string): number {
  if (command !== 'remote') return 0;
  const { remote } = JSON.parse(stdout) as { readonly remote?: { readonly error: { code: ErrorCode } | null } | null };
  return remote?.error == null ? 0 : ERROR_CODES[remote.error.code].exitCode;
}
