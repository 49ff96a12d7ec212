import { useLayoutEffect } from 'react';
import { commandForKey, runCommand } from '../commands/run.ts';
import { store } from '../state/store.ts';
import { handOver } from './escape-key.ts';
import { dialogInWay, isTypingIn } from './keys-in-the-way.ts';
import { moveToNextPart } from './parts-of-window.ts';

/** Hears every key of the window before whatever has the focus: React Aria keeps the keys of what can be pressed to itself. */
export function useShortcuts(): void {
  // Before the first picture: what is seen can be pressed.
  useLayoutEffect(() => {
    window.addEventListener('keydown', pressKey, { capture: true });
    return () => window.removeEventListener('keydown', pressKey, { capture: true });
  }, []);
}

function pressKey(event: KeyboardEvent): void {
  if (event.isComposing) return;
  if (handOver(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const inWay = dialogInWay();
  const isPalette = inWay?.closest('.palette') != null;
  const act = actFor(event, isPalette);
  if (act === null || (inWay !== null && !isPalette)) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

/** @param isPalette whether the palette is open, which its own keys close */
function actFor(event: KeyboardEvent, isPalette: boolean): (() => void) | null {
  const command = commandForKey(event, isTypingIn(document.activeElement));
  if (isPalette) return command === 'open-palette' ? () => store.getState().setView({ paletteOpen: false }) : null;
  if (command !== null) return () => runCommand(command);
  // As browsers have it; Electron has no such keys of its own.
  if (event.altKey && !isTypingIn(document.activeElement) && (event.key === 'ArrowLeft' || event.key === 'ArrowRight'))
    return () => history.go(event.key === 'ArrowLeft' ? -1 : 1);
  if (event.key === 'F6' && !event.ctrlKey && !event.altKey && !event.metaKey)
    return () => moveToNextPart(event.shiftKey ? -1 : 1);
  return null;
}
