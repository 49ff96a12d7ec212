/** Foreign text in a playbook, as Ansible reads it: PyYAML (YAML 1.1) first, then Jinja, then the module. */
import { type Document, Scalar } from 'yaml';
import { yamlText } from './yaml-text.ts';

/** What no reader of YAML takes for anything but text. */
const PLAIN = /^(?:\/|https?:\/\/)[\w/.:@%+-]*[\w/]$/;
const TEMPLATE = /\{[{%#]/;

/** Text that is nothing but itself: no template, no number, no yes or no. */
export function foreign(text: string): Scalar {
  const scalar = new Scalar(text);
  if (!PLAIN.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  if (TEMPLATE.test(text)) scalar.tag = '!unsafe';
  return scalar;
}

/**
 * Whether Ansible would put the value of a variable of the environment into a path: os.path.expandvars is done twice to each
 * (`check_type_path` and `user_and_group` of its module_utils, ansible-core 2.14), and there is no way to write a dollar sign.
 */
export const hasVariable = (path: string): boolean => /\$[\w{]/.test(path);

/** As yamlText; PyYAML refuses two characters that YAML 1.2 takes. */
export const ansibleYaml = (document: Document): string =>
  yamlText(document).replaceAll(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
