/** The names that a completion looks up on this host, or in the tree that the command line names. */

import { idsIn } from '../../shared/diagnosis/finding-page.ts';
import { joinTexts, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { cacheDirectory, configDirectory, stateDirectory } from '../api/paths.ts';
import { readSystem, type System } from '../extensions/system.ts';
import { ownTexts } from '../lists/own-texts.ts';
import { versionsOf } from '../operations/versions.ts';
import { createRemotes } from '../remotes/remotes.ts';
import { featuresIn } from '../updates/features.ts';
import { readFindingsPage } from './explain.ts';
import { type Stored, storedIn } from './stored.ts';
import type { CommandName, RowName } from './table/commands.ts';
import type { Completion } from './table/completion.ts';
import { targetOf } from './target.ts';
import { wordOfState } from './words.ts';

/** One way to go on, and what it is; empty where that says nothing. */
export interface Choice {
  readonly word: string;
  readonly says: Text;
}

/** What stands before the word that is completed. */
export interface Typed {
  /** null before a command. */
  readonly command: CommandName | null;
  /** The row of the table that is meant; null before a command, and before a verb where it has some. */
  readonly row: RowName | null;
  /** Whether the row changes extensions. */
  readonly isChange: boolean;
  readonly operands: readonly string[];
  readonly root: string;
  readonly asSystemd: number | null;
  readonly class: string | null;
}

type Looked = Exclude<Completion, readonly string[] | 'files' | 'folders' | 'commands' | 'changes'>;

/** Loaded where it is asked for, for it takes longer than to read a host. A damaged file is told of by `fleet list`. */
async function fleetNames(): Promise<Choice[]> {
  const { createKeptFleet } = await import('../fleet/kept.ts');
  const kept = createKeptFleet(stateDirectory(), cacheDirectory(), () => {});
  return kept.hosts().map(({ id, address }) => ({ word: id, says: address ?? '' }));
}

export async function lookUp(kind: Looked, typed: Typed): Promise<readonly Choice[]> {
  if (kind === 'findings') return idsIn(readFindingsPage()).map((word) => ({ word, says: '' }));
  if (kind === 'fleet') return fleetNames();
  if (kind === 'remotes') {
    return createRemotes(configDirectory(), ownTexts)
      .list()
      .map(({ name, url }) => ({ word: name, says: url }));
  }
  const root = typed.root.startsWith('/') ? typed.root : `${process.cwd()}/${typed.root}`;
  const target = targetOf({ root, asSystemd: typed.asSystemd });
  if (kind === 'portables') {
    const { readPortables } = await import('../extensions/portable/portables.ts');
    const { images } = await readPortables(target);
    return images.map(({ name, state, description }) => ({ word: name, says: description ?? state }));
  }
  const system = await readSystem(target, null);
  if (kind === 'features') {
    return featuresIn(system.definitions).map(({ name, description }) => ({ word: name, says: description ?? '' }));
  }
  const mine = system.extensions.filter((one) => isOfClass(one, typed));
  const removed = storedIn(system).filter((one) => isOfClass(one, typed));
  switch (kind) {
    case 'versions':
      return storedOf(system, [...mine, ...removed], typed.operands[0] ?? '');
    case 'stored':
      return [
        ...choicesOf(mine.filter((one) => !one.masks && versionsOf(system, one.class, one.name).length > 0)),
        ...choicesOfStored(removed),
      ];
    case 'removable':
      return [...choicesOf(mine.filter((one) => !one.masks)), ...choicesOfStored(removed)];
    case 'enabled':
      return choicesOf(mine.filter((one) => one.listed && !one.masks && !one.masked));
    case 'masked': {
      const aside = system.movedAside.filter((one) => isOfClass(one, typed));
      const masked = mine.filter((one) => one.masked || one.masks);
      return [...choicesOf(masked), ...aside.map(({ name }) => ({ word: name, says: messageOf('cli.moved-aside') }))];
    }
    default:
      return choicesOf(mine.filter((one) => !one.masks));
  }
}

/** A change is of sysext unless it says otherwise. */
function isOfClass(one: { readonly class: string }, { isChange, class: extensionClass }: Typed): boolean {
  return extensionClass === null ? !isChange || one.class === 'sysext' : one.class === extensionClass;
}

/** Each name once. */
function choicesOf(extensions: readonly Extension[]): Choice[] {
  const byName = new Map(extensions.map((one) => [one.name, one]));
  return [...byName.values()].map((one) => ({
    word: one.name,
    says: joinTexts([...(one.version === null ? [] : [one.version]), wordOfState(one)], ', '),
  }));
}

function choicesOfStored(removed: readonly Stored[]): Choice[] {
  return removed.map(({ name, versions }) => ({
    word: name,
    says: joinTexts([versions.join(', '), messageOf('cli.stored')], ', '),
  }));
}

function storedOf(system: System, mine: readonly Pick<Extension, 'class' | 'name'>[], name: string): Choice[] {
  const [one] = mine.filter((extension) => extension.name === name);
  if (one === undefined) return [];
  return versionsOf(system, one.class, name).map(({ version, isCurrent }) => ({
    word: version,
    says: isCurrent ? messageOf('cli.current') : '',
  }));
}
