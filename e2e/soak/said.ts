/** What the server says while it is treated badly, and what of it nobody expected. */

export interface Said {
  hear(text: string): void;
  /** Lines of its log. */
  count(): number;
  /** Each once, with how often it came. */
  unexpected(): string[];
}

/** The one thing that it is to say: which window broke the protocol. */
const EXPECTED = [/^web: A window sent what is not taken: /];

export function createSaid(): Said {
  const found = new Map<string, number>();
  let count = 0;
  let rest = '';
  const take = (line: string) => {
    // The address, at the start.
    if (/^(http:\/\/\S*)?$/.test(line)) return;
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
