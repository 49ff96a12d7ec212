/** What systemd-sysupdate and Veneer say of components, side by side. */
import { compareVersions } from '../../shared/systemd/version.ts';
import type { Entries } from './random/sysupdate.ts';

/** What one of them says of a component; `null` where it lists nothing at all. */
export type Answer = { readonly all: readonly string[]; readonly candidate: string | null } | null;

/** A shell script that asks systemd-sysupdate for components, one after the other. */
export function askingScript(program: string, components: readonly string[]): string {
  const asks = components.map((component) => {
    const which = component === '' ? '' : `--component=${component}`;
    return `echo "@@ ${component}"; ${program} ${which} --json=short list 2>/dev/null; echo; ${program} ${which} --json=short check-new 2>/dev/null; echo`;
  });
  return asks.join('\n');
}

/** What the script printed. */
export function readAnswers(output: string): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const part of output.split(/^@@ /m).slice(1)) {
    const [component = '', ...lines] = part.split('\n');
    const values = lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
    const list = values.find((one) => 'all' in one);
    const check = values.find((one) => 'available' in one);
    const candidate = check?.['available'];
    answers.set(
      component,
      list === undefined
        ? null
        : { all: list['all'] as string[], candidate: typeof candidate === 'string' ? candidate : null },
    );
  }
  return answers;
}

/** A row of `veneer update --check --json`. */
export interface Row {
  readonly component: string | null;
  readonly name: string;
  readonly newest: string | null;
  readonly versions: readonly string[];
  readonly stored: readonly string[];
  readonly problem: { readonly id: string; readonly message: string } | null;
}

/** How a row differs from what systemd says; null where it does not. */
export function differenceOf(rows: readonly Row[], theirs: Answer): string | null {
  const refused = rows.every(
    ({ problem, newest }) => problem !== null && newest === null && !ABOUT_THE_WAY.has(problem.id),
  );
  if (theirs === null) return refused ? null : 'systemd lists nothing, Veneer does';
  if (rows.length === 0) return 'Veneer has no row';
  for (const { newest, versions, stored, problem } of rows) {
    if (refused) return `Veneer refuses: ${problem?.message}`;
    if (!isSame(newest, theirs.candidate) && !isEqualToStored(newest, theirs.candidate, stored))
      return `candidate ${newest}, to systemd ${theirs.candidate}`;
    const ours = distinct(versions);
    const all = distinct(theirs.all);
    if (ours.length !== all.length || ours.some((one, at) => !isSame(one, all[at] ?? null)))
      return `versions ${ours.join(' ')}, to systemd ${all.join(' ')}`;
  }
  return null;
}

/** These are told of what can be read, and not be installed here. */
const ABOUT_THE_WAY = new Set(['kept-with-os', 'several-transfers', 'layout-unknown', 'component-off']);

/** Of versions that are equal in systemd's order it lists one, whichever. */
const distinct = (versions: readonly string[]) =>
  versions.filter((one, at) => versions.findIndex((other) => compareVersions(one, other) === 0) === at);

/** Where `3,1` is there, 262 was seen to offer `3_1`, which is no newer in its own order; Veneer offers nothing. */
const isEqualToStored = (newest: string | null, candidate: string | null, stored: readonly string[]) =>
  newest === null && stored.some((one) => one !== candidate && isSame(one, candidate));

const isSame = (a: string | null, b: string | null) =>
  a === null || b === null ? a === b : compareVersions(a, b) === 0;

/** The files of a component, to be looked at by a person. */
export function described(entries: Entries, component: string): string {
  const mine = [...entries].filter(
    ([path]) =>
      path.includes(component === '' ? '/sysupdate.d/' : `.${component}.`) || path.includes(`/${component || 'os'}-`),
  );
  return mine
    .map(([path, entry]) =>
      'text' in entry
        ? `${path}:\n${entry.text.replace(/^/gm, '  | ')}`
        : 'link' in entry
          ? `${path} -> ${entry.link}`
          : `${path}/`,
    )
    .join('\n');
}
