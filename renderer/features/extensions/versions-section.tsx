import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { changeToStored } from '../../../shared/changes/install.ts';
import { requestVacuum } from '../../../shared/changes/vacuum.ts';
import type { Vendor } from '../../../shared/images/vendor-store.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { StoredVersion } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { Line, Section } from '../../components/section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** From where one is that the OS itself keeps, and makes current when it starts. */
const vendorWords = (vendor: Vendor): string =>
  vendor === 'oem' ? t('OEM partition, by the OS') : t('comes with the OS');

/** The versions in the store, each a click away; nothing for what was put there by hand. */
export function VersionsSection({
  extension,
  versions,
}: {
  readonly extension: Extension;
  readonly versions: readonly StoredVersion[];
}) {
  const review = useStore((state) => state.reviewRequest);
  const keep = useStore((state) => state.settings.keep);
  if (versions.length === 0) return null;
  const { class: extensionClass, name } = extension;
  const changeVersion = (one: StoredVersion) =>
    review({
      ...EMPTY_REQUEST,
      changes: [changeToStored(extensionClass, name, one)],
      action: 'auto',
    });
  const removeOthers = () => review({ ...EMPTY_REQUEST, changes: [requestVacuum(extension, keep)] });
  return (
    <Section
      title={t('Versions')}
      aside={
        versions.filter(({ vendor }) => vendor === null).length <= keep + 1 ? null : (
          <Button look="quiet" onPress={() => inBackground(removeOthers())}>
            {t('Delete old ones…')}
          </Button>
        )
      }
    >
      {versions.map((one) => (
        <Line key={`${one.version}-${one.architecture}`} label={<span className="mono">{one.version}</span>}>
          {one.vendor === null ? null : <span className="line-part">{vendorWords(one.vendor)}</span>}
          {one.isCurrent ? (
            <span className="good">{t('current')}</span>
          ) : one.vendor !== null ? null : (
            <Button onPress={() => inBackground(changeVersion(one))}>{t('Use this…')}</Button>
          )}
        </Line>
      ))}
    </Section>
  );
}
