/** What `status` says to a person: what is merged, what the next refresh changes, and whether it is merged at boot. */

import { sshHostOf } from '../../shared/fleet/ssh-root.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import { byName } from '../../shared/model/by-name.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { HostFacts } from '../host/facts.ts';
import { readSystemdVersion } from '../host/systemd-version.ts';
import { type Pending, pendingIn } from './pending.ts';
import { wordOf } from './shell-word.ts';
import { type Style, styled } from './style.ts';
import { safeText } from './terminal.ts';
import { failuresText, reasonOf, unseenText } from './text.ts';
import { timeText } from './times.ts';

/** Whether a class is merged at boot: what systemctl says of its unit. */
export interface AtBoot {
  readonly class: ExtensionClass;
  readonly unit: string;
  /** `unknown` where nobody can tell. */
  readonly state: string;
}

interface Line {
  readonly text: Text;
  readonly style?: Style;
}

export function statusText(
  system: System,
  hierarchies: readonly Hierarchy[],
  classes: readonly string[],
  atBoot: readonly AtBoot[],
): string {
  const { facts, extensions, predicted } = system;
  const lines: Line[] = [{ text: joinTexts([facts.osName, facts.architecture, systemdText(facts)], ' · ') }];
  if (facts.osReleaseProblem !== null) lines.push({ text: facts.osReleaseProblem, style: 'bad' });
  for (const one of hierarchies) {
    lines.push({ text: hierarchyText(one), ...(one.merged ? { style: 'good' } : {}) });
    for (const name of [...one.extensions].reverse()) lines.push({ text: `  ${name}` });
  }
  const pending = pendingIn(system).filter((one) => classes.includes(one.class));
  if (pending.length > 0) lines.push({ text: messageOf('cli.pending'), style: 'warning' });
  for (const one of pending) lines.push(...pendingLines(one, facts.root));
  const comes = new Set(pending.flatMap((one) => one.comes.map((name) => `${one.class}/${name}`)));
  const out = extensions
    .filter(
      (one) =>
        classes.includes(one.class) &&
        one.listed &&
        !one.masks &&
        !one.merged &&
        !comes.has(`${one.class}/${one.name}`),
    )
    .sort(byName);
  if (out.length > 0) lines.push({ text: messageOf('cli.not-merged') });
  for (const one of out) lines.push({ text: joinTexts([`  ${one.name}:`, reasonOf(one)], ' ') });
  for (const one of atBoot) lines.push(...atBootLines(one));
  const merges = Object.entries(predicted)
    .filter(([extensionClass]) => classes.includes(extensionClass))
    .map(([extensionClass, { fails }]) => ({ class: extensionClass, fails }));
  const text = lines.map(({ text: one, style }) => styled(safeText(one), style ?? null)).join('\n');
  return `${text}\n${unseenText(facts, extensions)}${failuresText(merges)}`;
}

function pendingLines({ class: extensionClass, comes, goes }: Pending, root: string): Line[] {
  const command = refreshCommand(extensionClass, root);
  return [
    ...(comes.length === 0 ? [] : [{ text: messageOf('cli.pending-comes', { names: comes.join(', '), command }) }]),
    ...(goes.length === 0 ? [] : [{ text: messageOf('cli.pending-goes', { names: goes.join(', '), command }) }]),
  ];
}

/** What is typed to merge a class anew. */
export const refreshCommand = (extensionClass: string, root: string): string =>
  mergeCommand('refresh', extensionClass, root);

/** What is typed to merge a class, or to merge it anew. */
export function mergeCommand(action: 'merge' | 'refresh', extensionClass: string, root: string): string {
  const host = sshHostOf(root);
  if (host === null) return commandFor(`veneer ${action}`, extensionClass, root);
  // Veneer need not be there.
  return `ssh -t ${wordOf(host)} sudo systemd-${extensionClass} ${action}`;
}

/** What is typed to have a class merged at boot. */
export const atBootCommand = (extensionClass: string): string => commandFor('veneer at-boot on', extensionClass, '/');

/** A command with the class and the root that it is about, where they are not the usual ones. */
export const commandFor = (command: string, extensionClass: string, root: string): string =>
  [
    command,
    ...(extensionClass === 'sysext' ? [] : ['--class', extensionClass]),
    ...(root === '/' ? [] : ['--root', root]),
  ].join(' ');

function atBootLines({ class: extensionClass, unit, state }: AtBoot): Line[] {
  if (state === 'disabled') {
    const command = atBootCommand(extensionClass);
    return [{ text: messageOf('cli.at-boot-not-merged', { class: extensionClass, unit, command }), style: 'warning' }];
  }
  return state === 'enabled' ? [{ text: messageOf('cli.at-boot-merged', { class: extensionClass }) }] : [];
}

/** Which systemd judges, and merges. */
export function systemdText({ root, systemdVersion, judgedAs }: HostFacts): Message {
  // What merges below a root is this machine's, whose version judges a tree without a systemd of its own.
  if (root !== '/' && sshHostOf(root) === null && readSystemdVersion(root) === null) {
    const isOfMachine = judgedAs === systemdVersion;
    return messageOf(isOfMachine ? 'cli.systemd-of-machine-judges' : 'cli.systemd-none-judged-as', {
      judged: String(judgedAs),
    });
  }
  const version = systemdVersion === null ? messageOf('cli.not-found') : String(systemdVersion);
  return judgedAs === systemdVersion
    ? messageOf('cli.systemd-version', { version })
    : messageOf('cli.systemd-judged-as', { version, judged: String(judgedAs) });
}

/** Whether it is merged, and since when. */
export function hierarchyText({ path, class: extensionClass, merged, since }: Omit<Hierarchy, 'extensions'>): Message {
  const about = { path, class: extensionClass };
  if (!merged) return messageOf('cli.hierarchy-not-merged', about);
  if (since === null) return messageOf('cli.hierarchy-merged', about);
  return messageOf('cli.hierarchy-merged-since', { ...about, time: timeText(since) });
}
