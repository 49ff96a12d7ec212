import { ChevronDown, ChevronRight, HardDrive } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Hierarchy, Host } from '../../../shared/model/host.ts';
import type { HostFailure } from '../../../shared/model/snapshot.ts';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import { OpenExtension, Plate } from './plate.tsx';
import { leftOutLine } from './plate-words.ts';
import { foldPlates, type LeftOut, type Plate as PlateOf, type Stacked } from './plates.ts';
import './stack.css';

interface Props {
  readonly host: Host;
  readonly hierarchies: readonly Hierarchy[];
  readonly stack: Stacked;
  /** Why every merge of the class fails as things are; none where it does not. */
  readonly failures: readonly HostFailure[];
  readonly onConflicts: (plate: PlateOf) => void;
}

/** The layers of a class, the one that wins on top and the base at the bottom; what is left out is folded below. */
export function Stack({ host, hierarchies, stack: { plates, leftOut }, failures, onConflicts }: Props) {
  const [isWhole, setWhole] = useState(false);
  const paths = hierarchies.map(({ path }) => path).join(t(' and '));
  const isMerged = hierarchies.some((one) => one.merged);
  const runs = isWhole ? [{ folded: false, plates }] : foldPlates(plates);
  return (
    <section className="stack" aria-label={t('Layers of {paths}', { paths })}>
      <div className="stack-caption muted">
        <span>
          {plates.length === 0
            ? t('Nothing is merged, and nothing would be')
            : isMerged
              ? t('Top: wins where files collide')
              : t('Not merged yet: the top would win where files collide')}
        </span>
        <span>{paths}</span>
      </div>
      {failures.length === 0 ? null : <Failure failures={failures} />}
      <ul className="plates">
        {runs.map((run) =>
          run.folded ? (
            <li key={`folded ${run.plates[0]?.name}`}>
              <Button className="stack-fold" onPress={() => setWhole(true)}>
                <ChevronRight aria-hidden size={14} /> {t('{count} more', { count: run.plates.length })}
              </Button>
            </li>
          ) : (
            run.plates.map((plate) => (
              <Plate key={plate.name} plate={plate} isMerged={isMerged} onConflicts={onConflicts} />
            ))
          ),
        )}
        <Base host={host} hierarchies={hierarchies} paths={paths} isMerged={isMerged} />
      </ul>
      {leftOut.length === 0 ? null : <LeftOutList of={leftOut} />}
    </section>
  );
}

/** The first reason; all of them stand in Extensions. */
function Failure({ failures: [first, ...others] }: Pick<Props, 'failures'>) {
  if (first === undefined) return null;
  const { path, message } = first;
  return (
    <Notice kind="bad" title={t('Every merge fails as things are.')}>
      {path === null ? null : (
        <>
          <Name>{path}</Name>
          {': '}
        </>
      )}
      {say(message)}{' '}
      {others.length === 0 ? null : counted(others.length, '{count} more reason.', '{count} more reasons.')}
    </Notice>
  );
}

function Base({
  host,
  hierarchies,
  paths,
  isMerged,
}: Pick<Props, 'host' | 'hierarchies'> & { readonly paths: string; readonly isMerged: boolean }) {
  const isWritable = hierarchies.some((one) => one.merged && one.writable);
  const words = isWritable
    ? t('{paths} of the OS, and what is written to them while merged', { paths })
    : isMerged
      ? t('{paths} as the OS ships them, read-only while merged', { paths })
      : t('{paths} as the OS ships them', { paths });
  return (
    <li className="plate plate-base">
      <HardDrive aria-hidden size={20} strokeWidth={1.8} />
      <div className="plate-text">
        <strong className="plate-name">
          <Name>{host.osName}</Name>
        </strong>
        <span className="plate-line muted">
          <span className="plate-words">{words}</span>
        </span>
      </div>
    </li>
  );
}

const WHY = {
  disabled: ['Disabled', 'neutral'],
  'does-not-fit': ['Skipped', 'bad'],
  unknown: ['Unknown', 'unknown'],
} as const satisfies Readonly<Record<LeftOut['why'], readonly [string, 'neutral' | 'bad' | 'unknown']>>;

/** As many as a person looks through in one go. */
const STEP = 40;

function LeftOutList({ of }: { readonly of: readonly LeftOut[] }) {
  const [isOpen, setOpen] = useState(false);
  const [most, setMost] = useState(STEP);
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Button className="stack-fold" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
        <Icon aria-hidden size={14} /> {counted(of.length, '{count} left out', '{count} left out')}
      </Button>
      {isOpen ? (
        <ul className="plates" aria-label={t('Left out')}>
          {of.slice(0, most).map((one) => {
            const { id, name, version, class: extensionClass } = one.extension;
            const [word, kind] = WHY[one.why];
            const line = leftOutLine(one);
            return (
              <li key={id} className="plate plate-planned">
                <Tile name={name} class={extensionClass} dim />
                <div className="plate-text">
                  <span className="plate-name">
                    <strong>
                      <Name>{name}</Name>
                    </strong>{' '}
                    <span className="muted">{version}</span>
                  </span>
                  <span className="plate-line muted">
                    <span className="plate-words" title={line}>
                      {line}
                    </span>
                  </span>
                </div>
                <Pill kind={kind}>{t(word)}</Pill>
                <OpenExtension id={id} name={name} />
              </li>
            );
          })}
          {of.length > most ? (
            <li>
              <Button className="stack-fold" onPress={() => setMost(most + 10 * STEP)}>
                <ChevronRight aria-hidden size={14} /> {t('{count} more', { count: of.length - most })}
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </>
  );
}
