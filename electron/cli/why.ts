/** veneer why: whether an extension is merged, why, and what to do, in one paragraph. */
import { sshHostOf } from '../../shared/fleet/ssh-root.ts';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import { readSystem, type System } from '../extensions/system.ts';
import { diagnosisText } from './diagnosis-text.ts';
import type { Invocation } from './invocation.ts';
import { noSuchName } from './no-such-name.ts';
import { mergedNames, pendingIn } from './pending.ts';
import { commandFor, refreshCommand } from './status-text.ts';
import { entryNamed, targetOf } from './target.ts';
import { printOut, sayAnswer } from './terminal.ts';
import { reasonOf } from './text.ts';

export async function runWhy(invocation: Invocation): Promise<number> {
  const [name = ''] = invocation.operands;
  const system = await readFor(invocation);
  const classes = invocation.class === null ? CLASSES : [invocation.class];
  const told = classes.flatMap((extensionClass) => whyOf(system, extensionClass, name) ?? []);
  const [first] = told;
  if (first === undefined) throw noSuchName(namesIn(system), name);
  if (invocation.json) sayAnswer('why', first);
  else printOut(joinTexts([first.merged, ...first.reasons, ...(first.nextStep === null ? [] : [first.nextStep])], ' '));
  return 0;
}

async function readFor(invocation: Invocation): Promise<System> {
  if (invocation.host === null) return readSystem(targetOf(invocation), null);
  return (await (await import('./fleet-target.ts')).readFleetHost(invocation.host, invocation)).shown;
}

const namesIn = ({ extensions }: System): string[] => extensions.map(({ name }) => name);

interface Why {
  readonly name: string;
  readonly class: ExtensionClass;
  readonly state: Extension['state'] | 'gone';
  readonly isMerged: boolean;
  /** Whether it is, in a sentence. */
  readonly merged: Message;
  readonly reasons: readonly Message[];
  readonly nextStep: Message | null;
}

function whyOf(system: System, extensionClass: ExtensionClass, name: string): Why | null {
  const entry = entryNamed(system, extensionClass, name);
  const isMerged = mergedNames(system, extensionClass).has(name);
  const aside = system.movedAside.find((one) => one.class === extensionClass && one.name === name);
  if (entry === undefined && aside === undefined && !isMerged) return null;
  const pending = pendingIn(system).find((one) => one.class === extensionClass);
  const refresh = refreshCommand(extensionClass, system.facts.root);
  const goes = pending?.goes.includes(name) === true;
  const reasons = reasonsOf(entry, aside?.path ?? null);
  const fails = isMerged ? [] : (system.predicted[extensionClass]?.fails ?? []);
  return {
    name,
    class: extensionClass,
    state: entry?.state ?? (aside === undefined ? 'gone' : 'masked'),
    isMerged,
    merged: messageOf(isMerged ? (goes ? 'cli.why-merged-and-goes' : 'cli.why-merged') : 'cli.why-not-merged', {
      name,
    }),
    reasons: [
      ...reasons,
      ...fails.slice(0, 1).map(({ message }) => messageOf('cli.every-merge-fails-for-now', { reason: message })),
    ],
    nextStep: nextStepOf(),
  };

  function nextStepOf(): Message | null {
    // Nothing is changed on a host that is only read.
    const isFarAway = sshHostOf(system.facts.root) !== null;
    const isOff = aside !== undefined || entry?.masked === true || entry?.masks === true;
    if (isOff)
      return isFarAway
        ? null
        : messageOf('cli.to-have-it-merged', {
            command: commandFor(`veneer enable ${name} --now`, extensionClass, system.facts.root),
          });
    if (pending?.comes.includes(name) === true) return messageOf('cli.to-have-it-merged', { command: refresh });
    if (goes) return messageOf('cli.to-take-it-out', { command: refresh });
    const [step] = fails.flatMap((one) => one.nextStep ?? []);
    return step ?? null;
  }
}

function reasonsOf(entry: Extension | undefined, asideFrom: string | null): Message[] {
  if (entry === undefined) {
    return [
      asideFrom === null ? messageOf('cli.its-file-is-gone') : messageOf('cli.moved-aside-from', { path: asideFrom }),
    ];
  }
  const others = entry.warnings.map(diagnosisText);
  const reason = joinTexts([reasonOf(entry)], '');
  return [reason, ...others.filter(({ text }) => text !== reason.text)];
}
