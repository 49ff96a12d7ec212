/** What a person should know once a change is done: when it takes effect, what is not started, and what the next boot does. */
import { isApart } from '../../shared/changes/changes.ts';
import { isInstall } from '../../shared/changes/install.ts';
import { laysOver } from '../../shared/changes/merge.ts';
import { isRemove } from '../../shared/changes/remove.ts';
import { isVacuum } from '../../shared/changes/vacuum.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import { readAtBoot } from './at-boot.ts';
import { notStartedText } from './not-started.ts';
import { mergedNames, pendingIn } from './pending.ts';
import { atBootCommand, commandFor, refreshCommand } from './status-text.ts';
import { type Stored, storedIn } from './stored.ts';

/** @param takesNow whether the command has `--now`, which was not given */
export async function hintsAfter(
  host: Host,
  { request, steps, unitsGained }: Plan,
  takesNow: boolean,
): Promise<readonly Message[]> {
  const system = await host.read();
  // What is about Veneer itself, as its helper is, says nothing of extensions.
  if (request.action === 'none' && request.changes.length === 0) return [];
  const classes = [...new Set([...request.classes, ...request.changes.map((one) => one.class)])];
  const atBoot = await readAtBoot(system, classes);
  // An update merges again only where something is merged, as `--now` of most commands does.
  const isMerged = (one: string) => steps.some((step) => step.class === one && laysOver(step));
  const waiting = classes.filter((one) => !isMerged(one) && isWaiting(system, request.changes, one));
  const isAsked = unitsGained.length > 0 && steps.some(laysOver);
  return [
    ...storedIn(system)
      .filter((one) =>
        request.changes.some((change) => isRemove(change) && change.class === one.class && change.name === one.name),
      )
      .map((one) => stayText(one, system.facts.root)),
    ...(isAsked ? notStartedText(await host.services.read(), unitsGained) : []),
    ...waiting.map((extensionClass) => {
      const command = refreshCommand(extensionClass, system.facts.root);
      const isAtBoot = atBoot.some((one) => one.class === extensionClass && one.state === 'enabled');
      if (takesNow)
        return messageOf(isAtBoot ? 'cli.effect-with-refresh-now-or-boot' : 'cli.effect-with-refresh-or-now', {
          command,
        });
      return messageOf(isAtBoot ? 'cli.effect-with-refresh-or-boot' : 'cli.effect-with-refresh', { command });
    }),
    ...atBoot
      .filter(({ state }) => state === 'disabled')
      .map(({ class: extensionClass, unit }) =>
        messageOf('cli.at-boot-not-merged', { class: extensionClass, unit, command: atBootCommand(extensionClass) }),
      ),
  ];
}

/** What changes the disk alone: an image that comes, goes or is another one, where a merge has to follow. */
function isWaiting(system: System, changes: readonly Change[], extensionClass: string): boolean {
  const mine = changes.filter((one) => one.class === extensionClass && !isApart(one) && !isVacuum(one));
  if (mine.length === 0) return false;
  const pending = pendingIn(system).find((one) => one.class === extensionClass);
  const moving = new Set([...(pending?.comes ?? []), ...(pending?.goes ?? [])]);
  const merged = mergedNames(system, extensionClass);
  return mine.some((one) => moving.has(one.name) || (isInstall(one) && merged.has(one.name)));
}

/** Which versions stay of a name, and what to type to have one back or to delete them. */
function stayText({ class: extensionClass, name, versions }: Stored, root: string): Message {
  return messageOf('cli.versions-stay-stored', {
    name,
    versions: versions.join(', '),
    back: commandFor(`veneer rollback ${name} ${versions[0] ?? ''}`, extensionClass, root),
    purge: commandFor(`veneer remove ${name} --purge`, extensionClass, root),
  });
}
