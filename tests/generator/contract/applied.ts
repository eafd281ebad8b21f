// A description with overlay actions applied to it.
import { applyOverlay } from '../../../scripts/contract/overlay.ts';
import { checkOverlay, type OverlayAction } from '../../../scripts/contract/overlay-document.ts';

export function applied<T extends object>(doc: T, actions: OverlayAction[]): T {
  if (actions.length === 0) return doc;
  const overlay = { overlay: '1.0.0', info: { title: 'Test', version: '1' }, actions };
  return applyOverlay(doc, checkOverlay(overlay, 'test'), 'test');
}
