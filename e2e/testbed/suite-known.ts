/** Where Veneer is known to foretell something else than systemd does in its own suite, and why. */
import type { Suite } from './rootfs.ts';
import type { Disagreement } from './suite-judge.ts';

interface Known {
  /** The words of the script. */
  readonly title: string;
  /** How many matters are wrong there, over all calls; when it gets better the number has to follow. */
  readonly times: Readonly<Record<Suite, number>>;
  readonly why: string;
}

const MUTABLE = 'the plan does not look at the mutable directory';

const KNOWN: readonly Known[] = [
  {
    title:
      '/var/lib/extensions.mutable/… is a symlink to the hierarchy itself, R/O hierarchy, auto-mutability, expected fail',
    times: { trixie: 4, sid: 4 },
    why: MUTABLE,
  },
  {
    title: 'Extension data pointing to mutable hierarchy, import mutability, expected fail',
    times: { trixie: 4, sid: 4 },
    why: MUTABLE,
  },
  {
    title: 'Extension data pointing to mutable hierarchy, ephemeral import mutability, expected fail',
    times: { trixie: 4, sid: 4 },
    why: MUTABLE,
  },
  {
    title: 'Check if merging fails in case of invalid mutable directory permissions',
    times: { trixie: 4, sid: 4 },
    why: `${MUTABLE}, whose mode has to be that of the hierarchy`,
  },
  {
    title: 'Check if merging fails in case of --root= being an initrd but the extension is not for it',
    times: { trixie: 0, sid: 2 },
    why: 'the plan takes every tree for a system, also one with /etc/initrd-release',
  },
  {
    title: 'Check config file support for --root=',
    times: { trixie: 0, sid: 2 },
    why: 'the plan does not read ImagePolicy= of sysext.conf',
  },
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
