/** What is made from the actions of all verbs: the policy file of polkit (assets/polkit) and the table in SECURITY.md. */

import { DE_POLICY } from '../messages/de/policy.ts';
import { ACTIONS, HELPER_VERBS, type HelperVerb } from './actions.ts';
import { INSTALLED_HELPER } from './installed-helper.ts';

/** The action of a verb, as polkit knows it. */
export const actionId = (verb: string): string => `org.veneer.helper.${verb}`;

/** The policy file of polkit(8) for a helper at INSTALLED_HELPER. */
export function policyText(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<!--
  Made from shared/changes and shared/messages/de/policy.ts: npx vitest run e2e/checks/policy -u
  One action for each verb of the helper, bound to its path and its first argument. Reading never asks. SECURITY.md says
  who may do what by which.
-->
<policyconfig>
  <vendor>Veneer</vendor>
  <vendor_url>https://veneer.org/</vendor_url>
  <icon_name>org.veneer.Veneer</icon_name>
${HELPER_VERBS.map(actionText).join('')}</policyconfig>
`;
}

function actionText(verb: HelperVerb): string {
  const { asked, implies, description, message } = ACTIONS[verb];
  const german = DE_POLICY[verb];
  const annotate = (key: string, value: string) =>
    `    <annotate key="org.freedesktop.policykit.${key}">${value}</annotate>\n`;
  return `
  <action id="${actionId(verb)}">
    <description>${description}</description>
    <description xml:lang="de">${german.description}</description>
    <message>${message}</message>
    <message xml:lang="de">Legitimierung ist erforderlich, um ${german.purpose}</message>
    <defaults>
      <allow_any>auth_admin</allow_any>
      <allow_inactive>auth_admin</allow_inactive>
      <allow_active>${asked === 'kept' ? 'auth_admin_keep' : 'auth_admin'}</allow_active>
    </defaults>
${annotate('exec.path', INSTALLED_HELPER)}${annotate('exec.argv1', verb)}${
  implies.length === 0 ? '' : annotate('imply', implies.map(actionId).join(' '))
}  </action>
`;
}

/** The table of SECURITY.md, in Markdown. */
export function securityTable(): string {
  const rows = HELPER_VERBS.map((verb) => {
    const { asked, implies, lets } = ACTIONS[verb];
    const covers = implies.map((one) => `\`${one}\``).join(', ') || 'nothing';
    return `| \`${verb}\` | ${lets} | ${asked === 'kept' ? 'kept' : '**every time**'} | ${covers} |`;
  });
  return ['| verb | lets somebody | the answer | covers besides |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
