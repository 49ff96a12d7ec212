/** What has the keys before the commands of the window do. */

/** A dialog or menu that is open: until it is closed nothing behind it acts. */
export function dialogInWay(): Element | null {
  return document.querySelector('[role=dialog], [role=alertdialog], .popover [role=menu], .popover [role=listbox]');
}

/** What takes text has the keys that write it; a switch is an input as well, and takes none. */
export function isTypingIn(element: Element | null): boolean {
  if (element instanceof HTMLInputElement) return !NOT_TEXT.has(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
}

const NOT_TEXT = new Set(['checkbox', 'radio', 'range', 'button', 'file']);
