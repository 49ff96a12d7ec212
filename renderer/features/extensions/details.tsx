import { X } from 'lucide-react';
import type { Extension } from '../../../shared/model/extension.ts';
import { Button } from '../../components/button.tsx';
import { Comparison } from '../../components/comparison.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Line, Section } from '../../components/section.tsx';
import { formatBytes } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import { useExtensionCall, useRevision } from '../../state/use-call.ts';
import { ContentsSection } from './contents-section.tsx';
import { DiskSection } from './disk-section.tsx';
import { FindingsSection } from './findings-section.tsx';
import { OriginLine } from './origin-line.tsx';
import { rowActions } from './row-actions.ts';
import type { Row } from './rows.ts';
import { UnitsSection } from './units-section.tsx';
import { VersionsSection } from './versions-section.tsx';
import './details.css';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';

/** One extension explained: the sentence first, then what systemd compared, then what is inside. */
export function Details({ row }: { readonly row: Row }) {
  const setView = useStore((state) => state.setView);
  const { extension, movedAside } = row;
  return (
    <>
      <header className="details-head">
        <h2 className="details-name selectable">
          <Name>{row.name}</Name>
        </h2>
        <Button look="quiet" aria-label={t('Close details')} onPress={() => setView({ selected: [] })}>
          <X aria-hidden size={16} />
        </Button>
      </header>
      {extension === null ? null : <ExtensionDetails extension={extension} row={row} />}
      {movedAside === null ? null : (
        <>
          <p className="muted details-path selectable">
            <Name>{movedAside.keptAt}</Name>
          </p>
          <Notice kind="neutral" title={t('Moved aside.')}>
            {t('It stood at {path}, where it could not be masked. Switch it on to put it back.', {
              path: movedAside.path,
            })}
          </Notice>
          <Comparison verdict={movedAside.verdict} />
        </>
      )}
    </>
  );
}

function ExtensionDetails({ extension, row }: { readonly extension: Extension; readonly row: Row }) {
  const { path, realPath, version, form, compression, verdict, warnings, units, release } = extension;
  // Of what is no image, the first sentence says all there is.
  const { value: versions } = useExtensionCall(extension.id, useRevision(), (client, of) =>
    client.extensions.versions(of),
  );
  const isContent = verdict.code !== 'not-an-image';
  const kind = [version, compression === null ? row.form : `${row.form}, ${compression}`].filter(
    (part) => part !== null,
  );
  return (
    <>
      <p className="muted details-path selectable">
        {kind.map((part) => `${part} · `)}
        <Name>{path}</Name>
        {realPath === path ? null : (
          <>
            {' → '}
            <Name>{realPath}</Name>
          </>
        )}
      </p>
      <Sentence extension={extension} />
      {warnings
        .filter((one) => one.id !== 'blocks-merge' || extension.state !== 'broken')
        .map((one) => (
          <DiagnosisNotice key={one.id} diagnosis={one} />
        ))}
      <Comparison verdict={verdict} releaseFile={extension.releaseFile} />
      <Actions row={row} />
      {isContent ? <FindingsSection id={extension.id} name={extension.name} /> : null}
      {form === 'gpt' ? <DiskSection id={extension.id} /> : null}
      {versions === null || extension.state === 'hidden' ? null : (
        <VersionsSection extension={extension} versions={versions} />
      )}
      <UnitsSection units={units} name={extension.name} />
      {isContent ? <ContentsSection extension={extension} /> : null}
      <Section title={t('Where it is')}>
        <Line label={t('Entry')}>
          <span className="mono selectable">{path}</span>
        </Line>
        {realPath === path ? null : (
          <Line label={t('Leads to')}>
            <span className="mono selectable">{realPath}</span>
          </Line>
        )}
        {versions === null || extension.masks ? null : <OriginLine versions={versions} />}
        {extension.size === null ? null : <Line label={t('Size')}>{formatBytes(extension.size)}</Line>}
        <Line label={t('Form')}>{form === 'unrecognised' ? t('not recognised') : kind.at(-1)}</Line>
      </Section>
      {release === null ? null : (
        <Section title={t('Release file')} aside={Object.keys(release).length}>
          <pre className="release mono selectable">
            {Object.entries(release)
              .map(([key, value]) => `${key}=${value}`)
              .join('\n')}
          </pre>
        </Section>
      )}
    </>
  );
}

function Sentence({ extension }: { readonly extension: Extension }) {
  const stopped = useStore((state) => state.snapshot?.failures.some((one) => one.class === extension.class) ?? false);
  const { state, verdict, maskedBy, shadowedBy, masks, name, blocksMergeBecause, listed } = extension;
  switch (state) {
    case 'active':
      return (
        <Notice kind="good" title={t('Merged.')}>
          {say(verdict.message)}
        </Notice>
      );
    case 'ready':
      return (
        <Notice kind={stopped ? 'warning' : 'good'} title={stopped ? t('Not merged for now.') : t('Will be merged.')}>
          {say(verdict.message)}{' '}
          {stopped ? t('But every merge fails as things are.') : t('The next merge or refresh takes it in.')}
        </Notice>
      );
    case 'blocked':
      return (
        <Notice kind="bad" title={t('Will not be merged.')}>
          {say(verdict.message)} {t('systemd skips it without a message.')}
        </Notice>
      );
    case 'masked':
      return (
        <Notice kind="neutral" title={masks ? t('This is a mask.') : t('Masked.')}>
          {masks
            ? t('The empty folder hides every {name} in lower directories.', { name })
            : t('The empty folder {path} hides it. Switch it on to take the mask away.', { path: maskedBy ?? '' })}
        </Notice>
      );
    case 'hidden':
      return (
        <Notice kind="neutral" title={t('Hidden.')}>
          {t('systemd takes {path} instead, which has the same name in a higher directory.', {
            path: shadowedBy ?? '',
          })}
        </Notice>
      );
    case 'broken':
      return (
        <Notice kind="bad" title={listed ? t('Every merge fails.') : t('Not an extension.')}>
          {say(blocksMergeBecause ?? verdict.message)}
        </Notice>
      );
    case 'unknown':
      return (
        <Notice kind="neutral" title={t('Cannot be predicted.')}>
          {say(verdict.message)}
        </Notice>
      );
  }
}

function Actions({ row }: { readonly row: Row }) {
  const actions = rowActions(row);
  return (
    <div className="details-actions">
      {actions.map(({ id, label, run }) => (
        <Button key={id} onPress={run}>
          {label}
        </Button>
      ))}
    </div>
  );
}
