import { t } from '../../../shared/messages/translate.ts';
import { useStore } from '../../state/store.ts';
import { Name } from '../name.tsx';
import { ServicesPanel } from '../services-panel.tsx';

const UNIT_FILE = /^(?:usr\/lib|etc)\/systemd\/system\/([^/]+)$/;

/** Of a unit file: how that unit does, and what wants it; nothing of any other file. */
export function UnitOfFile({ id, path }: { readonly id: string; readonly path: string }) {
  const extension = useStore((state) => state.snapshot?.extensions.find((one) => one.id === id));
  const report = useStore((state) => state.services);
  const [, unit] = UNIT_FILE.exec(path) ?? [];
  const service = report?.services.find(
    (one) => one.name === unit && one.class === extension?.class && one.extension === extension.name,
  );
  if (service === undefined || report === null || extension?.state === 'hidden') return null;
  const isKnown = service.status !== 'unknown' && extension?.merged === true;
  return (
    <div className="unit-of-file">
      <ServicesPanel services={[service]} problem={report.problem} />
      {isKnown ? (
        <p className="muted">
          {service.wantedBy.length === 0 ? (
            t('Nothing wants it')
          ) : (
            <Name>{t('Wanted by {units}', { units: service.wantedBy.join(', ') })}</Name>
          )}
        </p>
      ) : null}
    </div>
  );
}
