/** What the preload of the desktop door offers; absent in a browser. */
interface Native {
  reveal(path: string): void;
  setProgress(fraction: number): void;
  versions(): string;
}

declare global {
  interface Window {
    readonly veneerNative?: Native;
  }
}

export const native: Native | null = globalThis.window?.veneerNative ?? null;
