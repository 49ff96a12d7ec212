/** How long the Doctor takes for a tree, for the bench: the first look, which opens every image, and later ones, as in a window. */
import { lookOver } from '../../electron/session/doctor-calls.ts';
import type { Scratch } from '../harness/scratch.ts';
import { openSession } from '../harness/session.ts';

const LOOKS = 5;

/** @returns milliseconds, and how many extensions were looked at */
export async function timeDoctor(scratch: Scratch, tree: string) {
  const { session, host } = await openSession(scratch, tree);
  const reports = [];
  try {
    for (let at = 0; at <= LOOKS; at++) reports.push(await lookOver(session, host, null));
  } finally {
    session.close();
  }
  const [first, ...later] = reports;
  return { first: first?.took ?? 0, later: later.map(({ took }) => took), count: first?.looked.extensions ?? 0 };
}
