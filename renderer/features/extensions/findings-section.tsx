import type { Finding } from '../../../shared/model/inspection.ts';
import { Badge } from '../../components/badge.tsx';
import { Section } from '../../components/section.tsx';
import { useExtensionCall, useLayersKey } from '../../state/use-call.ts';
import './findings-section.css';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';

const WORDS = {
  setuid: 'setuid',
  capabilities: 'capabilities',
  'without-effect': 'without effect',
  'os-release': 'os-release',
  'missing-library': 'missing library',
  unlabelled: 'no label',
  'hides-link': 'hides a link',
  'hides-folder': 'hides a folder',
  'hides-file': 'hides a file',
  opaque: 'opaque folder',
  whiteout: 'deletes',
  'folder-rights': 'folder rights',
  'mounts-below': 'mounts',
  'read-only': 'read-only',
  'foreign-machine': 'another machine',
  'kernel-format': 'kernel',
  'restarts-units': 'restarts services',
  'release-field': 'release file',
  'not-started-at-boot': 'not started at boot',
  'not-started': 'never ran',
  cache: 'cache',
  misplaced: 'wrong place',
  'base-unknown': 'unknown',
} as const satisfies Readonly<Record<Finding['kind'], string>>;

const BADGES = { danger: 'bad', warning: 'warning', note: 'neutral' } as const;

/** What should be known before it is trusted; nothing where nothing was found, for the contents say why they are not read. */
export function FindingsSection({ id }: { readonly id: string }) {
  const { value } = useExtensionCall(id, useLayersKey(id), (client, of) => client.extensions.findings(of));
  if (value === null || value.findings.length === 0) return null;
  return (
    <Section title={t('Worth knowing')} aside={value.findings.length}>
      <ul className="findings">
        {value.findings.map(({ kind, severity, path, message }) => (
          <li key={`${kind}${path}${message.text}`}>
            <span className="finding-head">
              <Badge kind={BADGES[severity]}>{t(WORDS[kind])}</Badge>
              <span className="mono selectable">{path}</span>
            </span>
            <span className="muted">{say(message)}</span>
          </li>
        ))}
      </ul>
      {value.problem === null ? null : <p className="muted">{say(value.problem)}</p>}
    </Section>
  );
}
