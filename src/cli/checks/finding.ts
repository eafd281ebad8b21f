// What a check of `doctor` finds.

/** One finding. A `note` is worth a look, a `problem` keeps calls from working. */
export interface Finding {
  check: string;
  status: 'ok' | 'note' | 'problem' | 'skipped';
  text: string;
  /** What to do about it. */
  cure?: string;
}

export const ok = (check: string, text: string): Finding => ({ check, status: 'ok', text });

export const note = (check: string, text: string, cure?: string): Finding => ({
  check,
  status: 'note',
  text,
  ...(cure && { cure }),
});

export const problem = (check: string, text: string, cure: string): Finding => ({
  check,
  status: 'problem',
  text,
  cure,
});

export const skipped = (check: string, text: string): Finding => ({ check, status: 'skipped', text });

/** The reason of a network failure: its code where it has one, which is what can be searched for. */
export function reasonOf(error: unknown): string {
  const { code, message, cause } = error as { code?: string; message?: string; cause?: unknown };
  if (cause !== undefined) return reasonOf(cause);
  return code ?? message ?? String(error);
}
