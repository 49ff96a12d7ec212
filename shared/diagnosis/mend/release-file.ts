/** A release file as it has to be for the extension to count: its name, an ID, and what its units need. */
import { RELEASE_DIRECTORY } from '../../systemd/classes.ts';
import type { MendFacts } from './facts.ts';
import type { Mend } from './mend.ts';

const MISSING: readonly string[] = ['blocks-merge', 'does-not-fit'];
const RELOAD: readonly string[] = ['units-not-read', 'not-started-at-boot'];

/** @param has whether something with one of these ids was found */
export function mendsOfRelease(facts: MendFacts, has: (ids: readonly string[]) => boolean): Mend[] {
  const folder = RELEASE_DIRECTORY[facts.class];
  const path = `${folder}/extension-release.${facts.name}`;
  const own = facts.releases.find((one) => one.name === facts.name);
  const [only, ...more] = facts.releases;
  const mends: Mend[] = [];
  const of: string[] = [];
  let text = own?.text ?? null;
  // One that is moved here counts from then on; which of several is meant, nobody knows.
  if (own === undefined && (facts.misplaced.length > 0 || more.length > 0)) return [];
  if (own === undefined && has(MISSING)) {
    if (only === undefined) {
      text = freshText(facts);
      of.push(...MISSING);
    } else {
      mends.push({ of: MISSING, how: 'move', path: `${folder}/extension-release.${only.name}`, to: path });
      text = only.text;
    }
  }
  if (text === null) return mends;
  const lines: string[] = [];
  if (has(MISSING) && !/^ID=/m.test(text)) {
    lines.push(`ID=${idFor(facts)}\n`);
    of.push(...MISSING);
  }
  if (has(RELOAD)) {
    text = text.replaceAll(/^EXTENSION_RELOAD_MANAGER=.*(?:\n|$)/gm, '');
    lines.push('EXTENSION_RELOAD_MANAGER=1\n');
    of.push(...RELOAD);
  }
  if (of.length === 0) return mends;
  const begun = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  return [...mends, { of: [...new Set(of)], how: 'write', path, text: begun + lines.join('') }];
}

const idFor = ({ host }: Pick<MendFacts, 'host'>): string => host?.get('ID') || '_any';

/** For the host that was named, or any; programs are of one machine. */
function freshText({ class: extensionClass, host, survey }: MendFacts): string {
  const level = extensionClass === 'sysext' ? 'SYSEXT_LEVEL' : 'CONFEXT_LEVEL';
  const machines = [...survey.programs.keys()];
  const lines = [`ID=${idFor({ host })}`];
  for (const key of [level, 'VERSION_ID']) {
    const value = host?.get(key);
    if (value === undefined || value === '' || lines.length > 1) continue;
    lines.push(`${key}="${value.replaceAll(/[\\"$`]/g, '\\$&')}"`);
  }
  if (machines.length === 1) lines.push(`ARCHITECTURE=${machines[0]}`);
  return `${lines.join('\n')}\n`;
}
