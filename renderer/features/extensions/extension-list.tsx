import { type MouseEvent, useDeferredValue, useMemo, useState } from 'react';
import { Collection } from 'react-aria-components/Collection';
import { GridList, GridListHeader, GridListItem, GridListSection } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { formatBytes, shownLocale } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import { type MenuPlace, RowMenu } from './row-menu.tsx';
import { firstRows, type Group, type Row, switchState } from './rows.ts';
import { toggleRow } from './toggle-row.ts';
import '../../components/list.css';
import { t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';

const ROW_HEIGHT = 54;
const HEADING_HEIGHT = 34;
const FIRST_ROWS = 24;

/** The list, virtualised: only the rows that are seen exist in the page. */
export function ExtensionList({ groups }: { readonly groups: readonly Group[] }) {
  const selected = useStore((state) => state.selected);
  const setView = useStore((state) => state.setView);
  const staged = useStore((state) => state.staged);
  const running = useStore((state) => state.operation !== null);
  // What is seen first is drawn first; the rest of a long list follows when that is on the screen.
  const shown = useDeferredValue(groups, firstRows(groups, FIRST_ROWS));
  const order = useMemo(() => groups.flatMap(({ rows }) => rows.map(({ key }) => key)), [groups]);
  const [menu, setMenu] = useState<MenuPlace | null>(null);
  const openMenu = (event: MouseEvent<HTMLElement>) => {
    const key = (event.target as HTMLElement).closest<HTMLElement>('[role=row][data-key]')?.dataset['key'];
    const row = groups.flatMap(({ rows }) => rows).find((one) => one.key === key);
    if (row === undefined) return;
    event.preventDefault();
    setMenu({ row, x: event.clientX, y: event.clientY });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the menu is asked for on the rows inside, by pointer or by key
    <div className="list-frame" onContextMenu={openMenu}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_HEIGHT, headingSize: HEADING_HEIGHT }}>
        <GridList
          aria-label={t('Extensions')}
          className="list"
          items={shown}
          dependencies={[staged, running]}
          selectionMode="multiple"
          selectionBehavior="replace"
          selectedKeys={selected}
          onSelectionChange={(keys) => setView({ selected: keys === 'all' ? order : [...keys].map(String) })}
          renderEmptyState={() => <p className="list-empty muted">{t('No extension is of this kind.')}</p>}
        >
          {(group) => (
            <GridListSection id={`group-${group.state}`} aria-label={group.title}>
              <GridListHeader className="list-heading">
                {group.title} <span className="list-count">{group.count.toLocaleString(shownLocale())}</span>
              </GridListHeader>
              <Collection items={group.rows} dependencies={[staged, running]}>
                {(row) => (
                  <GridListItem id={row.key} textValue={row.name} className="row">
                    <RowContent
                      row={row}
                      staged={switchState(row, staged)}
                      busy={running}
                      onToggle={(on) => toggleRow(row, on)}
                    />
                  </GridListItem>
                )}
              </Collection>
            </GridListSection>
          )}
        </GridList>
      </Virtualizer>
      {menu === null ? null : <RowMenu place={menu} onClose={() => setMenu(null)} />}
    </div>
  );
}

interface RowProps {
  readonly row: Row;
  readonly staged: { readonly on: boolean; readonly staged: boolean };
  readonly busy: boolean;
  readonly onToggle: (on: boolean) => void;
}

function RowContent({ row, staged, busy, onToggle }: RowProps) {
  const { name, version, line, pill, form, size, warnings, group } = row;
  const faint = group === 'hidden' || group === 'masked';
  return (
    <div className={`row-content${faint ? ' row-faint' : ''}`}>
      <Tile name={name} class={row.class} dim={faint} />
      <div className="row-text">
        <div className="row-name">
          <span className="row-title">
            <Name>{name}</Name>
          </span>
          {version === null ? null : <span className="row-version">{version}</span>}
        </div>
        <div className="row-line" title={line}>
          {line}
        </div>
      </div>
      <div className="row-pills">
        {warnings > 0 ? <Pill kind="warning">{warnings}</Pill> : null}
        {row.class === 'confext' ? <Pill kind="neutral">confext</Pill> : null}
        {pill === null ? null : <Pill kind={pill.kind}>{pill.text}</Pill>}
        {form === null ? null : (
          <span className="row-form">
            <Pill kind="neutral">{form}</Pill>
          </span>
        )}
      </div>
      <span className="row-size">{size === null ? '' : formatBytes(size)}</span>
      <span className="row-switch">
        {row.on === null ? null : (
          <Toggle
            label={t('Merge {name}', { name })}
            on={staged.on}
            staged={staged.staged}
            pale={row.on && group !== 'active'}
            isDisabled={busy}
            onChange={onToggle}
          />
        )}
      </span>
    </div>
  );
}
