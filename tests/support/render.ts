// Renders a React element without a document.
import type { ReactNode } from 'react';
import { create } from 'react-test-renderer';
import { vi } from 'vitest';

/** Renders until a condition holds, and takes the element away again. */
export async function renderUntil(element: ReactNode, isDone: () => boolean): Promise<void> {
  const renderer = create(element as never);
  try {
    await vi.waitFor(
      () => {
        if (!isDone()) throw new Error('The element did not come to what the test waits for.');
      },
      { timeout: 15_000 },
    );
  } finally {
    renderer.unmount();
  }
}
