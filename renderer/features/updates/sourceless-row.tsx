import { t } from '../../../shared/messages/translate.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import { Name } from '../../components/name.tsx';
import { Tile } from '../../components/tile.tsx';

/** What nobody looks for updates of, and why. */
export function SourcelessRow({ extension }: { readonly extension: Extension }) {
  const { name, version, type } = extension;
  return (
    <li className="update">
      <Tile name={name} class={extension.class} />
      <div className="update-text">
        <div className="update-name">
          <strong>
            <Name>{name}</Name>
          </strong>
          <span className="muted">{version}</span>
        </div>
        <div className="muted update-line">
          {type === 'directory' || type === 'subvolume'
            ? t('A folder: nothing to update it from')
            : t('No remote or transfer file has it')}
        </div>
      </div>
    </li>
  );
}
