import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';

/** Programs that run with more than the rights of who starts them. */
export const capabilities = rule(['capabilities'], 'capabilities(7): security.capability', (facts: InsideFacts) =>
  facts.isSeen && facts.isFile && facts.attributes?.capability === true
    ? [
        {
          id: 'capabilities',
          severity: 'warning',
          subject: inExtension(facts, facts.path),
          message: messageOf('extension.runs-with-capabilities-of-its-own'),
        },
      ]
    : [],
);
