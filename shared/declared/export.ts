/** A host in each form in which it can be exported. */
import type { Message } from '../messages/message.ts';
import { ansibleText } from './ansible.ts';
import { declarationText } from './declare.ts';
import type { ExportFormat } from './formats.ts';
import { butaneText, ignitionText, type Written } from './ignition-text.ts';
import type { Present } from './present.ts';
import { type Provisioning, provisioningOf } from './provisioning.ts';
import { shellText } from './shell-text.ts';

/** @param say a message in the language of who reads the file */
export function exportText(present: Present, format: ExportFormat, say: (message: Message) => string): Written {
  if (format === 'veneer') return { text: declarationText(present, say), lacks: [] };
  return provisionedText(provisioningOf(present), format, say);
}

/** What is to be put on a host, in the form of what puts it there. */
export function provisionedText(
  from: Provisioning,
  format: Exclude<ExportFormat, 'veneer'>,
  say: (message: Message) => string,
): Written {
  switch (format) {
    case 'ignition':
      return ignitionText(from);
    case 'ansible':
      return ansibleText(from, say);
    case 'shell':
      return { text: shellText(from, say), lacks: from.lacks };
    default:
      return butaneText(from, format === 'butane-fcos' ? 'fcos' : 'flatcar', say);
  }
}
