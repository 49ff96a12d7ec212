import { ArrowRightLeft, CircleHelp, Minus, Plus } from 'lucide-react';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { MergeOutcome, Plan } from '../../../shared/model/plan.ts';
import { Fold } from '../../components/fold.tsx';
import { Name } from '../../components/name.tsx';
import './layer-diff.css';

/** More rows than these are folded. */
const MOST_ROWS = 20;
const SHOWN_OF_MANY = 10;

type Kind = 'added' | 'removed' | 'changed' | 'unknown';
interface DiffRow {
  readonly name: string;
  readonly kind: Kind;
  readonly version: string;
}

const ICONS = { added: Plus, removed: Minus, changed: ArrowRightLeft, unknown: CircleHelp };

/** What comes into each hierarchy, what goes, and what becomes another version. */
export function LayerDiff({ plan: { outcomes } }: { readonly plan: Plan }) {
  const told = outcomes.filter(({ before, after, uncertain }) => before.length + after.length + uncertain.length > 0);
  return told.map((outcome) => (
    <section
      key={outcome.class}
      className="diff"
      aria-label={outcome.class === 'sysext' ? t('Changes in /usr and /opt') : t('Changes in /etc')}
    >
      {told.length > 1 ? <h3 className="diff-title">{outcome.class === 'sysext' ? '/usr, /opt' : '/etc'}</h3> : null}
      <OutcomeDiff outcome={outcome} />
    </section>
  ));
}

function OutcomeDiff({ outcome }: { readonly outcome: MergeOutcome }) {
  const rows = rowsOf(outcome);
  const same = outcome.after.filter((name) => !rows.some((one) => one.name === name));
  const isLong = rows.length > MOST_ROWS;
  return (
    <>
      <DiffList rows={isLong ? rows.slice(0, SHOWN_OF_MANY) : rows} />
      {isLong ? (
        <Fold label={t('{count} more', { count: rows.length - SHOWN_OF_MANY })}>
          <DiffList rows={rows.slice(SHOWN_OF_MANY)} />
        </Fold>
      ) : null}
      {same.length === 0 ? null : (
        <Fold label={counted(same.length, '{count} stays as it is', '{count} stay as they are')}>
          <p className="diff-same selectable">{same.join(', ')}</p>
        </Fold>
      )}
    </>
  );
}

/** Highest layer first, as it is in the hierarchy. */
function rowsOf({ before, after, uncertain, versions }: MergeOutcome): DiffRow[] {
  const names = [...new Set([...before, ...after, ...uncertain])].reverse();
  return names.flatMap((name): DiffRow[] => {
    const known = versions[name] ?? { before: null, after: null };
    const row = (kind: Kind, version: string | null) => [{ name, kind, version: version ?? '' }];
    if (uncertain.includes(name)) return row('unknown', known.after ?? known.before);
    if (!after.includes(name)) return row('removed', known.before);
    if (!before.includes(name)) return row('added', known.after);
    if (known.before === known.after) return [];
    return row('changed', `${known.before ?? '?'} → ${known.after ?? '?'}`);
  });
}

function DiffList({ rows }: { readonly rows: readonly DiffRow[] }) {
  if (rows.length === 0) return null;
  return (
    <ul className="diff-rows">
      {rows.map(({ name, kind, version }) => {
        const Icon = ICONS[kind];
        return (
          <li key={name} className={`diff-row diff-${kind}`}>
            <Icon role="img" aria-label={wordOf(kind)} size={14} strokeWidth={2.25} />
            <span className="diff-name">
              <Name>{name}</Name>
            </span>{' '}
            <span className="muted">{version}</span>
          </li>
        );
      })}
    </ul>
  );
}

function wordOf(kind: Kind): string {
  switch (kind) {
    case 'added':
      return t('Added');
    case 'removed':
      return t('Taken out');
    case 'changed':
      return t('Another version');
    case 'unknown':
      return t('Not known whether it is merged');
  }
}
