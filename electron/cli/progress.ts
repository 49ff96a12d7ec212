/**
 * How far a download is, on stderr: a line that is written again on a terminal, cut to its width; elsewhere, as for the journal,
 * a line at every tenth, as importctl(1) has it.
 */
import { isatty } from 'node:tty';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Progress } from '../downloads/order.ts';
import { mannerNow, terminalSize } from './manner.ts';
import { shortSize } from './sizes.ts';
import { endLine, printError, tellAgain, textOf } from './terminal.ts';
import { cutTo } from './text-width.ts';

const TELL_EVERY_MS = 200;
const TENTH = 10;

export interface ProgressShown {
  tell(progress: Progress): void;
  end(): void;
}

export function createProgress(name: string, isTerminal = isatty(2), now: () => number = Date.now): ProgressShown {
  const begun = now();
  let first: number | null = null;
  let told = 0;
  let tenths = 0;
  let hasLine = false;
  return {
    tell(progress) {
      const { received, total } = progress;
      first ??= received;
      const at = now();
      const text = progressText(name, progress, { bytes: received - first, ms: at - begun });
      if (!isTerminal) {
        const done = total === null || total === 0 ? 0 : Math.floor((received * TENTH) / total);
        if (done <= tenths || mannerNow().quiet) return;
        tenths = done;
        printError(text);
        return;
      }
      if (at - told < TELL_EVERY_MS && received !== total) return;
      told = at;
      hasLine = true;
      // In the last column some terminals begin a new line.
      tellAgain(cutTo(textOf(text), terminalSize().columns - 1));
    },
    end() {
      if (hasLine) endLine();
    },
  };
}

/** @param fetched in this call, of which the speed is taken */
function progressText(
  name: string,
  { received, total, problem }: Progress,
  fetched: { readonly bytes: number; readonly ms: number },
): Text {
  const speed = fetched.ms < 1000 ? null : Math.floor((fetched.bytes * 1000) / fetched.ms);
  const left = total === null || !speed ? null : Math.ceil((total - received) / speed);
  const parts: Text[] = [
    name,
    ...(total === null || total === 0 ? [] : [`${Math.floor((100 * received) / total)} %`]),
    total === null ? shortSize(received) : `${shortSize(received)}/${shortSize(total)}`,
    ...(speed === null ? [] : [`${shortSize(speed)}/s`]),
    ...(left === null || left === 0 ? [] : [leftText(left)]),
    ...(problem === null ? [] : [joinTexts([problem.message, messageOf('cli.trying-again')], ' ')]),
  ];
  return joinTexts(parts, '  ');
}

function leftText(seconds: number): Message {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const time =
    hours > 0 ? `${hours}h ${minutes % 60}min` : minutes > 0 ? `${minutes}min ${seconds % 60}s` : `${seconds}s`;
  return messageOf('cli.time-left', { time });
}
