/** Where Veneer is known to predict something else than systemd does in its own suite, and why. */
import type { Suite } from './rootfs.ts';
import type { Disagreement } from './suite-judge.ts';

interface Known {
  /** The words of the script. */
  readonly title: string;
  /** How many matters are wrong there, over all calls; when it gets better the number has to follow. */
  readonly times: Readonly<Record<Suite, number>>;
  readonly why: string;
}

const KNOWN: readonly Known[] = [
  {
    title: 'Malformed work_dir metadata is rejected without removing unrelated paths',
    times: { trixie: 0, sid: 9 },
    why: 'systemd refuses to unmerge because the script spoiled what it notes inside the overlay; the plan does not read that',
  },
];

/** What is in no list, and what is in the list without need. */
export function surprises(suite: Suite, disagreements: readonly Disagreement[]): string[] {
  const titles = new Set([...KNOWN, ...disagreements].map(({ title }) => title));
  return [...titles].flatMap((title) => {
    const found = disagreements.filter((one) => one.title === title);
    const known = KNOWN.find((one) => one.title === title)?.times[suite] ?? 0;
    return found.length === known ? [] : [`${title}: ${found.length}, ${known} are known`, ...found.map(inWords)];
  });
}

function inWords({ line, command, matter, veneer, systemd }: Disagreement): string {
  const said = `${matter}: Veneer says ${JSON.stringify(veneer)}, it is ${JSON.stringify(systemd)}`;
  return `  line ${line}: ${command}: ${said}`;
}
