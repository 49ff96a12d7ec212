/** What a person should know once a change is done: when it takes effect, and whether it is there after the next boot. */
import { isInstall } from '../../shared/changes/install.ts';
import { isPin } from '../../shared/changes/pin.ts';
import { isRemove } from '../../shared/changes/remove.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { readAtBoot } from './at-boot.ts';
import { mergedNames, pendingIn } from './pending.ts';
import { atBootCommand, commandFor, refreshCommand } from './status-text.ts';
import { type Stored, storedIn } from './stored.ts';

/** @param takesNow whether the command has `--now` */
export async function hintsAfter(system: System, request: PlanRequest, takesNow: boolean): Promise<readonly Message[]> {
  // What is about Veneer itself, as its helper is, says nothing of extensions.
  if (request.action === 'none' && request.changes.length === 0) return [];
  const classes = [...new Set([...request.classes, ...request.changes.map((one) => one.class)])];
  const atBoot = await readAtBoot(system, classes);
  const waiting = request.action === 'none' ? classes.filter((one) => isWaiting(system, request.changes, one)) : [];
  return [
    ...storedIn(system)
      .filter((one) =>
        request.changes.some((change) => isRemove(change) && change.class === one.class && change.name === one.name),
      )
      .map((one) => stayText(one, system.facts.root)),
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
  const mine = changes.filter((one) => one.class === extensionClass && !isPin(one));
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
