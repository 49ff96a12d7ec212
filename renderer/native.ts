/** What the preload of the desktop door offers; absent in a browser. */
interface Native {
  /** Opens the desktop's own dialog; what is chosen comes with the files that are offered. */
  chooseFiles(): void;
  /** Where a dropped file stands; empty for one that stands nowhere. */
  pathOf(file: File): string | Promise<string>;
  reveal(path: string): void;
  setProgress(fraction: number): void;
  /** Where the person looks at something else. */
  notify(title: string, body: string): void;
  /** The desktop's accent colour as `#rrggbb`; empty where it has none. */
  accent(): string;
}

declare global {
  interface Window {
    readonly veneerNative?: Native;
  }
}

export const native: Native | null = globalThis.window?.veneerNative ?? null;
