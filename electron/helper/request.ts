/** What the helper may be asked, and the check of it. Written without a library: it runs as root. */

import type { HelperVerb } from '../../shared/changes/actions.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { isExtensionClass } from '../../shared/systemd/classes.ts';
import { Fields, isRoot, isText, parseInner, refusedField } from './fields.ts';
import { takeFlag, takeMode } from './parameters.ts';
import { type RequestFor, VERBS } from './verbs.ts';

/** A checked request. */
export type HelperRequest = RequestFor;

/**
 * Checks a request.
 *
 * @param args what follows the program: the verb, and its parameters as one JSON object
 * @param environment pkexec sets PKEXEC_UID; then only `/` may be changed
 * @throws {VeneerError} `invalid-input`
 */
export function parseRequest(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): HelperRequest {
  const [verb, text, ...rest] = args;
  if (text === undefined || rest.length > 0) throw refusedField('it takes two arguments, the verb and its parameters');
  if (!isVerb(verb)) throw refusedField(`the verb must be one of ${Object.keys(VERBS).join(', ')}`);
  const fields = Fields.parse(text);
  fields.take(
    'protocol',
    isText((value) => value === HELPER_PROTOCOL),
    'it comes from another version of Veneer',
  );
  const common = {
    class: fields.take('class', isExtensionClass, 'the class must be sysext or confext'),
    root: fields.take('root', isRoot, 'the root is no path'),
    aroundConfext: fields.has('aroundConfext')
      ? parseInner('aroundConfext', fields, (inner) => ({ mutable: takeMode(inner) }))
      : null,
    trial: fields.has('trial') ? parseInner('trial', fields, (inner) => ({ begins: takeFlag(inner, 'begins') })) : null,
  };
  if (common.aroundConfext !== null && VERBS[verb].writesEtc !== true)
    throw refusedField('configuration extensions are taken out for what writes below /etc alone');
  if (common.trial !== null && (VERBS[verb].goesBack !== true || common.root !== '/'))
    throw refusedField('this is not taken back by itself');
  if (common.root !== '/' && environment['PKEXEC_UID'] !== undefined) {
    throw refusedField('only the running system may be changed');
  }
  const request = { verb, ...common, ...VERBS[verb].check(fields, common) };
  fields.end();
  return request as HelperRequest;
}

const isVerb = (verb: string | undefined): verb is HelperVerb => verb !== undefined && Object.hasOwn(VERBS, verb);
