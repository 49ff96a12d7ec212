import type { Finding } from '../../../shared/model/inspection.ts';
import { Badge } from '../../components/badge.tsx';
import { Section } from '../../components/section.tsx';
import { useExtensionCall } from '../../state/use-call.ts';
import './findings-section.css';
import { fromCore } from '../../../shared/messages/from-core.ts';
import { t } from '../../../shared/messages/translate.ts';

const WORDS = {
  setuid: 'setuid',
  capabilities: 'capabilities',
  'without-effect': 'without effect',
  'os-release': 'os-release',
  'missing-library': 'missing library',
  unlabelled: 'no label',
} as const satisfies Readonly<Record<Finding['kind'], string>>;

/** What should be known before it is trusted; nothing where nothing was found, for the contents say why they are not read. */
export function FindingsSection({ id }: { readonly id: string }) {
  const { value } = useExtensionCall(id, (client, extension) => client.extensions.findings({ id: extension }));
  if (value === null || value.findings.length === 0) return null;
  return (
    <Section title={t('Worth knowing')} aside={value.findings.length}>
      <ul className="findings">
        {value.findings.map(({ kind, path, message }) => (
          <li key={`${kind}${path}`}>
            <span className="finding-head">
              <Badge kind={kind === 'os-release' ? 'bad' : 'warning'}>{t(WORDS[kind])}</Badge>
              <span className="mono selectable">{path}</span>
            </span>
            <span className="muted">{fromCore(message)}</span>
          </li>
        ))}
      </ul>
      {value.problem === null ? null : <p className="muted">{fromCore(value.problem)}</p>}
    </Section>
  );
}
