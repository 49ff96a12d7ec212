import { ListLayout } from 'react-aria-components/Virtualizer';

type Rect = Parameters<ListLayout<object>['getVisibleLayoutInfos']>[0];

/**
 * Rows below each other, of which the ones that are seen exist in the page.
 *
 * React Aria lays the rest out when a key leads there (End, a letter), but only while the area that was laid out is
 * smaller than the content's; what it adds beside the list counts too. In a list that is a little longer than its
 * window, End then led nowhere (adobe/react-spectrum#10129). Without the margin at the side the areas compare as meant.
 */
export class RowsLayout<T extends object> extends ListLayout<T> {
  override getVisibleLayoutInfos(rect: Rect) {
    const within = rect.copy();
    within.width = Math.min(rect.width, this.getContentSize().width);
    return super.getVisibleLayoutInfos(within);
  }
}
