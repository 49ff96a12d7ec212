/** Why an extension does not fit, in the few words of a pill. */

import { t } from '../../../shared/messages/translate.ts';
import type { Verdict } from '../../../shared/model/verdict.ts';

export interface Pill {
  readonly kind: 'good' | 'bad' | 'warning' | 'unknown' | 'neutral' | 'disabled' | 'staged';
  readonly text: string;
}

type FieldOf = (suffix: string) => string;

/** Made when it is asked for: of thousands of rows each would fill in all of them. */
const REASONS: Readonly<Record<Verdict['code'], (field: FieldOf) => string>> = {
  'any-os': () => t('Fits any OS'),
  'level-matches': (field) => t('Fits level {level}', { level: field('_LEVEL') }),
  'version-matches': (field) => t('Fits version {version}', { version: field('VERSION_ID') }),
  'rolling-release': () => t('Fits a rolling release'),
  'no-release-file': () => t('No release file'),
  'release-file-ambiguous': () => t('Ambiguous release file'),
  'release-file-invalid': () => t('Invalid release file'),
  'os-release': () => t('Carries os-release'),
  'blocks-merge': () => t('Stops every merge'),
  scope: () => t('Not for a system'),
  architecture: (field) => t('Built for {what}', { what: field('ARCHITECTURE') }),
  'id-missing': () => t('No OS named'),
  id: (field) => t('Needs {what}', { what: field('ID') }),
  level: (field) => t('Needs level {level}', { level: field('_LEVEL') }),
  'version-missing': () => t('No version named'),
  version: (field) => t('Needs {what}', { what: `${field('ID')} ${field('VERSION_ID')}` }),
  'not-an-image': () => t('Not an image'),
  'image-broken': () => t('Broken image'),
  'not-readable-yet': () => t('Unknown'),
  permission: () => t('Unknown'),
  'host-unknown': () => t('Unknown'),
  'xattr-unknown': () => t('Unknown'),
  'not-downloaded': () => t('Unknown'),
};

/** The whole sentence stands in the details. */
export function reasonPill({ code, compatible, fields }: Pick<Verdict, 'code' | 'compatible' | 'fields'>): Pill {
  if (compatible === null) return { kind: 'unknown', text: t('Unknown') };
  const field: FieldOf = (suffix) => fields.find((one) => one.field.endsWith(suffix))?.extension ?? '';
  return { kind: compatible ? 'good' : 'bad', text: REASONS[code](field) };
}
