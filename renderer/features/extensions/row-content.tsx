import { CornerRightUp } from 'lucide-react';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { TrustShield } from '../../components/trust-line.tsx';
import { formatBytes } from '../../format.ts';
import { notKnownOverSsh, useOverSsh } from '../../state/over-ssh.ts';
import { folderOf } from './groups.ts';
import { rowActions } from './row-actions.ts';
import type { Row } from './rows.ts';

interface Props {
  readonly row: Row;
  /** What becomes of it when what is staged is applied; null for nothing. */
  readonly outcome: string | null;
  readonly isOn: boolean;
  /** Nothing can be switched now. */
  readonly cannot: boolean;
  readonly onToggle: (on: boolean) => void;
}

/** One line of the list. */
export function RowContent({ row, outcome, isOn, cannot, onToggle }: Props) {
  const { name, version, line, pill, size, units, group, enabled } = row;
  const isFarAway = useOverSsh();
  const isFaint = group === 'shadowed' || group === 'disabled';
  return (
    <div className={`row-content${isFaint ? ' row-faint' : ''}`}>
      <Tile name={name} class={row.class} dim={isFaint} />
      <div className="row-text">
        <div className="row-name">
          <span className="row-title" title={name}>
            <Name>{name}</Name>
          </span>
          {version === null ? null : (
            <span className="row-version" title={version}>
              <Name>{version}</Name>
            </span>
          )}
          {row.provenance === null ? null : (
            <TrustShield provenance={row.provenance} form={row.extension?.form ?? null} />
          )}
        </div>
        <div className="row-line" title={line}>
          <Name>{line}</Name>
        </div>
      </div>
      <span className="row-source" title={row.extension?.realPath}>
        {folderOf(row)}
      </span>
      <span className="row-services" title={units.join('\n')}>
        <Name>{firstOf(units)}</Name>
      </span>
      <span className="row-conflicts" title={isFarAway ? notKnownOverSsh() : row.conflictsWith.join('\n')}>
        {isFarAway ? t('unknown') : <Name>{firstOf(row.conflictsWith)}</Name>}
      </span>
      <span className="row-pill" title={outcome ?? pill.text}>
        {outcome === null ? <Pill kind={pill.kind}>{pill.text}</Pill> : <Pill kind="staged">{outcome}</Pill>}
      </span>
      <span className="row-size">{size === null ? '' : formatBytes(size)}</span>
      <span className="row-switch">
        {enabled === null ? (
          <WinnerButton row={row} />
        ) : (
          <Toggle
            label={outcome === null ? t('Enable {name}', { name }) : `${t('Enable {name}', { name })}, ${outcome}`}
            on={isOn}
            isDisabled={cannot}
            onChange={onToggle}
          />
        )}
      </span>
    </div>
  );
}

/** Instead of a switch, the way from a shadowed entry to the one that systemd takes. */
function WinnerButton({ row }: { readonly row: Row }) {
  const winner = rowActions(row).find(({ id }) => id === 'show-winner');
  if (winner === undefined) return null;
  return (
    <Button look="quiet" aria-label={winner.label} onPress={winner.run}>
      <CornerRightUp aria-hidden size={15} />
    </Button>
  );
}

/** What has room in a column: the first one, and how many more there are. */
function firstOf(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) return '';
  return names.length === 1 ? first : `${first} +${names.length - 1}`;
}
