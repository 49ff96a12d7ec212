import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { StoredVersion } from '../../../shared/model/inspected-image.ts';
import { Comparison } from '../../components/comparison.tsx';
import { Fact, Facts, PathText } from '../../components/facts.tsx';
import { Fold } from '../../components/fold.tsx';
import { Name } from '../../components/name.tsx';
import { formatBytes, formName } from '../../format.ts';
import { insideNotKnown, useOverSsh } from '../../state/over-ssh.ts';
import { DiskSection } from './disk-section.tsx';
import { FindingsSection } from './findings-section.tsx';
import { OriginFact } from './origin-fact.tsx';

/** Whether it fits, and what it is. */
export function Overview({
  extension,
  versions,
  hasFiles,
}: {
  readonly extension: Extension;
  /** null until they are known. */
  readonly versions: readonly StoredVersion[] | null;
  readonly hasFiles: boolean;
}) {
  const isFarAway = useOverSsh();
  const { path, realPath, version, form, verdict, release, masks, size, releaseFile } = extension;
  return (
    <>
      <Comparison verdict={verdict} releaseFile={releaseFile} />
      {isFarAway && hasFiles ? <p className="muted">{insideNotKnown()}</p> : null}
      {hasFiles && !isFarAway ? <FindingsSection id={extension.id} name={extension.name} /> : null}
      <Facts>
        {version === null ? null : (
          <Fact label={t('Version')}>
            <Name>{version}</Name>
          </Fact>
        )}
        {masks ? null : (
          <Fact label={form === 'folder' || form === 'subvolume' ? t('Form') : t('Image')}>{imageOf(extension)}</Fact>
        )}
        {masks || size === null || form !== 'folder' ? null : <Fact label={t('Size')}>{formatBytes(size)}</Fact>}
        <Fact label={t('Location')}>
          <PathText>{path}</PathText>
          {realPath === path ? null : (
            <span className="fact-target muted">
              {' → '}
              <PathText>{realPath}</PathText>
            </span>
          )}
        </Fact>
        {versions === null || masks ? null : <OriginFact extension={extension} versions={versions} />}
      </Facts>
      {form === 'gpt' && !isFarAway ? <DiskSection id={extension.id} /> : null}
      {release === null ? null : (
        <div className="release-file">
          <Fold label={t('Release file')}>
            <pre className="release mono selectable">
              {Object.entries(release)
                .map(([key, value]) => `${key}=${value}`)
                .join('\n')}
            </pre>
          </Fold>
        </div>
      )}
    </>
  );
}

function imageOf({ form, compression, size }: Extension): string {
  const name = formName(form);
  if (name === null) return t('not recognised');
  const packed = compression === null ? name : `${name} (${compression})`;
  return size === null || form === 'folder' ? packed : `${packed}, ${formatBytes(size)}`;
}
