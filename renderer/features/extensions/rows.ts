/** The rows of the list, computed from the mirror: in which group each is, what its pill says, whether it is enabled. */

import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Extension, MovedAside } from '../../../shared/model/extension.ts';
import type { HostDetails } from '../../../shared/model/host-details.ts';
import type { Provenance } from '../../../shared/model/provenance.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import type { ServiceSummary } from '../../state/service-summary.ts';
import { type Pill, reasonPill } from './reason-pill.ts';

export type GroupId = 'attention' | 'active' | 'next' | 'disabled' | 'shadowed';

export interface Row {
  /** The extension's id, or one made for an entry that was moved aside. */
  readonly key: string;
  readonly name: string;
  readonly class: Extension['class'];
  readonly version: string | null;
  /** PRETTY_NAME, or in its place the reason of what is wrong; never a path. */
  readonly line: string;
  readonly group: GroupId;
  /** What needs attention most stands first. */
  readonly rank: number;
  readonly pill: Pill;
  readonly size: number | null;
  /** What is said of it has to be looked at. */
  readonly isProblem: boolean;
  /** With whom it shares files, each in words: it replaces theirs, or they replace its. */
  readonly conflictsWith: readonly string[];
  readonly units: readonly string[];
  /** From where its image came; null where nothing is known. */
  readonly provenance: Provenance | null;
  /** Whether it is enabled, which is not masked; null where that is no question. */
  readonly enabled: boolean | null;
  readonly extension: Extension | null;
  readonly movedAside: MovedAside | null;
}

/** What only a look into the images tells, by `class:name`; it comes after the list. */
export type Replacements = ReadonlyMap<string, Replacement>;
export interface Replacement {
  /** Files that it has from the base. */
  readonly base: number;
  /** Files that it has from extensions below it. */
  readonly others: readonly { readonly name: string; readonly files: number }[];
  /** Extensions above it that have files of it. */
  readonly hiddenBy: readonly string[];
}

export const replacementKey = ({ class: extensionClass, name }: Pick<Row, 'class' | 'name'>): string =>
  `${extensionClass}:${name}`;

/** What the layers take from each other and from the base. */
export function replacementsOf(layers: HostDetails['layers']): Replacements {
  const hiddenBy = new Map<string, string[]>();
  for (const { class: extensionClass, name, overridesOthers } of layers)
    for (const other of overridesOthers) {
      const key = replacementKey({ class: extensionClass, name: other.name });
      hiddenBy.set(key, [...(hiddenBy.get(key) ?? []), name]);
    }
  return new Map(
    layers.flatMap((layer): [string, Replacement][] => {
      const key = replacementKey(layer);
      const found = {
        base: layer.overridesBase ?? 0,
        others: layer.overridesOthers,
        hiddenBy: hiddenBy.get(key) ?? [],
      };
      return found.base + found.others.length + found.hiddenBy.length === 0 ? [] : [[key, found]];
    }),
  );
}

/** How the services of an extension do; null for one without, and where nobody was asked. */
export type ServicesOf = (extension: Extension) => Pick<ServiceSummary, 'failed' | 'leftOver'> | null;

/** All rows. A mask has one of its own only where what it masks is not there; else that row has it. @param folders sizes by id */
export function rowsOf(
  snapshot: Snapshot,
  replacements: Replacements = new Map(),
  servicesOf: ServicesOf = () => null,
  folders: HostDetails['folderSizes'] = {},
): Row[] {
  const shown = snapshot.extensions.filter(
    (one) => !one.masks || one.warnings.some(({ id }) => id === 'mask-without-target'),
  );
  const rows = shown.map((one) => toRow(one, snapshot.provenance[one.id] ?? null, replacements, servicesOf, folders));
  return [...rows, ...snapshot.movedAside.map(fromMovedAside)];
}

function toRow(
  extension: Extension,
  provenance: Provenance | null,
  replacements: Replacements,
  servicesOf: ServicesOf,
  folders: HostDetails['folderSizes'],
): Row {
  const { id, name, version, units, listed } = extension;
  const size = extension.size ?? folders[id] ?? null;
  const replacement = listed ? (replacements.get(replacementKey(extension)) ?? null) : null;
  return {
    key: id,
    name,
    class: extension.class,
    version,
    ...withServices(placeOf(extension, replacement), extension.state === 'hidden' ? null : servicesOf(extension)),
    size,
    conflictsWith: replacement === null ? [] : sharedWith(replacement),
    units,
    provenance,
    enabled: isEnabled(extension),
    extension,
    movedAside: null,
  };
}

function sharedWith({ base, others, hiddenBy }: Replacement): string[] {
  const names = new Set([...others.map(({ name }) => name), ...hiddenBy]);
  return [...(base > 0 ? [t('with the OS')] : []), ...[...names].map((name) => t('with {name}', { name }))];
}

function isEnabled({ masked, masks, state, listed }: Extension): boolean | null {
  if (masks) return null;
  if (masked) return false;
  return state !== 'hidden' && listed ? true : null;
}

type Place = Pick<Row, 'group' | 'rank' | 'pill' | 'line' | 'isProblem'>;

/** By how much each needs attention. */
export const RANK = {
  stopsMerges: 0,
  doesNotFit: 1,
  unknown: 2,
  services: 3,
  warned: 4,
  replaces: 5,
  none: 6,
} as const;

function placeOf(extension: Extension, replacement: Replacement | null): Place {
  const { state, verdict, masks, description, blocksMergeBecause, listed, warnings } = extension;
  const reason = () => say(blocksMergeBecause ?? verdict.message);
  const fine = { rank: RANK.none, line: description ?? '', isProblem: false };
  switch (state) {
    case 'broken':
      return {
        group: 'attention',
        rank: listed ? RANK.stopsMerges : RANK.doesNotFit,
        pill: listed ? { kind: 'bad', text: t('Stops every merge') } : reasonPill(verdict),
        // The card above the list has the sentence.
        line: description ?? (listed ? shortReason(verdict) : reason()),
        isProblem: true,
      };
    case 'blocked':
      return {
        group: 'attention',
        rank: RANK.doesNotFit,
        pill: reasonPill(verdict),
        line: description ?? reason(),
        isProblem: true,
      };
    case 'unknown':
      return {
        group: 'attention',
        rank: RANK.unknown,
        pill: { kind: 'unknown', text: t('Unknown') },
        line: description ?? reason(),
        isProblem: true,
      };
    case 'hidden':
      return { ...fine, group: 'shadowed', pill: { kind: 'neutral', text: t('Shadowed') } };
    case 'masked':
      return masks ? placeOfMask(extension) : { ...fine, group: 'disabled', pill: DISABLED() };
    case 'active':
    case 'ready': {
      const [warning] = warnings.filter(({ severity }) => severity !== 'note');
      if (warning !== undefined)
        return {
          group: 'attention',
          rank: RANK.warned,
          pill: { kind: 'warning', text: counted(warnings.length, '{count} warning', '{count} warnings') },
          line: description ?? say(warning.message),
          isProblem: true,
        };
      const replaces = replacement === null ? null : replacementPill(replacement);
      if (replaces !== null)
        return { ...fine, group: 'attention', rank: RANK.replaces, pill: replaces, isProblem: true };
      return state === 'active'
        ? { ...fine, group: 'active', pill: { kind: 'good', text: t('Active') } }
        : { ...fine, group: 'next', pill: { kind: 'neutral', text: t('Merged next time') } };
    }
  }
}

/** In the words of a pill; nothing where they say no more than that it stops merges, or that it would fit. */
const shortReason = (verdict: Extension['verdict']): string =>
  verdict.compatible === false && verdict.code !== 'blocks-merge' ? reasonPill(verdict).text : '';

/** A service that failed, or runs from files that are gone, needs attention before anything that is not worse. */
function withServices(place: Place, services: ReturnType<ServicesOf>): Place {
  const { failed, leftOver } = services ?? { failed: 0, leftOver: 0 };
  if (failed + leftOver === 0 || place.rank < RANK.services) return place;
  const pill: Pill =
    failed > 0
      ? { kind: 'bad', text: counted(failed, '{count} service failed', '{count} services failed') }
      : {
          kind: 'warning',
          text: counted(leftOver, '{count} service runs without its files', '{count} services run without their files'),
        };
  return { ...place, group: 'attention', rank: RANK.services, pill, isProblem: true };
}

const DISABLED = (): Pill => ({ kind: 'disabled', text: t('Disabled') });

/** Only one that masks nothing has a row. */
function placeOfMask({ warnings }: Extension): Place {
  return {
    group: 'disabled',
    rank: RANK.none,
    pill: { kind: 'neutral', text: t('A mask') },
    line: warnings.map(({ message }) => say(message)).join(' '),
    isProblem: true,
  };
}

function replacementPill({ base, others }: Replacement): Pill | null {
  if (base > 0)
    return {
      kind: 'warning',
      text: counted(base, 'Replaces {count} file of the OS', 'Replaces {count} files of the OS'),
    };
  const files = others.reduce((sum, one) => sum + one.files, 0);
  const [first] = others;
  if (first === undefined) return null;
  if (others.length > 1)
    return { kind: 'warning', text: counted(files, 'Replaces {count} file', 'Replaces {count} files') };
  return {
    kind: 'warning',
    text: counted(files, 'Replaces {count} file of {name}', 'Replaces {count} files of {name}', { name: first.name }),
  };
}

function fromMovedAside(kept: MovedAside): Row {
  return {
    key: `aside:${kept.class}:${kept.keptAt}`,
    name: kept.name,
    class: kept.class,
    version: null,
    line: t('Moved aside'),
    group: 'disabled',
    rank: RANK.none,
    pill: DISABLED(),
    size: null,
    isProblem: false,
    conflictsWith: [],
    units: kept.units,
    provenance: null,
    enabled: false,
    extension: null,
    movedAside: kept,
  };
}
