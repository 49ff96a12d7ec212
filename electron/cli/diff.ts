/** veneer diff: what of this host is otherwise than a file declares it. */
import { messageOf } from '../../shared/messages/message.ts';
import { SOMETHING_NEW } from '../../shared/model/errors.ts';
import { compareWithFile, differencesText } from './declared-file.ts';
import type { Invocation } from './invocation.ts';
import { withHost } from './setup.ts';
import { printLong, printOut, sayAnswer, tellNote } from './terminal.ts';

export function runDiff(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const [path = ''] = invocation.operands;
    const compared = await compareWithFile(session, host, path);
    const { differences, unknown } = compared;
    if (invocation.json) sayAnswer('diff', { differences, unknown });
    else {
      for (const one of unknown) tellNote(one);
      if (differences.length === 0) printOut(messageOf('declared.no-difference'));
      else await printLong(() => differencesText(compared));
    }
    return differences.length > 0 ? SOMETHING_NEW : 0;
  });
}
