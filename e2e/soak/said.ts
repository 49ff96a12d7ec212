/** What the server says while it is treated badly, and what of it nobody expected. */

import { LOOKED_INTO } from './collector.ts';

export interface Said {
  hear(text: string): void;
  /** Where its inspector is, once it says so. */
  inspector(): Promise<string>;
  /** Lines of its log. */
  count(): number;
  /** Each once, with how often it came. */
  unexpected(): string[];
}

/** How it is reached, when it ends, and who can be asked. */
const AT_THE_START = [
  /^(http:\/\/\S*)?$/,
  /^It ends by itself when no window is open for /,
  /pkttyagent --process \d+$/,
];

/** The one thing that it is to say: which window broke the protocol. */
const EXPECTED = [/^web: A window sent what is not taken: /];

export function createSaid(): Said {
  const found = new Map<string, number>();
  let count = 0;
  let rest = '';
  let tellInspector = (_address: string) => {};
  const inspector = new Promise<string>((settle) => {
    tellInspector = settle;
  });
  const take = (line: string) => {
    if (AT_THE_START.some((one) => one.test(line))) return;
    const address = /^Debugger listening on (ws:\S+)$/.exec(line)?.[1];
    if (address !== undefined) tellInspector(address);
    if (LOOKED_INTO.test(line)) return;
    count++;
    const text = textOf(line);
    if (EXPECTED.some((one) => one.test(text))) return;
    found.set(text, (found.get(text) ?? 0) + 1);
  };
  return {
    hear(text) {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    inspector: () => inspector,
    count: () => count,
    unexpected: () => [...found].map(([text, times]) => `it said ${times} times: ${text}`),
  };
}

/** As `where: message`; what is no line of the log, as it stands. */
function textOf(line: string): string {
  try {
    const { where, message, stack } = JSON.parse(line.replace(/^<3>/, '')) as Record<string, string>;
    const place = stack?.split('\n').slice(1, 5).join(' ').replace(/\s+/g, ' ') ?? '';
    return `${where}: ${message} ${place}`;
  } catch {
    return line;
  }
}
