/** A change is a few events in a row. */
const SETTLE_MS = 300;

/** Somebody waits until something rang; what rings meanwhile is heard once. */
export function createBell() {
  let hasRung = false;
  let wake = () => {};
  let timer: NodeJS.Timeout | null = null;
  const ring = () => {
    hasRung = true;
    wake();
  };
  return {
    ring,
    ringSoon() {
      timer ??= setTimeout(() => {
        timer = null;
        ring();
      }, SETTLE_MS).unref();
    },
    async rung() {
      if (!hasRung) {
        await new Promise<void>((settle) => {
          wake = settle;
        });
      }
      hasRung = false;
    },
    silence() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

export async function tellOfEach(changes: AsyncIterable<unknown>, tell: () => void): Promise<void> {
  for await (const _ of changes) tell();
}
