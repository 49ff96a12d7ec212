/**
 * Who may ask the helper for what: one action of polkit for each verb, when it is asked for, and what a yes to it covers
 * besides. The policy file (assets/polkit) and the table in SECURITY.md are made from this, and a test holds both to it.
 */

import { DE_POLICY } from '../messages/de/policy.ts';
import { HELPER_VERBS, type HelperVerb, INSTALLED_HELPER } from './helper-verbs.ts';

/**
 * `kept`: whoever sits at the machine in an active session is asked, and not again for some minutes (auth_admin_keep); from
 * everywhere else every time. `always`: every time, wherever the session is (auth_admin).
 */
export type Asked = 'kept' | 'always';

export interface HelperAction {
  readonly asked: Asked;
  /** What a yes covers besides: the merge that brings a change into effect, and the services that go with it. */
  readonly implies: readonly HelperVerb[];
  /** What it lets somebody do, for SECURITY.md. */
  readonly lets: string;
  /** For polkit: a title, and the question. pkexec puts the whole call in for `$(command_line)`, and nothing else of it. */
  readonly description: string;
  readonly message: string;
}

const SERVICES = ['reload-services', 'restart-units'] as const;
/** After what comes, and after what may go (an undo takes a first merge back). */
const COMES = ['refresh', ...SERVICES] as const;
const GOES = ['refresh', 'unmerge', ...SERVICES] as const;

const kept = (
  lets: string,
  description: string,
  message: string,
  implies: readonly HelperVerb[] = [],
): HelperAction => ({ asked: 'kept', implies, lets, description, message: `Authentication is required to ${message}` });

const always = (
  lets: string,
  description: string,
  message: string,
  implies: readonly HelperVerb[] = [],
): HelperAction => ({ ...kept(lets, description, message, implies), asked: 'always' });

export const HELPER_ACTIONS: Readonly<Record<HelperVerb, HelperAction>> = {
  mask: kept(
    'take extensions out that are there, by an empty folder of their name or by moving them aside',
    'Disable system extensions',
    'disable system extensions',
    GOES,
  ),
  unmask: kept(
    'let extensions count again that are there',
    'Enable system extensions',
    'enable system extensions',
    COMES,
  ),
  merge: kept(
    'merge what is there and fits',
    'Merge system extensions',
    'merge system extensions into this system',
    SERVICES,
  ),
  unmerge: kept(
    'take everything out that is merged',
    'Unmerge system extensions',
    'take system extensions out of this system',
    SERVICES,
  ),
  refresh: kept(
    'merge again what is there and fits',
    'Merge system extensions again',
    'merge system extensions again',
    SERVICES,
  ),
  'merge-force': always(
    'merge what is there although systemd says that it does not fit',
    'Merge system extensions that do not fit',
    'merge system extensions that are not made for this system',
  ),
  'refresh-force': always(
    'merge it again although systemd says that it does not fit',
    'Merge system extensions again, with those that do not fit',
    'merge system extensions that are not made for this system',
  ),
  install: always(
    'put any image into the system: whoever may is root. Signed or not, the helper cannot know: keys are pinned by the person',
    'Install a system extension',
    'install this image as a system extension, whose programs and services may become part of this system: $(command_line)',
    // An image that is stored for another OS is named for it.
    [...COMES, 'set-for-os'],
  ),
  'make-current': kept(
    'let another version count of those that were installed',
    'Switch to another version of a system extension',
    'switch to another installed version of a system extension',
    COMES,
  ),
  'set-for-os': kept(
    'name, of the versions that were installed, the one that counts from the first boot of another OS release on',
    'Choose a version of a system extension for another OS release',
    'choose which installed version of a system extension counts once another OS release runs',
  ),
  remove: kept(
    'remove an extension, with its versions where that is asked for',
    'Remove a system extension',
    'remove a system extension',
    [...GOES, 'remove-transfer'],
  ),
  vacuum: kept(
    'delete old versions, never one in use or pinned',
    'Delete old versions of a system extension',
    'delete old versions of a system extension',
  ),
  'reload-services': kept(
    'let systemd read unit files again',
    'Read all unit files again',
    'let systemd read all unit files again',
  ),
  'restart-units': kept(
    'start what extensions hook into three targets; stop or restart units whose file a merged extension brings, and stop those that have none any more',
    'Start or stop services of system extensions',
    'start or stop services of system extensions',
  ),
  'enable-at-boot': kept(
    'have extensions merged at boot',
    'Merge system extensions at boot',
    'merge system extensions at every boot',
  ),
  'disable-at-boot': kept(
    'have none merged at boot',
    'Do not merge system extensions at boot',
    'no longer merge system extensions at boot',
  ),
  'add-boot-refresh-unit': kept(
    'have the services of extensions started at boot',
    'Start services of system extensions at boot',
    'start services of system extensions at every boot',
  ),
  'remove-boot-refresh-unit': kept(
    'have them not started any more',
    'Do not start services of system extensions at boot',
    'no longer start services of system extensions at boot',
  ),
  'write-transfer': kept(
    'name a source of later updates whose lists must be signed by a key in root’s own keyrings (Verify=yes)',
    'Set where system extensions are updated from',
    'set where a system extension is updated from',
  ),
  'write-transfer-unverified': always(
    'name a source whose word nobody signs: whoever runs that server is root at the next update',
    'Set an unsigned source of system extensions',
    'let a system extension be updated from a source whose updates nobody signs: $(command_line)',
  ),
  'remove-transfer': kept(
    'end the updates of an extension',
    'Stop updates of system extensions',
    'stop the updates of a system extension',
  ),
  update: kept(
    'fetch new versions from the sources that are set',
    'Update system extensions',
    'update a system extension',
    // What came and does not fit is taken back by the version before it.
    ['make-current', ...COMES],
  ),
  'vacuum-transfer': kept(
    'let systemd-sysupdate delete old versions',
    'Delete old versions that systemd-sysupdate keeps',
    'delete old versions of a system extension',
  ),
  pin: kept(
    'keep a version, or hold updates',
    'Pin a system extension to a version',
    'pin a system extension to a version, or to hold its updates',
  ),
  'set-feature': kept(
    'switch an optional part of what root’s own transfer files fetch on or off',
    'Switch an optional feature of updates',
    'switch an optional feature of what systemd-sysupdate keeps current',
  ),
  'add-helper': always(
    'put the helper itself where it lasts: from a file of root’s, or one of the hash that the question names',
    'Install the helper of Veneer',
    'install the helper that changes system extensions: $(command_line)',
  ),
  'remove-helper': always(
    'take it away again',
    'Remove the helper of Veneer',
    'remove the helper that changes system extensions',
  ),
};

/** The action of a verb, as polkit knows it. */
export const actionId = (verb: HelperVerb): string => `org.veneer.helper.${verb}`;

/** The policy file of polkit(8) for a helper at INSTALLED_HELPER. */
export function policyText(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<!--
  Made from shared/changes/helper-actions.ts and shared/messages/de/policy.ts: npx vitest run e2e/checks/policy -u
  One action for each verb of the helper, bound to its path and its first argument. Reading never asks. SECURITY.md says
  who may do what by which.
-->
<policyconfig>
  <vendor>Veneer</vendor>
  <icon_name>org.veneer.Veneer</icon_name>
${HELPER_VERBS.map(actionText).join('')}</policyconfig>
`;
}

function actionText(verb: HelperVerb): string {
  const { asked, implies, description, message } = HELPER_ACTIONS[verb];
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
    const { asked, implies, lets } = HELPER_ACTIONS[verb];
    const covers = implies.map((one) => `\`${one}\``).join(', ') || 'nothing';
    return `| \`${verb}\` | ${lets} | ${asked === 'kept' ? 'kept' : '**every time**'} | ${covers} |`;
  });
  return ['| verb | lets somebody | the answer | covers besides |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
