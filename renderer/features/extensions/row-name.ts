import { t } from '../../../shared/messages/translate.ts';
import type { Row } from './rows.ts';

/** What is read of a row: its name, its state, and what becomes of it. */
export function rowName({ name, version, pill, enabled, group }: Row, outcome: string | null): string {
  const said = [
    version === null ? name : `${name} ${version}`,
    pill.text,
    group === 'disabled' || enabled === null ? null : t('Enabled'),
    outcome,
  ];
  return said.filter((part) => part !== null).join(', ');
}
