import { X } from 'lucide-react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { storedNewer } from '../../../shared/changes/updatable.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { ContentsPart, Extension } from '../../../shared/model/extension.ts';
import { withStream } from '../../../shared/remotes/stream.ts';
import { Button } from '../../components/button.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { Name } from '../../components/name.tsx';
import { Tile } from '../../components/tile.tsx';
import { useExtensionCall, useRevision } from '../../components/use-call.ts';
import { shownLocale } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import type { DetailsTab } from '../../state/view-slice.ts';
import { DetailsActions } from './details-actions.tsx';
import { FilesTab } from './files-tab.tsx';
import { Overview } from './overview.tsx';
import { updateOf } from './row-actions.ts';
import type { Row } from './rows.ts';
import { StateCard } from './state-card.tsx';
import { TroubledServices, UnitsSection } from './units-section.tsx';
import { useContents } from './use-contents.ts';
import { VersionsSection } from './versions-section.tsx';
import './details.css';

/** One extension explained: its state and why, what can be done, and what it is. */
export function Details({ row }: { readonly row: Row }) {
  const setView = useStore((state) => state.setView);
  const { extension, name } = row;
  return (
    <>
      <header className="details-head">
        <Tile name={name} class={row.class} size={44} dim={row.group === 'disabled'} />
        <div className="details-title">
          <h2 className="details-name selectable" tabIndex={-1} data-first-focus>
            <Name>{name}</Name>
          </h2>
          <p className="details-about muted selectable">
            <Name>{extension?.description ?? aboutClass(row.class)}</Name>
          </p>
        </div>
        <Button look="quiet" aria-label={t('Close details')} onPress={() => setView({ selected: [] })}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      <StateCard row={row} />
      <Newer row={row} />
      {extension === null ? null : <TroubledServices extension={extension} />}
      {extension?.warnings
        .filter((one) => one.id !== 'blocks-merge' || extension.state !== 'broken')
        .map((one) => (
          <DiagnosisNotice key={one.id} diagnosis={one} />
        ))}
      <DetailsActions row={row} />
      {extension === null ? null : <DetailsTabs extension={extension} />}
    </>
  );
}

/** A version that is newer than the one in use, in the words of Updates and the catalog; what to do about it stands below. */
function Newer({ row }: { readonly row: Row }) {
  const item = useStore((state) => updateOf(row, state.updates));
  if (item === null) return null;
  const stored = storedNewer(item);
  const sentences = [
    item.newest === null ? null : t('{version} is available', { version: withStream(item, item.newest) }),
    stored === null ? null : t('{version} is stored here, but not in use', { version: stored }),
  ].filter((one) => one !== null);
  return sentences.length === 0 ? null : <p className="details-newer muted">{sentences.join(' · ')}</p>;
}

/** Null where nothing could be read, so that it is no count. */
function filesIn(contents: ContentsPart | null): number | null {
  return contents === null || (contents.problem !== null && contents.entries.length === 0) ? null : contents.files;
}

function aboutClass(extensionClass: Extension['class']): string {
  return extensionClass === 'sysext' ? t('A system extension') : t('A configuration extension');
}

function DetailsTabs({ extension }: { readonly extension: Extension }) {
  const { id, units, verdict, state, masks } = extension;
  const tab = useStore((all) => all.detailsTab);
  const setView = useStore((all) => all.setView);
  const contents = useContents(id);
  const { value: versions } = useExtensionCall(id, useRevision(), (client, of) => client.extensions.versions(of));
  // Of what is no image there is no more to say than what stands above.
  const hasFiles = verdict.code !== 'not-an-image' && !masks;
  const stored = versions === null || state === 'hidden' ? [] : versions;
  const tabs: readonly (readonly [DetailsTab, string, number | null])[] = [
    ['overview', t('Overview'), null],
    ...(hasFiles ? ([['files', t('Files'), filesIn(contents)]] as const) : []),
    ...(units.length > 0 ? ([['services', t('Services'), units.length]] as const) : []),
    ...(stored.length > 0 ? ([['versions', t('Versions'), stored.length]] as const) : []),
  ];
  const shown = tabs.some(([one]) => one === tab) ? tab : 'overview';
  return (
    <Tabs className="tabs" selectedKey={shown} onSelectionChange={(key) => setView({ detailsTab: key as DetailsTab })}>
      <TabList className="tab-list" aria-label={t('Details')}>
        {tabs.map(([one, label, count]) => (
          <Tab key={one} id={one} className="tab">
            {label} {count === null ? null : <span className="tab-count">{count.toLocaleString(shownLocale())}</span>}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="overview" className="tab-panel">
        <Overview extension={extension} versions={versions} hasFiles={hasFiles} />
      </TabPanel>
      <TabPanel id="files" className="tab-panel">
        {contents === null ? null : <FilesTab id={id} contents={contents} />}
      </TabPanel>
      <TabPanel id="services" className="tab-panel">
        <UnitsSection extension={extension} />
      </TabPanel>
      <TabPanel id="versions" className="tab-panel">
        <VersionsSection extension={extension} versions={stored} />
      </TabPanel>
    </Tabs>
  );
}
