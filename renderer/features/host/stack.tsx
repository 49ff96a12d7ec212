import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Hierarchy, Host, Layer } from '../../../shared/model/host.ts';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { formatBytes, formName } from '../../format.ts';

interface Props {
  readonly host: Host;
  readonly hierarchies: readonly Hierarchy[];
  readonly layers: readonly Layer[];
}

/** A plate for each layer in the order of the merge, the base at the bottom, what stays out on top and pale. */
export function Stack({ host, hierarchies, layers }: Props) {
  const paths = hierarchies.map(({ path }) => path).join(t(' and '));
  const merged = hierarchies.some((one) => one.merged);
  const inside = layers.filter(({ status }) => status === 'merged' || (!merged && status === 'would-merge'));
  const outside = layers.filter((layer) => !inside.includes(layer));
  const writable = hierarchies.some((one) => one.merged && one.writable);
  return (
    <section className="stack" aria-label={t('Layers of {paths}', { paths })}>
      <div className="stack-caption muted">
        <span>
          {merged
            ? t('Top of {paths}', { paths })
            : t('Top of {paths}, not merged: what a merge would give', { paths })}
        </span>
        <span>{t('wins a file conflict')}</span>
      </div>
      {outside.length === 0 ? null : (
        <ul className="plates plates-outside">
          {outside.map((layer) => (
            <Plate key={layer.name} layer={layer} note={layer.reason} />
          ))}
        </ul>
      )}
      <ul className={`plates${merged ? '' : ' plates-planned'}`}>
        {[...inside].reverse().map((layer) => (
          <Plate key={layer.name} layer={layer} note={layer.problem} />
        ))}
        <li className="plate plate-base">
          <div className="plate-text">
            <strong>{t('Base {paths}', { paths })}</strong>
            <span className="muted">
              {host.osName} · {writable ? t('mutable') : merged ? t('read-only while merged') : t('as the OS made it')}
            </span>
          </div>
        </li>
      </ul>
    </section>
  );
}

function Plate({ layer, note }: { readonly layer: Layer; readonly note: Message | null }) {
  const { name, version, form, size, overridesBase, overridesOthers } = layer;
  return (
    <li className="plate">
      <div className="plate-text">
        <span>
          <strong>
            <Name>{name}</Name>
          </strong>{' '}
          <span className="muted">{version}</span>
        </span>
        {note === null ? null : <span className="muted plate-note">{say(note)}</span>}
      </div>
      <div className="plate-pills">
        {overridesBase !== null && overridesBase > 0 ? (
          <Pill kind="warning">{t('overrides {count} of base', { count: overridesBase })}</Pill>
        ) : null}
        {overridesOthers.map(({ name: other, files }) => (
          <Pill key={other} kind="warning">
            {counted(files, '{count} file', '{count} files')} {t('of {name}', { name: other })}
          </Pill>
        ))}
        <Pill kind="neutral">{formName(form)}</Pill>
      </div>
      <span className="plate-size muted">{size === null ? '' : formatBytes(size)}</span>
    </li>
  );
}
