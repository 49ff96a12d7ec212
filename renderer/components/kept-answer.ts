/** The last answer about a host, so that a view that is shown again draws it at once instead of moving when it comes. */
export interface KeptAnswer<Answer> {
  /** null for another host than the one it is about. */
  of(host: string): Answer | null;
  keep(host: string, answer: Answer): void;
}

export function makeKeptAnswer<Answer>(): KeptAnswer<Answer> {
  let kept: { readonly host: string; readonly answer: Answer } | null = null;
  return {
    of: (host) => (kept?.host === host ? kept.answer : null),
    keep(host, answer) {
      kept = { host, answer };
    },
  };
}
