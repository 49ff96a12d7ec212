/** What `status` says to a person. */

import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { System } from '../extensions/system.ts';
import type { HostFacts } from '../host/facts.ts';
import { safeText } from './terminal.ts';
import { failuresText, reasonOf, unseenText } from './text.ts';

export function statusText(system: System, hierarchies: readonly Hierarchy[]): string {
  const { facts, extensions, predicted } = system;
  const lines: Text[] = [joinTexts([facts.osName, facts.architecture, systemdText(facts)], ' · ')];
  if (facts.osReleaseProblem !== null) lines.push(facts.osReleaseProblem);
  for (const one of hierarchies) {
    lines.push(hierarchyText(one));
    for (const name of [...one.extensions].reverse()) lines.push(`  ${name}`);
  }
  const out = extensions.filter((one) => one.listed && !one.masks && !one.merged);
  if (out.length > 0) lines.push(messageOf('cli.not-merged'));
  for (const one of out) lines.push(joinTexts([`  ${one.name}:`, reasonOf(one)], ' '));
  const merges = Object.entries(predicted).map(([extensionClass, { fails }]) => ({ class: extensionClass, fails }));
  return `${lines.map(safeText).join('\n')}\n${unseenText(facts, extensions)}${failuresText(merges)}`;
}

function systemdText({ systemdVersion, judgedAs }: HostFacts): Message {
  const version = systemdVersion === null ? messageOf('cli.not-found') : String(systemdVersion);
  return judgedAs === systemdVersion
    ? messageOf('cli.systemd-version', { version })
    : messageOf('cli.systemd-judged-as', { version, judged: String(judgedAs) });
}

function hierarchyText({ path, class: extensionClass, merged, since }: Hierarchy): Message {
  const about = { path, class: extensionClass };
  if (!merged) return messageOf('cli.hierarchy-not-merged', about);
  if (since === null) return messageOf('cli.hierarchy-merged', about);
  return messageOf('cli.hierarchy-merged-since', { ...about, time: new Date(since).toISOString() });
}
