/** Has the browser, or the desktop's own dialog, keep it. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // It is fetched after this; see the File API, 8.5.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
