/** Where a key leads in a grid, as the grid pattern of the ARIA Authoring Practices has it. */

export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * @param most the last place
 * @param page rows that a page has
 * @param isFromRight whether columns follow each other from right to left
 * @returns null for a key that leads nowhere in a grid
 */
export function keyMove(
  { key, ctrlKey }: { readonly key: string; readonly ctrlKey: boolean },
  { row, column }: Place,
  most: Place,
  page: number,
  isFromRight: boolean,
): Place | null {
  const aside = isFromRight ? -1 : 1;
  const at = (toRow: number, toColumn: number): Place => ({
    row: Math.max(0, Math.min(most.row, toRow)),
    column: Math.max(0, Math.min(most.column, toColumn)),
  });
  switch (key) {
    case 'ArrowDown':
      return at(row + 1, column);
    case 'ArrowUp':
      return at(row - 1, column);
    case 'ArrowRight':
      return at(row, column + aside);
    case 'ArrowLeft':
      return at(row, column - aside);
    case 'PageDown':
      return at(row + page, column);
    case 'PageUp':
      return at(row - page, column);
    case 'Home':
      return at(ctrlKey ? 0 : row, 0);
    case 'End':
      return at(ctrlKey ? most.row : row, most.column);
    default:
      return null;
  }
}
