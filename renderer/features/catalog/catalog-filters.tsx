import { useMemo } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { CatalogEntry, CatalogState } from '../../../shared/model/catalog.ts';
import { type CatalogFilter, type InstalledVersions, isUpdatable } from '../../../shared/remotes/catalog-search.ts';
import { Button } from '../../components/button.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { formatTime, shownLocale } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import '../../components/field.css';

interface Props {
  readonly catalog: CatalogState;
  readonly entries: readonly CatalogEntry[];
  readonly found: number;
  readonly installed: InstalledVersions;
}

const ANY = '';
/** With more of them a row of chips is none. */
const MOST_REMOTES = 6;

/** The search and the filters, and how old what they look at is. */
export function CatalogFilters({ catalog, entries, found, installed }: Props) {
  const query = useStore((state) => state.query);
  const setQuery = useStore((state) => state.setQuery);
  const refresh = useStore((state) => state.refreshCatalog);
  const host = useStore((state) => state.snapshot?.host.architecture ?? '');
  const chips = useMemo(() => chipsOf(entries, installed), [entries, installed]);
  const architectures = useMemo(() => [...new Set(entries.flatMap((one) => one.architectures))].sort(), [entries]);
  const on = catalog.remotes.filter(({ enabled }) => enabled);
  return (
    <div className="catalog-filters">
      <div className="catalog-line">
        <SearchField
          aria-label={t('Search the catalog')}
          className="catalog-search"
          value={query.text}
          onChange={(text) => setQuery({ text })}
          autoFocus
        >
          <Input className="input" placeholder={t('Search the catalog')} />
        </SearchField>
        <Button isDisabled={catalog.isReading} onPress={() => inBackground(refresh())}>
          {catalog.isReading ? t('Asking…') : t('Ask again')}
        </Button>
      </div>
      <div className="catalog-line">
        <OneOf
          look="chips"
          label={t('Show')}
          options={chips}
          chosen={query.filter}
          onChoose={(filter) => setQuery({ filter })}
        />
        {on.length < 2 || on.length > MOST_REMOTES ? null : (
          <OneOf
            look="quiet"
            label={t('Remote')}
            options={[[ANY, t('All remotes')] as const, ...on.map(({ name }) => [name, name] as const)]}
            chosen={query.remote ?? ANY}
            onChoose={(name) => setQuery({ remote: name === ANY ? null : name })}
          />
        )}
        {architectures.length < 2 ? null : (
          <OneOf
            look="quiet"
            label={t('Architecture')}
            options={[
              [ANY, t('Any architecture')] as const,
              ...architectures.map((one) => [one, nameOf(one, host)] as const),
            ]}
            chosen={query.architecture ?? ANY}
            onChoose={(one) => setQuery({ architecture: one === ANY ? null : one })}
          />
        )}
        <span className="muted catalog-age">
          {counted(found, '{count} extension', '{count} extensions')} · {ageOf(catalog)}
        </span>
      </div>
    </div>
  );
}

const nameOf = (architecture: string, host: string) =>
  architecture === host ? t('{architecture} (this host)', { architecture }) : architecture;

function chipsOf(
  entries: readonly CatalogEntry[],
  installed: InstalledVersions,
): readonly (readonly [CatalogFilter, string])[] {
  const updatable = entries.filter((one) => isUpdatable(one, installed)).length;
  const countText = (count: number) => (count === 0 ? '' : ` ${count.toLocaleString(shownLocale())}`);
  return [
    ['all', t('All')],
    ['fits', t('Fits this host')],
    ['installed', t('Installed')],
    ['updatable', `${t('Newer')}${countText(updatable)}`],
  ];
}

function ageOf({ remotes, isReading }: CatalogState): string {
  if (isReading) return t('asking the servers…');
  const times = remotes.flatMap(({ enabled, checkedAt }) => (enabled && checkedAt !== null ? [checkedAt] : []));
  return times.length === 0 ? t('no answer yet') : t('as of {time}', { time: formatTime(Math.min(...times)) });
}
